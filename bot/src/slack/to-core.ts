import type { IncomingMessage } from "@firstline/core";
import { fromMrkdwn } from "./mrkdwn.ts";
import type { Directory } from "./users.ts";

/** The parts of Slack's many message events that matter here. */
export type SlackEventMessage = {
  type: string;
  subtype?: string | undefined;
  channel: string;
  channel_type?: string;
  ts: string;
  thread_ts?: string;
  user?: string;
  bot_id?: string;
  text?: string;
  files?: readonly { name?: string | null; title?: string | null }[];
  blocks?: readonly object[];
};

/** A message that a person wrote. */
export type PersonMessage = {
  channelId: string;
  isDirect: boolean;
  ts: string;
  threadTs: string | null;
  userId: string;
  /** In Slack's notation. */
  mrkdwn: string;
  fileNames: string[];
  /** Characters of the emoji in the text, by name. */
  emoji: ReadonlyMap<string, string>;
};

/** Everything else that comes as a message is told by Slack itself or by an app. */
const WRITTEN_BY_PEOPLE = new Set([undefined, "file_share", "thread_broadcast", "me_message"]);
const NO_PERSON = new Set(["USLACKBOT", "UREVOKEDU"]);

/** Null for joins, topics, pins, apps and whatever else no person wrote. */
export function toPersonMessage(event: SlackEventMessage): PersonMessage | null {
  if (!WRITTEN_BY_PEOPLE.has(event.subtype) || event.bot_id !== undefined) return null;
  if (event.user === undefined || NO_PERSON.has(event.user)) return null;
  return {
    channelId: event.channel,
    isDirect: event.channel_type === "im" || event.channel.startsWith("D"),
    ts: event.ts,
    // The first message of a thread names itself as the thread once there are replies.
    threadTs: event.thread_ts === undefined || event.thread_ts === event.ts ? null : event.thread_ts,
    userId: event.user,
    mrkdwn: event.text ?? "",
    fileNames: (event.files ?? []).map(({ name, title }) => name || title || "a file"),
    emoji: emojiOf(event.blocks ?? []),
  };
}

const MAX_NAMES = 8;

/** What the person said, as CommonMark, without the mention of the bot and with the names of attached files. */
export async function toText(
  message: Pick<PersonMessage, "mrkdwn" | "fileNames" | "emoji">,
  options: { botUserId: string; directory: Directory },
): Promise<string> {
  const withoutUs = message.mrkdwn.replace(mentionOf(options.botUserId), " ").trim();
  const mentioned = [...new Set([...withoutUs.matchAll(/<@([UW][A-Z0-9]+)/gu)].map(([, id = ""]) => id))];
  await Promise.all(mentioned.slice(0, MAX_NAMES).map((id) => options.directory.find(id)));
  const text = fromMrkdwn(withoutUs, {
    user: (id) => options.directory.knownName(id),
    emoji: (name) => message.emoji.get(name) ?? null,
  }).trim();
  const files = message.fileNames.length > 0 ? `(attached: ${message.fileNames.join(", ")})` : "";
  return [text, files].filter((part) => part !== "").join("\n\n");
}

export async function toIncomingMessage(
  message: PersonMessage,
  options: { workspaceId: number; botUserId: string; directory: Directory },
): Promise<IncomingMessage> {
  const [author, text] = await Promise.all([
    options.directory.find(message.userId),
    toText(message, options),
  ]);
  return {
    workspaceId: options.workspaceId,
    platform: "slack",
    channelId: message.channelId,
    threadId: message.threadTs,
    messageId: message.ts,
    author,
    text,
    isDirect: message.isDirect,
    mentionsUs: mentions(message, options.botUserId),
    mentionsOthers: /<@[UW]|<!subteam/u.test(message.mrkdwn.replace(mentionOf(options.botUserId), "")),
  };
}

/** The person calls the bot by name. */
function mentions(message: Pick<PersonMessage, "mrkdwn">, botUserId: string): boolean {
  return mentionOf(botUserId).test(message.mrkdwn);
}

/** The person wrote the bot's name and nothing else. */
export function isBareMention(message: PersonMessage, botUserId: string): boolean {
  const rest = message.mrkdwn.replace(mentionOf(botUserId), " ").trim();
  return mentions(message, botUserId) && !/[\p{L}\p{N}]/u.test(rest) && message.fileNames.length === 0;
}

/** With the comma or colon that people put after a name. Made anew each time: a shared one remembers its place. */
function mentionOf(botUserId: string): RegExp {
  return new RegExp(`[ \\t]*<@${botUserId}(?:\\|[^>]*)?>[,:]?[ \\t]*`, "gu");
}

function emojiOf(blocks: readonly object[]): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== "object" || node === null) return;
    const { type, name, unicode, elements } = node as Record<string, unknown>; // any object may be looked into
    if (type === "emoji" && typeof name === "string" && typeof unicode === "string") {
      const points = unicode.split("-").map((point) => Number.parseInt(point, 16));
      if (points.every((point) => point > 0 && point <= 0x10ffff))
        found.set(name, String.fromCodePoint(...points));
    }
    walk(elements);
  };
  walk(blocks);
  return found;
}
