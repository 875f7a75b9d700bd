import { tellChannel, tellMessage, tellThread, tellThreadDeleted, tellThreadMember } from "./events.ts";
import { refuse } from "./errors.ts";
import { channelTypes, limits, messageFlags, messageTypes } from "./limits.ts";
import { postMessage, referenceTo } from "./posting.ts";
import type { Realm } from "./realm.ts";
import { isThread } from "./state/permissions.ts";
import type { Channel, Message, ThreadState } from "./state/types.ts";

export interface NewThread {
  readonly parent: Channel;
  readonly ownerId: string;
  readonly name: string;
  readonly type: number;
  /** The message that the thread hangs on; the thread takes its id. */
  readonly source?: Message;
  readonly appliedTags?: readonly string[];
  readonly autoArchiveMinutes?: number;
  readonly slowmode?: number;
  readonly invitable?: boolean;
}

/** Makes a thread with its owner in it and tells the bot; the system messages are the caller's choice. */
export function createThread(realm: Realm, input: NewThread): Channel {
  if (activeThreads(realm, input.parent.guildId).length >= limits.thread.active)
    throw refuse("maxActiveThreads");

  const now = new Date().toISOString();
  const state: ThreadState = {
    ownerId: input.ownerId,
    archived: false,
    locked: false,
    archiveChangedAt: now,
    autoArchiveMinutes: input.autoArchiveMinutes ?? 4320,
    createdAt: now,
    invitable: input.invitable ?? true,
    members: new Map([[input.ownerId, now]]),
    appliedTags: [...(input.appliedTags ?? [])],
    messageCount: 0,
    totalSent: 0,
  };
  const thread = realm.world.addChannel({
    id: input.source?.id ?? realm.world.ids.next(),
    type: input.type,
    guildId: input.parent.guildId,
    name: input.name,
    parentId: input.parent.id,
    slowmode: input.slowmode ?? 0,
    thread: state,
  });
  tellThread(realm, thread, "CREATE");
  if (input.ownerId === realm.world.bot.id) tellThreadMember(realm, thread, input.ownerId, "joined");
  return thread;
}

/** A thread on a message: the message gains a flag, and the thread opens with a message that points back. */
export function createThreadOnMessage(
  realm: Realm,
  source: Message,
  input: Omit<NewThread, "source" | "parent" | "type">,
): Channel {
  if (source.threadId !== null || realm.world.channels.has(source.id)) throw refuse("threadExists");
  const parent = realm.world.channel(source.channelId);
  const type =
    parent.type === channelTypes.announcement ? channelTypes.announcementThread : channelTypes.publicThread;
  const thread = createThread(realm, { ...input, source, parent, type });
  source.threadId = thread.id;
  source.flags |= messageFlags.hasThread;
  tellMessage(realm, source, "UPDATE");
  postMessage(realm, {
    channel: thread,
    authorId: input.ownerId,
    type: messageTypes.threadStarter,
    reference: referenceTo(source),
  });
  return thread;
}

/** A public thread of its own shows in the parent channel as a system message with the thread's name. */
export function announceThread(realm: Realm, thread: Channel, parent: Channel): void {
  if (thread.type !== channelTypes.publicThread) return;
  postMessage(realm, {
    channel: parent,
    authorId: thread.thread?.ownerId ?? realm.world.bot.id,
    type: messageTypes.threadCreated,
    content: thread.name,
    reference: { messageId: null, channelId: thread.id, guildId: thread.guildId },
  });
}

export function activeThreads(realm: Realm, guildId: string | null): Channel[] {
  return [...realm.world.channels.values()].filter(
    (channel) => isThread(channel) && channel.guildId === guildId && channel.thread?.archived === false,
  );
}

export function setArchived(
  realm: Realm,
  thread: Channel,
  state: { archived?: boolean; locked?: boolean },
): void {
  if (!thread.thread) return;
  if (state.archived !== undefined && state.archived !== thread.thread.archived) {
    thread.thread.archived = state.archived;
    thread.thread.archiveChangedAt = new Date().toISOString();
  }
  if (state.locked !== undefined) thread.thread.locked = state.locked;
  tellThread(realm, thread, "UPDATE");
}

/** Deletes a channel with its threads, or one thread. */
export function deleteChannel(realm: Realm, channel: Channel): void {
  if (isThread(channel)) tellThreadDeleted(realm, channel);
  if (!isThread(channel)) tellChannel(realm, channel, "DELETE");
  const parent = channel.parentId === null ? undefined : realm.world.channels.get(channel.parentId);
  const source = parent ? realm.world.findMessage(parent.id, channel.id) : null;
  if (source) source.threadId = null;
  realm.world.removeChannel(channel);
  realm.records.changed();
}

/** At most two new names in ten minutes; the answer to a third is a 429 that can last minutes. */
export function renameWait(channel: Channel, now = Date.now()): number {
  const { renamesInWindow, renameWindowMs } = limits.channel;
  channel.renamedAt = channel.renamedAt.filter((at) => at > now - renameWindowMs);
  const oldest = channel.renamedAt[0];
  if (oldest === undefined || channel.renamedAt.length < renamesInWindow) return 0;
  return oldest + renameWindowMs - now;
}

export function rename(realm: Realm, channel: Channel, name: string, byUserId: string): void {
  channel.renamedAt.push(Date.now());
  channel.name = name;
  if (!isThread(channel) || channel.thread?.archived) return;
  postMessage(realm, {
    channel,
    authorId: byUserId,
    type: messageTypes.nameChange,
    content: name,
    allowed: { everyone: false, users: [], roles: [], repliedUser: false },
  });
}
