import type { Json } from "./json.ts";

export interface User {
  id: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  isBot: boolean;
  /** Other apps' bots post under a bot id too. */
  botId?: string;
  /** Their own team, for people of another company in a shared channel (Slack Connect). */
  teamId?: string;
}

export type ChannelKind = "channel" | "group" | "im" | "mpim";

export interface Channel {
  id: string;
  name: string;
  kind: ChannelKind;
  members: Set<string>;
  isArchived: boolean;
  created: number;
  creator: string;
  messages: Message[];
}

export interface Reaction {
  name: string;
  users: string[];
}

export interface Message {
  ts: string;
  channel: string;
  /** The author; absent for a post under a customized name, as on the real Slack. */
  user?: string;
  botId?: string;
  appId?: string;
  username?: string;
  icons?: Json;
  subtype?: string;
  text: string;
  /** The blocks as Slack hands them back: ids filled in, Markdown turned into rich text. */
  blocks: Json[];
  /** The blocks exactly as the app sent them; empty when it sent none. */
  sentBlocks: Json[];
  attachments: Json[];
  files: Json[];
  metadata?: Json;
  threadTs?: string;
  parentUserId?: string;
  edited?: { user: string; ts: string };
  clientMsgId?: string;
  reactions: Reaction[];
  streamingState?: "in_progress" | "completed";
  streamStartedAt?: number;
  inviter?: string;
  /** Blocks that Slack made from the text itself are made anew when only the text changes. */
  hasOwnBlocks: boolean;
}

export interface Ephemeral {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: Json[];
  threadTs?: string;
}

/** Something in a posted text that would have pinged people. */
export interface Notification {
  channel: string;
  ts: string;
  kind: "channel" | "here" | "everyone" | "user" | "usergroup";
  target?: string;
  via: "post" | "update" | "ephemeral";
}

export interface Call {
  method: string;
  args: Json;
  at: number;
  ok: boolean;
  error?: string;
  response: Json;
}

/** Anything the real Slack would have rejected, or would have let pass in silence though it is a mistake. */
export interface Rejection {
  where: string;
  error: string;
  detail: string;
  at: number;
}

export interface OpenView {
  id: string;
  userId: string;
  view: Json;
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
  isOpen: boolean;
}

export interface Trigger {
  userId: string;
  expiresAt: number;
  isUsed: boolean;
  /** The modal the trigger was born in, so that views.push knows its stack. */
  viewId?: string;
}

export interface ResponseUrl {
  path: string;
  userId: string;
  channel: string;
  messageTs?: string;
  isEphemeral: boolean;
  threadTs?: string;
  usesLeft: number;
  expiresAt: number;
}

export interface StoredFile {
  id: string;
  wire: Json;
  content: Buffer;
}
