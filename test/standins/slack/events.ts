import type { Core } from "./core.ts";
import { newId, nowSeconds } from "./ids.ts";
import { type Json, toObject, toText } from "./json.ts";
import type { Channel, ChannelKind } from "./types.ts";

export const CHANNEL_TYPES: Record<ChannelKind, string> = {
  channel: "channel",
  group: "group",
  im: "im",
  mpim: "mpim",
};

const MESSAGE_EVENTS: Record<ChannelKind, { subscription: string; scope: string }> = {
  channel: { subscription: "message.channels", scope: "channels:history" },
  group: { subscription: "message.groups", scope: "groups:history" },
  im: { subscription: "message.im", scope: "im:history" },
  mpim: { subscription: "message.mpim", scope: "mpim:history" },
};

const EVENT_SCOPES: Record<string, string> = {
  app_mention: "app_mentions:read",
  reaction_added: "reactions:read",
  reaction_removed: "reactions:read",
  channel_archive: "channels:read",
};

/**
 * Sends an event if the app would get it: it must have subscribed, hold the scope and, for an event of a channel,
 * be a member there.
 */
export function emit(core: Core, event: Json, channel?: Channel): void {
  core.workspace.changed();
  if (core.workspace.isRevoked && event["type"] !== "tokens_revoked") return;
  if (channel && !channel.members.has(core.workspace.botUserId)) return;
  if (!receives(core, toText(event["type"]) ?? "", channel)) return;
  core.delivery.sendEvent(toEnvelope(core, event));
}

function receives(core: Core, type: string, channel: Channel | undefined): boolean {
  const { subscriptions, scopes } = core.settings;
  if (type === "message") {
    if (!channel) return false;
    const { subscription, scope } = MESSAGE_EVENTS[channel.kind];
    return subscriptions.includes(subscription) && scopes.includes(scope);
  }
  const scope = type === "member_joined_channel" ? memberScope(channel) : EVENT_SCOPES[type];
  return subscriptions.includes(type) && (scope === undefined || scopes.includes(scope));
}

function memberScope(channel: Channel | undefined): string {
  return channel?.kind === "group" ? "groups:read" : "channels:read";
}

/** The event's team is that of whoever caused it; who gets it stands in the authorizations. */
function teamOf({ workspace }: Core, event: Json): string {
  const author = toText(event["user"]) ?? toText(toObject(event["message"])["user"]) ?? "";
  return workspace.users.get(author)?.teamId ?? workspace.teamId;
}

function toEnvelope(core: Core, event: Json): Json {
  const { workspace } = core;
  const teamId = teamOf(core, event);
  return {
    token: workspace.verificationToken,
    team_id: teamId,
    context_team_id: workspace.teamId,
    context_enterprise_id: null,
    api_app_id: workspace.appId,
    event,
    type: "event_callback",
    event_id: newId("Ev"),
    event_time: nowSeconds(),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.teamId,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: teamId !== workspace.teamId,
    event_context: `4-${Buffer.from(JSON.stringify({ et: event["type"], tid: workspace.teamId })).toString("base64url")}`,
  };
}
