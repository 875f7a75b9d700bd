import type { APIGuildMember, APIOverwrite, APIRole } from "discord.js";
import { OverwriteType, PermissionFlagsBits, PermissionsBitField } from "discord.js";

export type PermissionName = keyof typeof PermissionFlagsBits;

/** Everywhere the bot talks with people. */
export const NEEDED = [
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "ReadMessageHistory",
  "AddReactions",
  "EmbedLinks",
] as const satisfies readonly PermissionName[];

/** In forums, to set tags of posts that other people opened; and to reopen archived threads. */
export const NEEDED_IN_FORUMS = [...NEEDED, "ManageThreads"] as const satisfies readonly PermissionName[];

/** The address that invites the bot with exactly the permissions that it uses. */
export function inviteUrl(applicationId: string): string {
  const url = new URL("https://discord.com/oauth2/authorize");
  url.searchParams.set("client_id", applicationId);
  url.searchParams.set("scope", "bot applications.commands");
  url.searchParams.set("permissions", String(new PermissionsBitField([...NEEDED_IN_FORUMS]).bitfield));
  return url.toString();
}

export type Standing = {
  guildId: string;
  roles: readonly Pick<APIRole, "id" | "permissions">[];
  member: Pick<APIGuildMember, "roles"> & { userId: string };
  overwrites: readonly APIOverwrite[];
};

/** What a member may do in a channel, in Discord's documented order: roles, then overwrites from wide to narrow. */
export function permissionsIn(standing: Standing): PermissionsBitField {
  const { guildId, roles, member, overwrites } = standing;
  const ownRoles = new Set([guildId, ...member.roles]);
  const base = roles
    .filter((role) => ownRoles.has(role.id))
    .reduce((bits, role) => bits | BigInt(role.permissions), 0n);
  if (base & PermissionFlagsBits.Administrator) return new PermissionsBitField(PermissionsBitField.All);

  const everyone = overwrites.filter((entry) => entry.id === guildId);
  const ofRoles = overwrites.filter(
    (entry) => entry.type === OverwriteType.Role && entry.id !== guildId && ownRoles.has(entry.id),
  );
  const own = overwrites.filter((entry) => entry.type === OverwriteType.Member && entry.id === member.userId);
  return new PermissionsBitField([everyone, ofRoles, own].reduce(overwrite, base));
}

function overwrite(bits: bigint, entries: readonly APIOverwrite[]): bigint {
  const deny = entries.reduce((sum, entry) => sum | BigInt(entry.deny), 0n);
  const allow = entries.reduce((sum, entry) => sum | BigInt(entry.allow), 0n);
  return (bits & ~deny) | allow;
}
