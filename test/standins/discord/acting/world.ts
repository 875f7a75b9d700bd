import { tellChannel } from "../events.ts";
import { channelTypes, FORUM_REQUIRES_TAG } from "../limits.ts";
import { intents } from "../realm.ts";
import type { Realm } from "../realm.ts";
import { guildCreatePayload } from "../gateway/payloads.ts";
import type { PermissionName } from "../state/permissions.ts";
import { ALL_PERMISSIONS, bitsOf, permissions } from "../state/permissions.ts";
import type { Channel, Guild, Role, User } from "../state/types.ts";
import { overwriteFor } from "../state/world.ts";
import { toWireMemberWithUser, toWireRole } from "../wire/people.ts";

interface NewTextChannel {
  readonly name: string;
  readonly guildId?: string;
  readonly parentId?: string;
  /** Hidden from everyone but the bot and the people and roles named in `visibleTo`. */
  readonly private?: boolean;
  readonly visibleTo?: readonly string[];
  /** Exactly these bits for the bot in this channel, whatever its roles give. */
  readonly botPermissions?: bigint;
}

interface NewForum extends NewTextChannel {
  readonly tags: readonly { readonly name: string; readonly moderated?: boolean }[];
  readonly requireTag?: boolean;
}

/** Makes what the bot finds on its server. Everything made while the bot is connected is told to it. */
export function worldApi(realm: Realm, homeGuildId: string): WorldApi {
  const guildOf = (id: string | undefined): Guild => realm.world.guild(id ?? homeGuildId);

  const addChannel = (type: number, input: NewTextChannel, more: Partial<Channel> = {}): Channel => {
    const guild = guildOf(input.guildId);
    const channel = realm.world.addChannel({
      type,
      guildId: guild.id,
      name: input.name,
      parentId: input.parentId ?? null,
      ...more,
    });
    if (input.private) hide(realm, channel, guild, input.visibleTo ?? []);
    if (input.botPermissions !== undefined) setBotPermissions(realm, channel, input.botPermissions);
    tellChannel(realm, channel, "CREATE");
    return channel;
  };

  return {
    addUser: (input) => addUser(realm, guildOf(input.guildId), input),
    addGuild: (input) => addGuild(realm, input),
    addRole: (input) => addRole(realm, guildOf(input.guildId), input),
    giveRole: (userId, roleId) => giveRole(realm, userId, roleId),
    addTextChannel: (input) => addChannel(channelTypes.text, input),
    addVoiceChannel: (input) => addChannel(channelTypes.voice, input),
    addForum: (input) =>
      addChannel(channelTypes.forum, input, {
        flags: input.requireTag ? FORUM_REQUIRES_TAG : 0,
        tags: input.tags.map((tag) => ({
          id: realm.world.ids.next(),
          name: tag.name,
          moderated: tag.moderated ?? false,
          emojiName: null,
        })),
      }),
    addCategory: (input) => addChannel(channelTypes.category, input),
    setBotPermissions: (channelId, bits) => {
      const channel = realm.world.channel(channelId);
      setBotPermissions(realm, channel, bits);
      tellChannel(realm, channel, "UPDATE");
    },
    removePermission: (channelId, name) => overwriteBot(realm, channelId, name, "deny"),
    grantPermission: (channelId, name) => overwriteBot(realm, channelId, name, "allow"),
    closeDms: (userId) => {
      realm.world.user(userId).dmsClosed = true;
    },
    /** Turns the bot out of a guild. */
    removeBot: (guildId) => {
      const guild = guildOf(guildId);
      realm.emit({
        name: "GUILD_DELETE",
        intents: intents.guilds,
        guildId: guild.id,
        payload: () => ({ id: guild.id }),
      });
      guild.members.delete(realm.world.bot.id);
    },
  };
}

