import { tellMessage } from "../events.ts";
import type { JsonObject } from "../json.ts";
import { channelTypes, limits, messageTypes } from "../limits.ts";
import { deleteMessage, editMessage, postMessage } from "../posting.ts";
import type { Realm } from "../realm.ts";
import { addReaction, removeReaction } from "../rest/reactions.ts";
import { canSee, has, holdsMessages } from "../state/access.ts";
import type { Attachment, Channel, Message } from "../state/types.ts";
import {
  announceThread,
  createThread,
  createThreadOnMessage,
  deleteChannel,
  setArchived,
} from "../threads.ts";
import { hasTags } from "../wire/channels.ts";
import { withEmbedDefaults } from "../wire/normalize.ts";

interface FileOfAPerson {
  readonly name: string;
  readonly content: string | Buffer;
  readonly contentType?: string;
}

export interface PeopleApi {
  /** A forum post: the thread and its first message share one id. Tags by name. */
  createPost(
    userId: string,
    forumId: string,
    post: { title: string; text: string; tags?: readonly string[]; attachments?: readonly FileOfAPerson[] },
  ): { thread: Channel; message: Message };
  say(
    userId: string,
    channelId: string,
    text: string,
    more?: { replyTo?: string; attachments?: readonly FileOfAPerson[]; flags?: number },
  ): Message;
  /** On a message when `messageId` is given, else a thread of its own, public unless `private`. */
  startThread(
    userId: string,
    channelId: string,
    thread: { name: string; messageId?: string; private?: boolean },
  ): Channel;
  dm(userId: string, text: string): Message;
  edit(userId: string, channelId: string, messageId: string, text: string): Message;
  remove(channelId: string, messageId: string): void;
  react(userId: string, channelId: string, messageId: string, emoji: string): void;
  unreact(userId: string, channelId: string, messageId: string, emoji: string): void;
  /** The message that Discord shows when somebody joins; type 7. */
  join(userId: string, channelId: string): Message;
  /** What Discord does a moment after a link was posted: the message gains embeds, its time of change stays empty. */
  unfurl(channelId: string, messageId: string, embed?: JsonObject): void;
  archiveThread(threadId: string, state?: { locked?: boolean }): void;
  unarchiveThread(threadId: string): void;
  deleteThread(threadId: string): void;
  deleteChannel(channelId: string): void;
}

/** What people do. Where Discord's client would not let them, an Error says so: the test has it wrong. */
export function peopleApi(realm: Realm): PeopleApi {
  const find = (channelId: string, messageId: string): Message => realm.world.message(channelId, messageId);
  return {
    createPost: (userId, forumId, post) => createPost(realm, userId, forumId, post),
    say: (userId, channelId, text, more) => say(realm, userId, channelId, text, more),
    startThread: (userId, channelId, thread) => startThread(realm, userId, channelId, thread),
    dm: (userId, text) => {
      const channel = realm.world.dmWith(userId);
      return postMessage(realm, { channel, authorId: userId, content: text });
    },
    edit: (userId, channelId, messageId, text) => {
      const message = find(channelId, messageId);
      if (message.authorId !== userId) throw new Error("People can edit their own messages only");
      return editMessage(realm, message, { content: text });
    },
    remove: (channelId, messageId) => deleteMessage(realm, find(channelId, messageId)),
    react: (userId, channelId, messageId, emoji) =>
      addReaction(realm, find(channelId, messageId), userId, emoji),
    unreact: (userId, channelId, messageId, emoji) =>
      removeReaction(realm, find(channelId, messageId), userId, emoji),
    join: (userId, channelId) => {
      const channel = realm.world.channel(channelId);
      return postMessage(realm, { channel, authorId: userId, type: messageTypes.memberJoin });
    },
    unfurl: (channelId, messageId, embed) => {
      const message = find(channelId, messageId);
      const page = embed ?? { type: "link", url: "https://example.com/", title: "Example" };
      message.embeds = withEmbedDefaults([...message.embeds, page]);
      tellMessage(realm, message, "UPDATE");
    },
    archiveThread: (threadId, state) =>
      setArchived(realm, realm.world.channel(threadId), {
        archived: true,
        ...(state?.locked === undefined ? {} : { locked: state.locked }),
      }),
    unarchiveThread: (threadId) =>
      setArchived(realm, realm.world.channel(threadId), { archived: false, locked: false }),
    deleteThread: (threadId) => deleteChannel(realm, realm.world.channel(threadId)),
    deleteChannel: (channelId) => deleteChannel(realm, realm.world.channel(channelId)),
  };
}

