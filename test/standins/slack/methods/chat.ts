import { ApiError } from "../api-error.ts";
import type { Args } from "../args.ts";
import type { Core } from "../core.ts";
import { isTs, nextTs } from "../ids.ts";
import type { Json } from "../json.ts";
import { addMessage, type Change, changeMessage, type Draft, removeMessage } from "../messages.ts";
import { findPings } from "../notifications.ts";
import type { Channel, Message } from "../types.ts";
import { MAX_UPDATE_TEXT_BYTES } from "../validate/limits.ts";
import { iconUrls, toWire } from "../wire.ts";
import { blocksOfText, CONTENT_ARGS, type Content, readContent, readMetadata } from "./content.ts";
import { enterChannel, findOwn, isMember, type MethodTable, seeChannel } from "./method.ts";

const AUTHOR_ARGS = {
  as_user: "boolean",
  username: "string",
  icon_emoji: "string",
  icon_url: "string",
} as const;
const NAME_ARGS = { link_names: "boolean", parse: "string" } as const;

export const chatMethods: MethodTable = {
  "chat.postMessage": {
    token: "bot",
    scopes: ["chat:write"],
    args: {
      "channel!": "string",
      ...CONTENT_ARGS,
      ...AUTHOR_ARGS,
      ...NAME_ARGS,
      thread_ts: "string",
      reply_broadcast: "boolean",
      metadata: "metadata",
      unfurl_links: "boolean",
      unfurl_media: "boolean",
      mrkdwn: "boolean",
    },
    run: postMessage,
  },
  "chat.update": {
    token: "bot",
    scopes: ["chat:write"],
    args: {
      "channel!": "string",
      "ts!": "string",
      ...CONTENT_ARGS,
      ...NAME_ARGS,
      as_user: "boolean",
      metadata: "metadata",
      file_ids: "list",
      reply_broadcast: "boolean",
    },
    run: updateMessage,
  },
  "chat.delete": {
    token: "bot",
    scopes: ["chat:write"],
    args: { "channel!": "string", "ts!": "string", as_user: "boolean" },
    run(core, args) {
      const channel = seeChannel(core, args.text("channel"));
      const message = findOwn(core, channel, args.text("ts"), "cant_delete_message");
      removeMessage(core, channel, message);
      return { channel: channel.id, ts: message.ts };
    },
  },
  "chat.postEphemeral": {
    token: "bot",
    scopes: ["chat:write"],
    args: {
      "channel!": "string",
      "user!": "string",
      ...CONTENT_ARGS,
      ...AUTHOR_ARGS,
      ...NAME_ARGS,
      thread_ts: "string",
    },
    run: postEphemeral,
  },
  "chat.getPermalink": {
    token: "bot",
    args: { "channel!": "string", "message_ts!": "string" },
    run(core, args) {
      const channel = seeChannel(core, args.text("channel"));
      const message = core.workspace.findMessage(channel.id, args.text("message_ts"));
      if (!message) throw new ApiError("message_not_found");
      return { channel: channel.id, permalink: toPermalink(core, message) };
    },
  },
};

export function toPermalink({ workspace }: Core, message: Message): string {
  const link = `https://${workspace.domain}.slack.com/archives/${message.channel}/p${message.ts.replace(".", "")}`;
  const isReply = message.threadTs !== undefined && message.threadTs !== message.ts;
  return isReply ? `${link}?thread_ts=${message.threadTs}&cid=${message.channel}` : link;
}

function postMessage(core: Core, args: Args): Json {
  const channel = findTarget(core, args.text("channel"));
  if (channel.isArchived) throw new ApiError("is_archived");
  const content = readContent(core, args);
  const metadata = readMetadata(core, args);
  limitPosts(core, channel);
  const draft: Draft = {
    ...content,
    ...authorOf(core, args),
    ...(metadata ? { metadata } : {}),
    ...threadOf(core, channel, args.find("thread_ts")),
  };
  const message = addMessage(core, channel, draft, {
    linksNames: args.flag("link_names") || args.find("parse") === "full",
    isBroadcast: args.flag("reply_broadcast"),
  });
  const wire = toWire(core.workspace, message, { metadata: "full" });
  return { channel: channel.id, ts: message.ts, message: wire };
}

/** A channel by id or name, or a person, who is written to in a direct message. */
function findTarget(core: Core, id: string): Channel {
  const { workspace } = core;
  if (id.startsWith("U") && workspace.users.has(id)) return workspace.openDm(id);
  const channel = seeChannel(core, workspace.findChannel(id)?.id ?? id);
  const mayPost = isMember(core, channel) || core.settings.scopes.includes("chat:write.public");
  if (!mayPost) throw new ApiError("not_in_channel");
  return channel;
}

