import { tellMessage, tellMessageDeleted, tellThread, tellThreadMember } from "./events.ts";
import type { JsonObject } from "./json.ts";
import { messageTypes } from "./limits.ts";
import type { Realm } from "./realm.ts";
import type { Allowed } from "./state/mentions.ts";
import { ALLOW_ALL, findPings } from "./state/mentions.ts";
import type { Attachment, Channel, InteractionSource, Message, Reference } from "./state/types.ts";
import { withComponentIds, withEmbedDefaults } from "./wire/normalize.ts";

export interface NewMessage {
  readonly channel: Channel;
  readonly authorId: string;
  readonly content?: string;
  /** Given for the first message of a forum post, which shares the id of its thread. */
  readonly id?: string;
  readonly type?: number;
  readonly embeds?: JsonObject[];
  readonly components?: JsonObject[];
  readonly attachments?: Attachment[];
  readonly flags?: number;
  readonly allowed?: Allowed;
  /** The message that this one replies to. */
  readonly replied?: Message | null;
  /** What a system message points to, where that is not a reply. */
  readonly reference?: Reference | null;
  readonly nonce?: string | number | null;
  readonly tts?: boolean;
  readonly interaction?: InteractionSource | null;
  readonly ephemeralFor?: string | null;
  readonly webhook?: { readonly id: string; readonly username: string } | null;
}

/** Makes a message, keeps the books of its thread and tells the bot. */
export function postMessage(realm: Realm, input: NewMessage): Message {
  const { channel } = input;
  const isForAll = (input.ephemeralFor ?? null) === null;
  if (isForAll) wakeThread(realm, channel);

  const message = makeMessage(realm, input);
  if (isForAll) countInThread(realm, channel, message);
  realm.world.addMessage(message);
  tellMessage(realm, message, "CREATE");
  return message;
}

function makeMessage(realm: Realm, input: NewMessage): Message {
  const { channel } = input;
  const replied = input.replied ?? null;
  const content = (input.content ?? "").trim();
  const components = withComponentIds(input.components ?? []);
  const flags = input.flags ?? 0;
  const draft = { authorId: input.authorId, content, components, flags, replied };
  return {
    id: input.id ?? realm.world.ids.next(),
    channelId: channel.id,
    guildId: channel.guildId,
    authorId: input.authorId,
    type: input.type ?? (replied ? messageTypes.reply : messageTypes.plain),
    content,
    embeds: withEmbedDefaults(input.embeds ?? []),
    components,
    attachments: input.attachments ?? [],
    flags,
    createdAt: new Date().toISOString(),
    editedAt: null,
    nonce: input.nonce ?? null,
    reference: replied ? referenceTo(replied) : (input.reference ?? null),
    reactions: new Map(),
    pinned: false,
    tts: input.tts ?? false,
    threadId: null,
    interaction: input.interaction ?? null,
    ephemeralFor: input.ephemeralFor ?? null,
    webhook: input.webhook ?? null,
    pings: findPings(realm.world, channel, draft, input.allowed ?? ALLOW_ALL),
  };
}

export function referenceTo(message: Message): Reference {
  return { messageId: message.id, channelId: message.channelId, guildId: message.guildId };
}

/** Sending into an archived thread opens it again. Whether it may be (locked) is decided before. */
function wakeThread(realm: Realm, channel: Channel): void {
  if (!channel.thread?.archived) return;
  channel.thread.archived = false;
  channel.thread.archiveChangedAt = new Date().toISOString();
  tellThread(realm, channel, "UPDATE");
}

/** The author and everybody mentioned join the thread; the first message of a post is not counted. */
function countInThread(realm: Realm, channel: Channel, message: Message): void {
  if (!channel.thread) return;
  if (message.id !== channel.id && message.type !== messageTypes.threadStarter) {
    channel.thread.messageCount += 1;
    channel.thread.totalSent += 1;
  }
  const newcomers = [message.webhook ? null : message.authorId, ...message.pings.users];
  for (const userId of newcomers) if (userId !== null) joinThread(realm, channel, userId);
}

export function joinThread(realm: Realm, thread: Channel, userId: string): void {
  if (!thread.thread || thread.thread.members.has(userId)) return;
  thread.thread.members.set(userId, new Date().toISOString());
  tellThreadMember(realm, thread, userId, "joined");
}

export interface MessageChange {
  readonly content?: string;
  readonly embeds?: JsonObject[];
  readonly components?: JsonObject[];
  readonly attachments?: Attachment[];
  readonly flags?: number;
  readonly allowed?: Allowed;
}

/** Changes what is given. Editing never pings: whom a message notified was settled when it was posted. */
export function editMessage(realm: Realm, message: Message, change: MessageChange): Message {
  if (change.content !== undefined) message.content = change.content.trim();
  if (change.embeds) message.embeds = withEmbedDefaults(change.embeds);
  if (change.components) message.components = withComponentIds(change.components);
  if (change.attachments) message.attachments = change.attachments;
  if (change.flags !== undefined) message.flags = change.flags;
  message.editedAt = new Date().toISOString();
  tellMessage(realm, message, "UPDATE");
  return message;
}

export function deleteMessage(realm: Realm, message: Message): void {
  realm.world.removeMessage(message);
  const thread = realm.world.channels.get(message.channelId)?.thread;
  if (thread && message.id !== message.channelId && message.ephemeralFor === null) thread.messageCount -= 1;
  tellMessageDeleted(realm, message);
}
