import { compact, type Json } from "./json.ts";
import type { Channel, Message, User } from "./types.ts";
import type { Workspace } from "./workspace.ts";

export interface WireOptions {
  /** Thread counters, reactions and edits: what reading has and a fresh event has not. */
  isRead?: boolean;
  metadata?: "none" | "type" | "full";
}

/** A message as Slack writes it, without the channel. */
export function toWire(workspace: Workspace, message: Message, options: WireOptions = {}): Json {
  return compact({
    subtype: message.subtype,
    user: message.user,
    type: "message",
    ts: message.ts,
    edited: message.edited,
    client_msg_id: message.clientMsgId,
    bot_id: message.botId,
    app_id: message.appId,
    username: message.username,
    icons: message.icons,
    text: message.text,
    team: workspace.teamId,
    bot_profile: message.botId && message.user ? toBotProfile(workspace, message) : undefined,
    thread_ts: message.threadTs,
    parent_user_id: message.parentUserId,
    inviter: message.inviter,
    streaming_state: message.streamingState,
    ...(message.files.length > 0 ? { files: message.files, upload: false } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...metadataOf(message, options.metadata ?? "none"),
    ...(options.isRead ? readingFields(workspace, message) : {}),
  });
}

/** Without include_all_metadata a reader learns only that there is metadata of some type. */
function metadataOf(message: Message, detail: "none" | "type" | "full"): Json {
  if (!message.metadata || detail === "none") return {};
  if (detail === "full") return { metadata: message.metadata };
  return { metadata: { event_type: message.metadata["event_type"] } };
}

function readingFields(workspace: Workspace, message: Message): Json {
  return { ...threadFields(workspace, message), ...reactionFields(message) };
}

export function reactionFields(message: Message): Json {
  if (message.reactions.length === 0) return {};
  return { reactions: message.reactions.map(({ name, users }) => ({ name, users, count: users.length })) };
}

export function threadFields(workspace: Workspace, message: Message): Json {
  const replies = workspace.repliesTo(message.channel, message.ts);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map(({ user, botId }) => user ?? botId ?? ""))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users,
    is_locked: false,
    subscribed: message.user === workspace.botUserId || users.includes(workspace.botUserId),
  };
}

function toBotProfile(workspace: Workspace, { botId, appId, user }: Message): Json {
  return {
    id: botId,
    app_id: appId,
    user_id: user,
    name: workspace.users.get(user ?? "")?.name,
    icons: iconUrls(botId ?? ""),
    deleted: false,
    updated: 1_700_000_000,
    team_id: workspace.teamId,
  };
}

export function iconUrls(id: string): Json {
  const at = (size: number): string => `https://a.slack-edge.com/80588/img/${id}_${size}.png`;
  return { image_36: at(36), image_48: at(48), image_72: at(72) };
}

/** @param showsEmail only with the users:read.email scope */
export function toWireUser(workspace: Workspace, user: User, showsEmail: boolean): Json {
  const [firstName = user.realName, ...rest] = user.realName.split(" ");
  const profile = compact({
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.name,
    display_name_normalized: user.name,
    first_name: firstName,
    last_name: rest.join(" "),
    email: showsEmail && !user.isBot ? user.email : undefined,
    title: "",
    team: workspace.teamId,
    ...iconUrls(user.id),
    ...(user.id === workspace.botUserId ? { api_app_id: workspace.appId, bot_id: workspace.botId } : {}),
  });
  return {
    id: user.id,
    team_id: workspace.teamId,
    name: user.name,
    deleted: false,
    color: "9f69e7",
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: 3_600,
    profile,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    updated: 1_700_000_000,
    is_email_confirmed: true,
    who_can_share_contact_card: "EVERYONE",
  };
}

export function toWireChannel(workspace: Workspace, channel: Channel): Json {
  const isIm = channel.kind === "im";
  const shared = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.isArchived,
    is_im: isIm,
    is_org_shared: false,
    context_team_id: workspace.teamId,
    updated: channel.created * 1000,
  };
  if (isIm) {
    const [user] = [...channel.members].filter((id) => id !== workspace.botUserId);
    return { ...shared, user, is_user_deleted: false, priority: 0 };
  }
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === "channel",
    is_group: channel.kind === "group",
    is_mpim: channel.kind === "mpim",
    is_private: channel.kind !== "channel",
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_member: channel.members.has(workspace.botUserId),
    unlinked: 0,
    creator: channel.creator,
    shared_team_ids: [workspace.teamId],
    pending_shared: [],
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
    num_members: channel.members.size,
  };
}