function createPost(
  realm: Realm,
  userId: string,
  forumId: string,
  post: Parameters<PeopleApi["createPost"]>[2],
): { thread: Channel; message: Message } {
  const forum = realm.world.channel(forumId);
  if (!hasTags(forum)) throw new Error("Posts are made in forums");
  requireSees(realm, userId, forum);
  const appliedTags = (post.tags ?? []).map((name) => {
    const tag = forum.tags.find((each) => each.name === name);
    if (!tag) throw new Error(`The forum has no tag ${name}`);
    if (tag.moderated && !has(realm.world, userId, forum, "MANAGE_THREADS")) {
      throw new Error(`Only moderators may set the tag ${name}`);
    }
    return tag.id;
  });
  const type = channelTypes.publicThread;
  const thread = createThread(realm, { parent: forum, ownerId: userId, name: post.title, type, appliedTags });
  const message = postMessage(realm, {
    channel: thread,
    id: thread.id,
    authorId: userId,
    content: post.text,
    attachments: (post.attachments ?? []).map((file) => toAttachment(realm, file)),
  });
  return { thread, message };
}

function say(
  realm: Realm,
  userId: string,
  channelId: string,
  text: string,
  more: Parameters<PeopleApi["say"]>[3] = {},
): Message {
  const channel = realm.world.channel(channelId);
  if (!holdsMessages(channel)) throw new Error("Nobody can write in a channel of this type");
  requireSees(realm, userId, channel);
  const isShut = channel.thread?.locked && !has(realm.world, userId, channel, "MANAGE_THREADS");
  if (isShut) throw new Error("The thread is locked");
  // People may write 2000 characters, and 4000 with a subscription; a bot has to cope with both.
  if (text.length > limits.message.content * 2) throw new Error("Discord takes at most 4000 characters");
  return postMessage(realm, {
    channel,
    authorId: userId,
    content: text,
    replied: more.replyTo === undefined ? null : realm.world.message(channelId, more.replyTo),
    attachments: (more.attachments ?? []).map((file) => toAttachment(realm, file)),
    flags: more.flags ?? 0,
  });
}

function requireSees(realm: Realm, userId: string, channel: Channel): void {
  const isMember = channel.guildId === null || realm.world.guild(channel.guildId).members.has(userId);
  if (isMember && canSee(realm.world, userId, channel)) return;
  throw new Error(`${userId} does not see ${channel.name}`);
}

function toAttachment(realm: Realm, file: FileOfAPerson): Attachment {
  return {
    id: realm.world.ids.next(),
    filename: file.name,
    contentType: file.contentType ?? "text/plain; charset=utf-8",
    description: null,
    content: Buffer.from(file.content),
    spoiler: false,
  };
}

function startThread(
  realm: Realm,
  userId: string,
  channelId: string,
  input: Parameters<PeopleApi["startThread"]>[2],
): Channel {
  const parent = realm.world.channel(channelId);
  requireSees(realm, userId, parent);
  if (input.messageId !== undefined) {
    const source = realm.world.message(channelId, input.messageId);
    return createThreadOnMessage(realm, source, { name: input.name, ownerId: userId });
  }
  const type = input.private ? channelTypes.privateThread : channelTypes.publicThread;
  const thread = createThread(realm, { parent, ownerId: userId, name: input.name, type });
  announceThread(realm, thread, parent);
  return thread;
}
