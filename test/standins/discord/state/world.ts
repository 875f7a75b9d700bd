import { refuse } from "../errors.ts";
import { channelTypes } from "../limits.ts";
import { compareIds, Snowflakes } from "../snowflake.ts";
import { BOT_ROLE_DEFAULT, channelPermissions, EVERYONE_DEFAULT, isThread } from "./permissions.ts";
import type { Channel, Guild, Member, Message, Overwrite, Role, User, Webhook } from "./types.ts";

/** Everything that exists: users, guilds, channels, messages. Knows no protocol and tells nobody. */
export class World {
  readonly ids = new Snowflakes();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly webhooks = new Map<string, Webhook>();
  /** The bot's latest message of each nonce. */
  readonly nonces = new Map<string, Message>();
  private readonly messagesByChannel = new Map<string, Map<string, Message>>();
  readonly bot: User;
  readonly applicationId: string;

  constructor() {
    // For every app made since 2016 the bot user and the application share one id.
    this.applicationId = this.ids.next();
    this.bot = this.addUser("firstline", { bot: true, id: this.applicationId });
  }

  addUser(username: string, more: { globalName?: string; bot?: boolean; id?: string } = {}): User {
    const user: User = {
      id: more.id ?? this.ids.next(),
      username,
      globalName: more.globalName ?? null,
      bot: more.bot ?? false,
      dmsClosed: false,
    };
    this.users.set(user.id, user);
    return user;
  }

  addGuild(name: string, botPermissions = BOT_ROLE_DEFAULT): Guild {
    const id = this.ids.next();
    const owner = this.addUser(`${name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}.owner`);
    const guild: Guild = { id, name, ownerId: owner.id, roles: new Map(), members: new Map() };
    guild.roles.set(id, {
      id,
      name: "@everyone",
      permissions: EVERYONE_DEFAULT,
      mentionable: false,
      position: 0,
      botId: null,
    });
    this.guilds.set(id, guild);
    this.addMember(guild, owner.id);
    const role = this.addRole(guild, {
      name: this.bot.username,
      permissions: botPermissions,
      botId: this.bot.id,
    });
    this.addMember(guild, this.bot.id).roleIds.push(role.id);
    return guild;
  }

  addRole(
    guild: Guild,
    role: { name: string; permissions?: bigint; mentionable?: boolean; botId?: string },
  ): Role {
    const made: Role = {
      id: this.ids.next(),
      name: role.name,
      permissions: role.permissions ?? 0n,
      mentionable: role.mentionable ?? false,
      position: guild.roles.size,
      botId: role.botId ?? null,
    };
    guild.roles.set(made.id, made);
    return made;
  }

  addMember(guild: Guild, userId: string): Member {
    const member: Member = { userId, nick: null, roleIds: [], joinedAt: new Date().toISOString() };
    guild.members.set(userId, member);
    return member;
  }

  addChannel(channel: Partial<Channel> & Pick<Channel, "type" | "guildId" | "name">): Channel {
    const made: Channel = {
      id: channel.id ?? this.ids.next(),
      parentId: null,
      position: this.channels.size,
      topic: null,
      slowmode: 0,
      overwrites: [],
      tags: [],
      flags: 0,
      recipientId: null,
      lastMessageId: null,
      thread: null,
      renamedAt: [],
      ...channel,
    };
    this.channels.set(made.id, made);
    return made;
  }

  guild(id: string): Guild {
    const guild = this.guilds.get(id);
    if (!guild) throw refuse("unknownGuild");
    return guild;
  }

  guildsOf(userId: string): Guild[] {
    return [...this.guilds.values()].filter((guild) => guild.members.has(userId));
  }

  user(id: string): User {
    const user = this.users.get(id);
    if (!user) throw refuse("unknownUser");
    return user;
  }

  channel(id: string): Channel {
    const channel = this.channels.get(id);
    if (!channel) throw refuse("unknownChannel");
    return channel;
  }

  /** The channel whose overwrites, topic and tags count: a thread's parent, else the channel itself. */
  placeOf(channel: Channel): Channel {
    return isThread(channel) && channel.parentId ? this.channel(channel.parentId) : channel;
  }

  permissionsOf(userId: string, channel: Channel): bigint {
    if (channel.guildId === null) return EVERYONE_DEFAULT;
    return channelPermissions(this.guild(channel.guildId), this.placeOf(channel), userId, isThread(channel));
  }

  dmWith(userId: string): Channel {
    for (const channel of this.channels.values()) {
      if (channel.type === channelTypes.dm && channel.recipientId === userId) return channel;
    }
    return this.addChannel({ type: channelTypes.dm, guildId: null, name: "", recipientId: userId });
  }

  threadsOf(parentId: string): Channel[] {
    return [...this.channels.values()].filter(
      (channel) => isThread(channel) && channel.parentId === parentId,
    );
  }

  message(channelId: string, messageId: string): Message {
    const message = this.messagesByChannel.get(channelId)?.get(messageId);
    if (!message) throw refuse("unknownMessage");
    return message;
  }

  findMessage(channelId: string, messageId: string): Message | null {
    return this.messagesByChannel.get(channelId)?.get(messageId) ?? null;
  }

  /** Oldest first, with those that only one person can see. */
  allMessages(channelId: string): Message[] {
    const found = [...(this.messagesByChannel.get(channelId)?.values() ?? [])];
    return found.sort((a, b) => compareIds(a.id, b.id));
  }

  /** Oldest first, what everybody in the channel sees. */
  messages(channelId: string): Message[] {
    return this.allMessages(channelId).filter((message) => message.ephemeralFor === null);
  }

  addMessage(message: Message): void {
    const inChannel = this.messagesByChannel.get(message.channelId) ?? new Map<string, Message>();
    inChannel.set(message.id, message);
    this.messagesByChannel.set(message.channelId, inChannel);
    if (message.ephemeralFor === null) this.channel(message.channelId).lastMessageId = message.id;
  }

  removeMessage(message: Message): void {
    this.messagesByChannel.get(message.channelId)?.delete(message.id);
  }

  removeChannel(channel: Channel): void {
    for (const thread of this.threadsOf(channel.id)) this.removeChannel(thread);
    this.channels.delete(channel.id);
    this.messagesByChannel.delete(channel.id);
  }
}

/** Changes one overwrite of a channel, making it when it is not there yet. */
export function overwriteFor(channel: Channel, id: string, type: 0 | 1): Overwrite {
  const known = channel.overwrites.find((entry) => entry.id === id && entry.type === type);
  if (known) return known;
  const made: Overwrite = { id, type, allow: 0n, deny: 0n };
  channel.overwrites.push(made);
  return made;
}