function limitPosts(core: Core, channel: Channel): void {
  if (!core.settings.limitsPosts) return;
  const since = Date.now() / 1000 - 5;
  const recent = channel.messages.filter(({ ts, botId }) => botId !== undefined && Number(ts) > since);
  if (recent.length >= 6) throw new ApiError("ratelimited");
}

/** A customized name turns the post into a bot_message without an author, as on the real Slack. */
export function authorOf(core: Core, args: Args): Partial<Message> {
  const { workspace } = core;
  const bot = { botId: workspace.botId, appId: workspace.appId };
  const [username, emoji, url] = ["username", "icon_emoji", "icon_url"].map((name) => args.find(name));
  if (username === undefined && emoji === undefined && url === undefined)
    return { ...bot, user: workspace.botUserId };
  if (!core.settings.scopes.includes("chat:write.customize")) {
    // Slack posts under the app's own name and says nothing.
    workspace.reject("chat", "customize_ignored", "username and icon need the scope chat:write.customize");
    return { ...bot, user: workspace.botUserId };
  }
  const icons =
    emoji === undefined ? { ...iconUrls(workspace.botId), ...(url ? { image_48: url } : {}) } : { emoji };
  return { ...bot, subtype: "bot_message", username: username ?? workspace.botName, icons };
}

/** The thread a message goes to. A thread whose parent is gone cannot be replied to. */
export function threadOf(core: Core, channel: Channel, threadTs: string | undefined): Partial<Message> {
  if (threadTs === undefined) return {};
  const parent = core.workspace.findMessage(channel.id, threadTs);
  if (!isTs(threadTs) || !parent) throw new ApiError("thread_not_found");
  if (["channel_join", "channel_leave"].includes(parent.subtype ?? ""))
    throw new ApiError("cannot_reply_to_message");
  const isReply = parent.threadTs !== undefined && parent.threadTs !== parent.ts;
  if (isReply) {
    core.workspace.reject(
      "chat",
      "thread_ts_of_reply",
      "thread_ts must be the parent's ts: replies end up outside the thread",
    );
  }
  return { threadTs, ...(parent.user ? { parentUserId: parent.user } : {}) };
}

function updateMessage(core: Core, args: Args): Json {
  const channel = seeChannel(core, args.text("channel"));
  if (channel.isArchived) throw new ApiError("is_archived");
  const message = findOwn(core, channel, args.text("ts"), "cant_update_message");
  if (message.streamingState === "in_progress") throw new ApiError("streaming_state_conflict");
  const content = readContent(core, args);
  if (args.has("text") && Buffer.byteLength(content.text) > MAX_UPDATE_TEXT_BYTES)
    throw new ApiError("msg_too_long");
  const metadata = readMetadata(core, args);
  changeMessage(core, channel, message, {
    ...updatedContent(message, args, content),
    ...(metadata === undefined ? {} : { metadata }),
    editor: core.workspace.botUserId,
  });
  const wire = toWire(core.workspace, message, { metadata: "full" });
  return { channel: channel.id, ts: message.ts, text: message.text, message: wire };
}

/** Blocks and attachments that an update leaves out stay; an empty list takes them away. */
function updatedContent(message: Message, args: Args, content: Content): Change {
  const keepsBlocks = !args.has("blocks") && !args.has("markdown_text") && message.hasOwnBlocks;
  const blocks = content.hasOwnBlocks ? content.blocks : blocksOfText(content.text);
  return {
    text: content.text,
    ...(args.has("attachments") ? { attachments: content.attachments } : {}),
    ...(keepsBlocks ? {} : { blocks, sentBlocks: content.sentBlocks, hasOwnBlocks: content.hasOwnBlocks }),
  };
}

function postEphemeral(core: Core, args: Args): Json {
  const channel = enterChannel(core, args.text("channel"));
  if (channel.isArchived) throw new ApiError("is_archived");
  const user = args.text("user");
  if (!channel.members.has(user)) throw new ApiError("user_not_in_channel");
  const { text, blocks, sentBlocks, attachments } = readContent(core, args);
  const threadTs = args.find("thread_ts");
  const ts = nextTs();
  core.workspace.ephemerals.push({
    ts,
    channel: channel.id,
    user,
    text,
    blocks,
    ...(threadTs ? { threadTs } : {}),
  });
  for (const ping of findPings(text, [...sentBlocks, ...attachments], false)) {
    core.workspace.notifications.push({ channel: channel.id, ts, via: "ephemeral", ...ping });
  }
  core.workspace.changed();
  return { message_ts: ts };
}
