import type { JsonObject } from "../json.ts";

export interface User {
  readonly id: string;
  readonly username: string;
  readonly globalName: string | null;
  readonly bot: boolean;
  /** A person can forbid direct messages; sending then fails with 50007. */
  dmsClosed: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly mentionable: boolean;
  readonly position: number;
  /** Set on the role that Discord makes for a bot when it is invited. */
  readonly botId: string | null;
}

export interface Member {
  readonly userId: string;
  nick: string | null;
  roleIds: string[];
  readonly joinedAt: string;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Map<string, Role>;
  readonly members: Map<string, Member>;
}

/** `type` 0 is a role, 1 a member. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly moderated: boolean;
  readonly emojiName: string | null;
}

export interface ThreadState {
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  archiveChangedAt: string;
  autoArchiveMinutes: number;
  readonly createdAt: string;
  invitable: boolean;
  /** User id to the time of joining. */
  readonly members: Map<string, string>;
  appliedTags: string[];
  messageCount: number;
  totalSent: number;
}

export interface Channel {
  readonly id: string;
  readonly type: number;
  /** Null for a direct message. */
  readonly guildId: string | null;
  name: string;
  parentId: string | null;
  position: number;
  topic: string | null;
  slowmode: number;
  overwrites: Overwrite[];
  tags: Tag[];
  flags: number;
  /** The person at the other end of a direct message. */
  readonly recipientId: string | null;
  lastMessageId: string | null;
  readonly thread: ThreadState | null;
  /** When the name was changed, in ms; Discord allows two changes in ten minutes. */
  renamedAt: number[];
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly description: string | null;
  readonly content: Buffer;
  readonly spoiler: boolean;
}

export interface Reference {
  readonly messageId: string | null;
  readonly channelId: string;
  readonly guildId: string | null;
}

/** Whom a message notified, after allowed_mentions and the author's permissions. */
export interface Pings {
  readonly everyone: boolean;
  readonly users: string[];
  readonly roles: string[];
  readonly silent: boolean;
}

export interface InteractionSource {
  readonly id: string;
  /** 2 a command, 3 a component, 5 a modal. */
  readonly type: number;
  readonly userId: string;
  readonly commandName: string | null;
  /** The message whose component was used. */
  readonly messageId: string | null;
  /** What opened the modal. */
  readonly trigger: InteractionSource | null;
}

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly authorId: string;
  readonly type: number;
  content: string;
  embeds: JsonObject[];
  components: JsonObject[];
  attachments: Attachment[];
  flags: number;
  readonly createdAt: string;
  editedAt: string | null;
  /** Travels in the answer and the event of the creation only: Discord does not show it in later reads. */
  readonly nonce: string | number | null;
  readonly reference: Reference | null;
  /** Emoji (a character, or name:id) to the people who used it. */
  readonly reactions: Map<string, Set<string>>;
  pinned: boolean;
  readonly tts: boolean;
  threadId: string | null;
  readonly interaction: InteractionSource | null;
  /** Set when only this person sees the message. */
  readonly ephemeralFor: string | null;
  readonly webhook: { readonly id: string; readonly username: string } | null;
  pings: Pings;
}

export interface Webhook {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  name: string;
}
