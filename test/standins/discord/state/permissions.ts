import { channelTypes } from "../limits.ts";
import type { Channel, Guild } from "./types.ts";

/** Permission bits by Discord's names; only those that something here asks for. */
export const permissions = {
  KICK_MEMBERS: 1n << 1n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  SEND_TTS_MESSAGES: 1n << 12n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_EXTERNAL_EMOJIS: 1n << 18n,
  CHANGE_NICKNAME: 1n << 26n,
  MANAGE_ROLES: 1n << 28n,
  MANAGE_WEBHOOKS: 1n << 29n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  PIN_MESSAGES: 1n << 51n,
} as const;

export type PermissionName = keyof typeof permissions;

export const ALL_PERMISSIONS = (1n << 53n) - 1n;

export function bitsOf(...names: PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | permissions[name], 0n);
}

/** What @everyone may do on a server that nobody has configured, MENTION_EVERYONE included. */
export const EVERYONE_DEFAULT = bitsOf(
  "ADD_REACTIONS",
  "VIEW_CHANNEL",
  "SEND_MESSAGES",
  "EMBED_LINKS",
  "ATTACH_FILES",
  "READ_MESSAGE_HISTORY",
  "MENTION_EVERYONE",
  "USE_EXTERNAL_EMOJIS",
  "CHANGE_NICKNAME",
  "USE_APPLICATION_COMMANDS",
  "CREATE_PUBLIC_THREADS",
  "CREATE_PRIVATE_THREADS",
  "SEND_MESSAGES_IN_THREADS",
);

/** What the bot's own role adds unless a test says otherwise. */
export const BOT_ROLE_DEFAULT = EVERYONE_DEFAULT | bitsOf("MANAGE_THREADS", "MANAGE_MESSAGES");

export function isThread(channel: Channel): boolean {
  return (
    channel.type === channelTypes.publicThread ||
    channel.type === channelTypes.privateThread ||
    channel.type === channelTypes.announcementThread
  );
}

export function guildPermissions(guild: Guild, userId: string): bigint {
  if (guild.ownerId === userId) return ALL_PERMISSIONS;
  const member = guild.members.get(userId);
  if (!member) return 0n;
  const roles = [guild.id, ...member.roleIds];
  const bits = roles.reduce((sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n), 0n);
  return bits & permissions.ADMINISTRATOR ? ALL_PERMISSIONS : bits;
}

/**
 * The documented order: roles, then the @everyone overwrite, then role overwrites together, then the member's own.
 * `place` is the channel whose overwrites count: for a thread, its parent.
 */
export function channelPermissions(guild: Guild, place: Channel, userId: string, inThread: boolean): bigint {
  const base = guildPermissions(guild, userId);
  if (base === ALL_PERMISSIONS) return base;
  const member = guild.members.get(userId);
  if (!member) return 0n;

  let bits = base;
  const everyone = place.overwrites.find((entry) => entry.id === guild.id);
  if (everyone) bits = (bits & ~everyone.deny) | everyone.allow;
  const ofRoles = place.overwrites.filter((entry) => entry.type === 0 && member.roleIds.includes(entry.id));
  bits &= ~ofRoles.reduce((sum, entry) => sum | entry.deny, 0n);
  bits |= ofRoles.reduce((sum, entry) => sum | entry.allow, 0n);
  const own = place.overwrites.find((entry) => entry.type === 1 && entry.id === userId);
  if (own) bits = (bits & ~own.deny) | own.allow;

  return withImplied(bits, inThread);
}

/** Without sight nothing is allowed; without the right to send, nothing that rides on a message is. */
function withImplied(bits: bigint, inThread: boolean): bigint {
  if (!(bits & permissions.VIEW_CHANNEL)) return 0n;
  const send = inThread ? permissions.SEND_MESSAGES_IN_THREADS : permissions.SEND_MESSAGES;
  if (bits & send) return bits;
  return bits & ~bitsOf("MENTION_EVERYONE", "SEND_TTS_MESSAGES", "ATTACH_FILES", "EMBED_LINKS");
}
