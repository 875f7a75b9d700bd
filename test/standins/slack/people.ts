import { randomUUID } from "node:crypto";
import type { Core } from "./core.ts";
import { emit } from "./events.ts";
import { newId, nextTs, nowSeconds } from "./ids.ts";
import type { Json } from "./json.ts";
import { addMessage, changeMessage } from "./messages.ts";
import { toRichText } from "./rich-text.ts";
import type { Channel, Message } from "./types.ts";
import { toWireView } from "./view-store.ts";

interface NewFile {
  name: string;
  mimetype?: string;
  content?: string | Buffer;
}

export interface SayOptions {
  threadTs?: string;
  files?: readonly NewFile[];
  /** By default the rich text that Slack's client makes of the text. */
  blocks?: Json[];
  isBroadcast?: boolean;
}

/** A person writes; the text is what Slack stores, with `<@U…>` for a mention and entities for `&`, `<`, `>`. */
export function say(
  core: Core,
  userId: string,
  channel: Channel,
  text: string,
  options: SayOptions,
): Message {
  const user = core.workspace.getUser(userId);
  if (user.isBot) channel.members.add(userId);
  if (!channel.members.has(userId)) throw new Error(`${userId} is not a member of ${channel.name}`);
  if (channel.isArchived) throw new Error(`${channel.name} is archived`);
  const files = (options.files ?? []).map((file) => storeFile(core, userId, channel, file));
  const draft = {
    user: userId,
    text,
    ...(user.botId ? { botId: user.botId, appId: "A0OTHERAPP1" } : { clientMsgId: randomUUID() }),
    blocks: options.blocks ?? (text === "" ? [] : [toRichText(text)]),
    files,
    ...(files.length > 0 ? { subtype: "file_share" } : {}),
    ...threadOf(core, channel, options.threadTs),
  };
  return addMessage(core, channel, draft, { isBroadcast: options.isBroadcast ?? false });
}

function threadOf(core: Core, channel: Channel, threadTs: string | undefined): Partial<Message> {
  if (threadTs === undefined) return {};
  const parent = core.workspace.getMessage(channel.id, threadTs);
  return { threadTs, ...(parent.user ? { parentUserId: parent.user } : {}) };
}

export function edit(core: Core, userId: string, channel: Channel, message: Message, text: string): void {
  if (message.user !== userId) throw new Error(`${userId} did not write ${message.ts}`);
  changeMessage(core, channel, message, { text, blocks: [toRichText(text)], editor: userId });
}

/** Slack adds a link preview by itself: message_changed with the same text and no `edited`. */
export function unfurl(core: Core, channel: Channel, message: Message): void {
  const [, url = "https://example.com/"] = /<?(https?:\/\/[^\s|>]+)/.exec(message.text) ?? [];
  const preview = {
    id: message.attachments.length + 1,
    from_url: url,
    original_url: url,
    fallback: "Example page",
    title: "Example page",
    title_link: url,
    service_name: "example.com",
    text: "A page with a preview.",
  };
  changeMessage(core, channel, message, { attachments: [...message.attachments, preview] });
}

/** Opening the app's Home or Messages tab; the view is sent along for a Home that was published before. */
export function openAppHome(core: Core, userId: string, tab: "home" | "messages"): void {
  const dm = core.workspace.openDm(userId);
  const home = core.workspace.homes.get(userId);
  emit(core, {
    type: "app_home_opened",
    user: userId,
    channel: dm.id,
    tab,
    ...(home && tab === "home" ? { view: toWireView(core, home) } : {}),
    event_ts: nextTs(),
  });
}

function storeFile(core: Core, userId: string, channel: Channel, file: NewFile): Json {
  const id = newId("F");
  const content = Buffer.from(file.content ?? "");
  const extension = file.name.split(".").at(-1) ?? "txt";
  const url = `${core.url}/files-pri/${id}/${encodeURIComponent(file.name)}`;
  const wire = {
    id,
    created: nowSeconds(),
    timestamp: nowSeconds(),
    name: file.name,
    title: file.name,
    mimetype: file.mimetype ?? "text/plain",
    filetype: extension,
    pretty_type: extension.toUpperCase(),
    user: userId,
    user_team: core.workspace.teamId,
    editable: false,
    size: content.length,
    mode: "hosted",
    is_external: false,
    external_type: "",
    is_public: channel.kind === "channel",
    public_url_shared: false,
    display_as_bot: false,
    username: "",
    url_private: url,
    url_private_download: url,
    permalink: `https://${core.workspace.domain}.slack.com/files/${userId}/${id}`,
    has_rich_preview: false,
    file_access: "visible",
  };
  core.workspace.files.set(id, { id, wire, content });
  return wire;
}
