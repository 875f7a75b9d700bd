import type { Core } from "./core.ts";
import { emit } from "./events.ts";
import { nextTs } from "./ids.ts";
import { addMessage } from "./messages.ts";
import type { Channel } from "./types.ts";

/** Somebody joins: the membership event, and the line in the channel that bots must not answer. */
export function joinChannel(core: Core, channel: Channel, userId: string, inviter?: string): string {
  channel.members.add(userId);
  const message = addMessage(core, channel, {
    user: userId,
    subtype: channel.kind === "group" ? "group_join" : "channel_join",
    text: `<@${userId}> has joined the channel`,
    ...(inviter ? { inviter } : {}),
  });
  const event = {
    type: "member_joined_channel",
    user: userId,
    channel: channel.id,
    channel_type: channel.kind === "group" ? "G" : "C",
    team: core.workspace.teamId,
    ...(inviter ? { inviter } : {}),
    event_ts: nextTs(),
  };
  emit(core, event, channel);
  return message.ts;
}
