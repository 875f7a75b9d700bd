import type { RoutePattern } from "../http/faults.ts";
import { matcher } from "../http/faults.ts";
import type { JsonObject } from "../json.ts";
import { cloneJson } from "../json.ts";
import type { Realm } from "../realm.ts";
import type { RecordedCall, Rejection } from "../records.ts";
import type { Message, Pings } from "../state/types.ts";

interface SeenThread {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly locked: boolean;
  /** Tags by name. */
  readonly appliedTags: readonly string[];
  readonly messages: readonly Message[];
}

export interface LookApi {
  /** Oldest first, what everybody in the channel sees. */
  messages(channelId: string): Message[];
  message(channelId: string, messageId: string): Message;
  /** What only this person has been shown. */
  ephemerals(userId: string): Message[];
  thread(threadId: string): SeenThread;
  /** Emoji to the ids of the people who used it. */
  reactions(channelId: string, messageId: string): Record<string, string[]>;
  /** Registered application commands, those of every guild included. */
  commands(): JsonObject[];
  calls(route?: RoutePattern): RecordedCall[];
  /** Everything that was rejected, and why; a healthy bot leaves this empty. */
  readonly errors: readonly Rejection[];
  /** Whom the messages of a channel notified. */
  notifications(channelId: string): (Pings & { messageId: string })[];
  /** The direct messages between the bot and a person. */
  dms(userId: string): Message[];
  /** The first value of `look` that is not null, undefined or false; an Error after `timeoutMs` (20,000). */
  waitFor<T>(look: () => T | null | undefined | false, timeoutMs?: number): Promise<T>;
}

export function lookApi(realm: Realm): LookApi {
  const { world, records } = realm;
  return {
    messages: (channelId) => world.messages(channelId),
    message: (channelId, messageId) => world.message(channelId, messageId),
    ephemerals: (userId) =>
      [...world.channels.keys()].flatMap((channelId) =>
        world.allMessages(channelId).filter((message) => message.ephemeralFor === userId),
      ),
    thread: (threadId) => seeThread(realm, threadId),
    reactions: (channelId, messageId) =>
      Object.fromEntries(
        [...world.message(channelId, messageId).reactions].map(([emoji, people]) => [emoji, [...people]]),
      ),
    commands: () =>
      [null, ...world.guilds.keys()].flatMap((guildId) =>
        realm.commands.list(guildId).map((command) => cloneJson(command.wire)),
      ),
    calls: (route) => {
      const fits = route === undefined ? (): boolean => true : matcher(route);
      return records.calls.filter((call) => fits(`${call.method} ${call.path}`));
    },
    get errors() {
      return records.rejections;
    },
    notifications: (channelId) =>
      world
        .messages(channelId)
        .filter(({ pings }) => pings.everyone || pings.users.length > 0 || pings.roles.length > 0)
        .map((message) => ({ messageId: message.id, ...message.pings })),
    dms: (userId) => world.messages(world.dmWith(userId).id),
    waitFor: async (look, timeoutMs = 20_000) =>
      records.waitFor(look, timeoutMs, () => {
        const rejected = records.rejections.map((each) => `${each.where}: ${each.code} ${each.message}`);
        const details = rejected.length > 0 ? `; rejected so far: ${rejected.join(" | ")}` : "";
        return `Nothing came in ${timeoutMs} ms${details}`;
      }),
  };
}

function seeThread(realm: Realm, threadId: string): SeenThread {
  const channel = realm.world.channel(threadId);
  const state = channel.thread;
  if (!state) throw new Error(`${threadId} is not a thread`);
  const { tags } = realm.world.placeOf(channel);
  return {
    id: channel.id,
    name: channel.name,
    archived: state.archived,
    locked: state.locked,
    appliedTags: state.appliedTags.map((id) => tags.find((tag) => tag.id === id)?.name ?? id),
    messages: realm.world.messages(threadId),
  };
}