export interface WorldApi {
  /** A person, who joins the first guild unless `guildId` names another. `permissions` come by a role of their own. */
  addUser(input: {
    name: string;
    globalName?: string;
    bot?: boolean;
    guildId?: string;
    permissions?: bigint;
  }): User;
  addGuild(input: { name: string; botPermissions?: bigint }): Guild;
  addRole(input: { name: string; guildId?: string; permissions?: bigint; mentionable?: boolean }): Role;
  giveRole(userId: string, roleId: string): void;
  addTextChannel(input: NewTextChannel): Channel;
  /** People write beside the talk, too; threads are not to be had there. */
  addVoiceChannel(input: NewTextChannel): Channel;
  addForum(input: NewForum): Channel;
  addCategory(input: NewTextChannel): Channel;
  setBotPermissions(channelId: string, bits: bigint): void;
  removePermission(channelId: string, name: PermissionName): void;
  grantPermission(channelId: string, name: PermissionName): void;
  closeDms(userId: string): void;
  removeBot(guildId?: string): void;
}

function addUser(realm: Realm, guild: Guild, input: Parameters<WorldApi["addUser"]>[0]): User {
  const more = { bot: input.bot ?? false, ...(input.globalName ? { globalName: input.globalName } : {}) };
  const user = realm.world.addUser(input.name, more);
  const member = realm.world.addMember(guild, user.id);
  if (input.permissions !== undefined) {
    const role = realm.world.addRole(guild, { name: `${input.name}'s role`, permissions: input.permissions });
    member.roleIds.push(role.id);
  }
  realm.emit({
    name: "GUILD_MEMBER_ADD",
    intents: intents.guildMembers,
    guildId: guild.id,
    payload: () => ({ ...toWireMemberWithUser(member, user), guild_id: guild.id }),
  });
  return user;
}

function addGuild(realm: Realm, input: { name: string; botPermissions?: bigint }): Guild {
  const guild = realm.world.addGuild(input.name, input.botPermissions);
  realm.emit({
    name: "GUILD_CREATE",
    intents: intents.guilds,
    guildId: guild.id,
    payload: () => guildCreatePayload(realm, guild, false),
  });
  return guild;
}

function addRole(realm: Realm, guild: Guild, input: Parameters<WorldApi["addRole"]>[0]): Role {
  const role = realm.world.addRole(guild, input);
  realm.emit({
    name: "GUILD_ROLE_CREATE",
    intents: intents.guilds,
    guildId: guild.id,
    payload: () => ({ guild_id: guild.id, role: toWireRole(role) }),
  });
  return role;
}

function giveRole(realm: Realm, userId: string, roleId: string): void {
  for (const guild of realm.world.guilds.values()) {
    const member = guild.members.get(userId);
    if (!member || !guild.roles.has(roleId)) continue;
    member.roleIds.push(roleId);
    realm.emit({
      name: "GUILD_MEMBER_UPDATE",
      intents: userId === realm.world.bot.id ? 0 : intents.guildMembers,
      guildId: guild.id,
      payload: () => ({ ...toWireMemberWithUser(member, realm.world.user(userId)), guild_id: guild.id }),
    });
  }
}

/** A private channel: shut for @everyone, open for the bot and for those named. */
function hide(realm: Realm, channel: Channel, guild: Guild, visibleTo: readonly string[]): void {
  overwriteFor(channel, guild.id, 0).deny = permissions.VIEW_CHANNEL;
  const seeAndRead = bitsOf("VIEW_CHANNEL", "SEND_MESSAGES", "READ_MESSAGE_HISTORY");
  for (const id of [realm.world.bot.id, ...visibleTo]) {
    overwriteFor(channel, id, guild.roles.has(id) ? 0 : 1).allow = seeAndRead;
  }
}

function setBotPermissions(realm: Realm, channel: Channel, bits: bigint): void {
  const own = overwriteFor(channel, realm.world.bot.id, 1);
  own.allow = bits;
  own.deny = ALL_PERMISSIONS & ~bits;
}

function overwriteBot(realm: Realm, channelId: string, name: PermissionName, to: "allow" | "deny"): void {
  const channel = realm.world.placeOf(realm.world.channel(channelId));
  const own = overwriteFor(channel, realm.world.bot.id, 1);
  const bit = permissions[name];
  own.allow = to === "allow" ? own.allow | bit : own.allow & ~bit;
  own.deny = to === "deny" ? own.deny | bit : own.deny & ~bit;
  tellChannel(realm, channel, "UPDATE");
}
