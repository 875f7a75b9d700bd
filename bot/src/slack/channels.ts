import type { ChannelRole, Log, SlackConfig } from "@firstline/core";
import type { WebClient } from "@slack/web-api";
import { slackCode, toUpstreamError } from "./errors.ts";

export type FoundChannel = { id: string; name: string; isMember: boolean; isPrivate: boolean };
export type ResolvedChannel = { externalId: string; role: ChannelRole; name: string };

const ID = /^[CG][A-Z0-9]{6,}$/u;
const PAGE = 200;
const PAGES = 25;

/** The configured channels that Slack knows; each other one is a warning that says what to do. */
export async function resolveChannels(
  client: WebClient,
  config: Pick<SlackConfig, "supportChannels" | "agentChannel">,
  log: Log,
): Promise<ResolvedChannel[]> {
  const wanted = [
    ...config.supportChannels.map((channel) => ({ channel, role: "support" as const })),
    ...(config.agentChannel === null ? [] : [{ channel: config.agentChannel, role: "agents" as const }]),
  ];
  const resolved: ResolvedChannel[] = [];
  for (const { channel, role } of wanted) {
    const found = await findChannel(client, channel);
    if (!found) log.warn({ platform: "slack", channel, role }, notVisible(channel));
    else if (!found.isMember) log.warn({ platform: "slack", channel, role }, notMember(channel));
    if (found) resolved.push({ externalId: found.id, role, name: found.name });
  }
  return resolved;
}

export function notVisible(channel: string): string {
  return `Slack shows no channel ${channel}. Check its name or id; a private channel is seen only after /invite of the bot.`;
}

export function notMember(channel: string): string {
  return `The bot is not in the Slack channel ${channel}. Invite it there with /invite.`;
}

/** A channel by id, or by name with or without "#". Null when the bot can't see it. Throws `UpstreamError`. */
export async function findChannel(client: WebClient, idOrName: string): Promise<FoundChannel | null> {
  if (ID.test(idOrName)) return findById(client, idOrName);
  const name = idOrName.replace(/^#/u, "").toLowerCase();
  return (await findByName(client, name, "joined")) ?? (await findByName(client, name, "public"));
}

async function findById(client: WebClient, id: string): Promise<FoundChannel | null> {
  try {
    const { channel } = await client.conversations.info({ channel: id });
    return channel ? toFound({ ...channel, id }) : null;
  } catch (error) {
    if (slackCode(error) === "channel_not_found") return null;
    throw toUpstreamError(error, { channelId: id });
  }
}

type Listed = { id?: string; name?: string; is_member?: boolean; is_private?: boolean };

async function findByName(
  client: WebClient,
  name: string,
  among: "joined" | "public",
): Promise<FoundChannel | null> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const read = await list(client, among, cursor);
    const found = read.channels?.find((channel) => channel.name === name);
    if (found) return toFound(among === "joined" ? { ...found, is_member: true } : found);
    cursor = read.response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  return null;
}

async function list(client: WebClient, among: "joined" | "public", cursor: string | undefined) {
  const paging = { limit: PAGE, exclude_archived: true, ...(cursor ? { cursor } : {}) };
  try {
    return among === "joined"
      ? await client.users.conversations({ types: "public_channel,private_channel", ...paging })
      : await client.conversations.list({ types: "public_channel", ...paging });
  } catch (error) {
    throw toUpstreamError(error);
  }
}

function toFound(channel: Listed): FoundChannel {
  return {
    id: channel.id ?? "",
    name: channel.name ?? "",
    isMember: channel.is_member ?? false,
    isPrivate: channel.is_private ?? false,
  };
}
