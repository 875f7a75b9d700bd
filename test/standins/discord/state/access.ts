import { refuse } from "../errors.ts";
import { channelTypes } from "../limits.ts";
import type { PermissionName } from "./permissions.ts";
import { isThread, permissions } from "./permissions.ts";
import type { Channel } from "./types.ts";
import type { World } from "./world.ts";

/** Whether the bot gets events about a channel and may read it. */
export function canSee(world: World, userId: string, channel: Channel): boolean {
  if (channel.type === channelTypes.dm) return true;
  const bits = world.permissionsOf(userId, channel);
  if (!(bits & permissions.VIEW_CHANNEL)) return false;
  if (channel.type !== channelTypes.privateThread) return true;
  return channel.thread?.members.has(userId) === true || (bits & permissions.MANAGE_THREADS) !== 0n;
}

export function has(world: World, userId: string, channel: Channel, name: PermissionName): boolean {
  return (world.permissionsOf(userId, channel) & permissions[name]) !== 0n;
}

/** A channel that the bot may see, or the error that Discord gives instead (10003 or 50001). */
export function visibleChannel(world: World, channelId: string): Channel {
  const channel = world.channel(channelId);
  if (!canSee(world, world.bot.id, channel)) throw refuse("missingAccess");
  return channel;
}

/** Throws 50013 unless the bot has every one of these permissions there. */
export function requirePermissions(world: World, channel: Channel, ...names: PermissionName[]): void {
  if (channel.type === channelTypes.dm) return;
  for (const name of names) {
    if (!has(world, world.bot.id, channel, name)) throw refuse("missingPermissions");
  }
}

const HOLDS_MESSAGES: readonly number[] = [
  channelTypes.text,
  channelTypes.dm,
  channelTypes.voice,
  channelTypes.announcement,
];

export function holdsMessages(channel: Channel): boolean {
  return isThread(channel) || HOLDS_MESSAGES.includes(channel.type);
}

/** Reactions, edits and pins do not work in an archived thread; sending wakes it, if it is not locked. */
export function requireAwake(channel: Channel): void {
  if (channel.thread?.archived) throw refuse("threadArchived");
}
