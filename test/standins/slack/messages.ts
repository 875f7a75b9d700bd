import type { Core } from "./core.ts";
import { CHANNEL_TYPES, emit } from "./events.ts";
import { nextTs } from "./ids.ts";
import type { Json } from "./json.ts";
import { findPings } from "./notifications.ts";
import type { Channel, Message, Notification } from "./types.ts";
import { threadFields, toWire } from "./wire.ts";

export type Draft = Partial<Omit<Message, "ts" | "channel">> & { text: string };

export interface PostOptions {
  /** link_names and parse=full turn a bare @channel into a ping. */
  linksNames?: boolean;
  isBroadcast?: boolean;
}

/** Adds a message to a channel and tells the app. */
export function addMessage(core: Core, channel: Channel, draft: Draft, options: PostOptions = {}): Message {
  const message: Message = {
    blocks: [],
    sentBlocks: [],
    attachments: [],
    files: [],
    reactions: [],
    hasOwnBlocks: false,
    ...draft,
    ts: nextTs(),
    channel: channel.id,
  };
  const isBroadcast = options.isBroadcast === true && message.threadTs !== undefined;
  if (isBroadcast) message.subtype ??= "thread_broadcast";
  channel.messages.push(message);
  recordPings(core, message, "post", options.linksNames ?? false);
  emit(core, toMessageEvent(core, channel, message, isBroadcast), channel);
  if (mentionsBot(core, message) && channel.kind !== "im") emit(core, toMentionEvent(core, message), channel);
  return message;
}

function toMessageEvent(core: Core, channel: Channel, message: Message, isBroadcast: boolean): Json {
  const wire = toWire(core.workspace, message);
  const place = { channel: channel.id, event_ts: message.ts, channel_type: CHANNEL_TYPES[channel.kind] };
  if (!isBroadcast || message.threadTs === undefined) return { ...wire, ...place };
  const root = core.workspace.findMessage(channel.id, message.threadTs);
  const rootWire = root ? { ...toWire(core.workspace, root), ...threadFields(core.workspace, root) } : {};
  return { ...wire, root: rootWire, ...place };
}

function mentionsBot(core: Core, message: Message): boolean {
  // The bot's own words, joins and other hidden messages never wake it.
  const isPlain = message.subtype === undefined || message.subtype === "file_share";
  return (
    isPlain &&
    message.botId !== core.workspace.botId &&
    message.text.includes(`<@${core.workspace.botUserId}`)
  );
}

function toMentionEvent(core: Core, message: Message): Json {
  return {
    ...toWire(core.workspace, message),
    type: "app_mention",
    channel: message.channel,
    event_ts: message.ts,
  };
}

export interface Change {
  text?: string;
  blocks?: Json[];
  sentBlocks?: Json[];
  attachments?: Json[];
  metadata?: Json | null;
  hasOwnBlocks?: boolean;
  streamingState?: "completed";
  /** Who edited; absent for changes that Slack makes itself, such as link previews. */
  editor?: string;
}

/** Changes a message and tells the app with message_changed. */
export function changeMessage(core: Core, channel: Channel, message: Message, change: Change): void {
  const previous = toWire(core.workspace, message, { isRead: true });
  const wasMentioned = mentionsBot(core, message);
  const { editor, metadata, ...fields } = change;
  const eventTs = nextTs();
  Object.assign(message, fields);
  if (metadata === null) delete message.metadata;
  if (metadata) message.metadata = metadata;
  if (editor !== undefined) message.edited = { user: editor, ts: eventTs };
  recordPings(core, message, "update", false);
  emitHidden(core, channel, eventTs, {
    subtype: "message_changed",
    message: { ...toWire(core.workspace, message, { isRead: true }), ...sourceTeam(core) },
    previous_message: previous,
  });
  if (editor !== undefined && !wasMentioned && mentionsBot(core, message)) {
    emit(core, { ...toMentionEvent(core, message), event_ts: eventTs }, channel);
  }
}

/** Removes a message; the parent of a living thread stays as a tombstone, as on the real Slack. */
export function removeMessage(core: Core, channel: Channel, message: Message): void {
  const previous = toWire(core.workspace, message, { isRead: true });
  const eventTs = nextTs();
  if (core.workspace.repliesTo(channel.id, message.ts).length > 0) {
    turnToTombstone(message);
    emitHidden(core, channel, eventTs, {
      subtype: "message_changed",
      message: { ...toWire(core.workspace, message, { isRead: true }), hidden: true },
      previous_message: previous,
    });
    return;
  }
  channel.messages.splice(channel.messages.indexOf(message), 1);
  emitHidden(core, channel, eventTs, {
    subtype: "message_deleted",
    previous_message: previous,
    deleted_ts: message.ts,
  });
}

function turnToTombstone(message: Message): void {
  const empty = { blocks: [], sentBlocks: [], attachments: [], files: [], reactions: [] };
  Object.assign(message, empty, {
    subtype: "tombstone",
    text: "This message was deleted.",
    user: "USLACKBOT",
  });
  delete message.botId;
  delete message.appId;
  delete message.metadata;
  delete message.edited;
}

function emitHidden(core: Core, channel: Channel, eventTs: string, fields: Json): void {
  const place = { channel: channel.id, hidden: true, ts: eventTs, event_ts: eventTs };
  emit(core, { type: "message", ...fields, ...place, channel_type: CHANNEL_TYPES[channel.kind] }, channel);
}

function sourceTeam({ workspace }: Core): Json {
  return { source_team: workspace.teamId, user_team: workspace.teamId };
}

function recordPings(core: Core, message: Message, via: Notification["via"], linksNames: boolean): void {
  if (message.botId !== core.workspace.botId) return;
  const parts = [...message.sentBlocks, ...message.attachments];
  for (const ping of findPings(message.text, parts, linksNames)) {
    core.workspace.notifications.push({ channel: message.channel, ts: message.ts, via, ...ping });
  }
}

/** Adds or takes away a reaction and tells the app; false when there was nothing to change. */
export function toggleReaction(
  core: Core,
  message: Message,
  name: string,
  user: string,
  adds: boolean,
): boolean {
  const reaction = message.reactions.find((each) => each.name === name);
  const isThere = reaction?.users.includes(user) ?? false;
  if (isThere === adds) return false;
  if (adds && reaction) reaction.users.push(user);
  if (adds && !reaction) message.reactions.push({ name, users: [user] });
  if (!adds && reaction) reaction.users = reaction.users.filter((each) => each !== user);
  message.reactions = message.reactions.filter(({ users }) => users.length > 0);
  const event = {
    type: adds ? "reaction_added" : "reaction_removed",
    user,
    reaction: name,
    item: { type: "message", channel: message.channel, ts: message.ts },
    item_user: message.user,
    event_ts: nextTs(),
  };
  emit(core, event, core.workspace.getChannel(message.channel));
  return true;
}
