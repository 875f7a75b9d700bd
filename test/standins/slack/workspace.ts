import { newHex, newId, nowSeconds } from "./ids.ts";
import type { Json } from "./json.ts";
import type {
  Call,
  Channel,
  ChannelKind,
  Ephemeral,
  Message,
  Notification,
  OpenView,
  Rejection,
  ResponseUrl,
  StoredFile,
  Trigger,
  User,
} from "./types.ts";

export interface NewChannel {
  name: string;
  isPrivate?: boolean;
  botIsMember?: boolean;
  /** User ids; by default every person of the workspace. */
  members?: readonly string[];
}

/** Everything one Slack workspace remembers. It outlives the server, so that a stand-in can go away and come back. */
export class Workspace {
  readonly teamId = newId("T");
  readonly domain = "firstline-test";
  readonly appId = newId("A");
  readonly botUserId = newId("U");
  readonly botId = newId("B");
  readonly botName = "firstline";
  readonly signingSecret = newHex(16);
  readonly verificationToken = newHex(12);
  readonly botToken = `xoxb-${newHex(6)}-${newHex(6)}-${newHex(12)}`;
  readonly appToken = `xapp-1-${this.appId}-${newHex(6)}-${newHex(24)}`;
  isRevoked = false;

  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly files = new Map<string, StoredFile>();
  readonly views = new Map<string, OpenView>();
  readonly homes = new Map<string, OpenView>();
  readonly triggers = new Map<string, Trigger>();
  readonly responseUrls = new Map<string, ResponseUrl>();
  readonly sessions = new Map<string, Json>();
  readonly statuses: Json[] = [];
  readonly ephemerals: Ephemeral[] = [];
  readonly notifications: Notification[] = [];
  readonly calls: Call[] = [];
  readonly errors: Rejection[] = [];
  readonly #watchers = new Set<() => void>();

  constructor() {
    this.users.set(this.botUserId, this.#toUser(this.botUserId, { name: this.botName, isBot: true }));
  }

  addUser(input: Partial<User> & { name: string }): User {
    const user = this.#toUser(newId("U"), input);
    this.users.set(user.id, user);
    for (const channel of this.channels.values()) {
      if (channel.kind === "channel" && !user.isBot) channel.members.add(user.id);
    }
    return user;
  }

  #toUser(id: string, input: Partial<User> & { name: string }): User {
    return {
      id,
      name: input.name,
      realName: input.realName ?? input.name,
      email: input.email ?? `${input.name}@example.com`,
      tz: input.tz ?? "Europe/Amsterdam",
      isBot: input.isBot ?? false,
      ...(input.teamId ? { teamId: input.teamId } : {}),
      ...(input.isBot ? { botId: id === this.botUserId ? this.botId : newId("B") } : {}),
    };
  }

  addChannel(input: NewChannel): Channel {
    const people = [...this.users.values()].filter((user) => !user.isBot).map((user) => user.id);
    const members = new Set(input.members ?? people);
    if (input.botIsMember ?? true) members.add(this.botUserId);
    const [creator = this.botUserId] = people;
    return this.#store(input.isPrivate ? "group" : "channel", input.name, members, creator);
  }

  openDm(userId: string): Channel {
    const open = [...this.channels.values()].find(
      ({ kind, members }) => kind === "im" && members.has(userId),
    );
    return open ?? this.#store("im", userId, new Set([userId, this.botUserId]), userId);
  }

  openGroupDm(userIds: readonly string[]): Channel {
    const members = new Set([...userIds, this.botUserId]);
    const isSame = (channel: Channel): boolean =>
      channel.kind === "mpim" &&
      channel.members.size === members.size &&
      [...members].every((id) => channel.members.has(id));
    const name = `mpdm-${[...members].map((id) => this.users.get(id)?.name ?? id).join("--")}-1`;
    return [...this.channels.values()].find(isSame) ?? this.#store("mpim", name, members, this.botUserId);
  }

  #store(kind: ChannelKind, name: string, members: Set<string>, creator: string): Channel {
    const prefix = { channel: "C", group: "C", mpim: "C", im: "D" }[kind];
    const id = newId(prefix);
    const channel = {
      id,
      name,
      kind,
      members,
      isArchived: false,
      created: nowSeconds(),
      creator,
      messages: [],
    };
    this.channels.set(id, channel);
    return channel;
  }

  /** For the people's side of the stand-in: a wrong id is a mistake of the test. */
  getUser(id: string): User {
    const user = this.users.get(id);
    if (!user) throw new Error(`the stand-in has no user ${id}`);
    return user;
  }

  getChannel(idOrName: string): Channel {
    const channel = this.findChannel(idOrName);
    if (!channel) throw new Error(`the stand-in has no channel ${idOrName}`);
    return channel;
  }

  findChannel(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, "");
    const byName = (channel: Channel): boolean => channel.kind !== "im" && channel.name === name;
    return this.channels.get(idOrName) ?? [...this.channels.values()].find(byName);
  }

  findMessage(channelId: string, ts: string): Message | undefined {
    return this.channels.get(channelId)?.messages.find((message) => message.ts === ts);
  }

  getMessage(channelId: string, ts: string): Message {
    const message = this.findMessage(channelId, ts);
    if (!message) throw new Error(`the stand-in has no message ${ts} in ${channelId}`);
    return message;
  }

  repliesTo(channelId: string, threadTs: string): Message[] {
    const isReply = (message: Message): boolean => message.threadTs === threadTs && message.ts !== threadTs;
    return this.channels.get(channelId)?.messages.filter(isReply) ?? [];
  }

  reject(where: string, error: string, detail: string): void {
    this.errors.push({ where, error, detail, at: Date.now() });
    this.changed();
  }

  /** Calls back after every change of the workspace until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
