import type { Faults } from "./http/faults.ts";
import type { JsonObject } from "./json.ts";
import type { Channel } from "./state/types.ts";
import type { World } from "./state/world.ts";
import type { Interactions } from "./interactions/registry.ts";
import type { CommandStore } from "./state/commands.ts";
import type { Records } from "./records.ts";

/** An event on its way to the bot. The payload depends on whether the session may see message content. */
export interface OutgoingEvent {
  readonly name: string;
  /** Any one of these intents lets the event through; 0 is always delivered. */
  readonly intents: number;
  readonly guildId: string | null;
  /** When given, the bot must be able to see this channel. */
  readonly channel?: Channel;
  readonly payload: (hasContent: boolean) => JsonObject;
}

export interface AllowedIntents {
  readonly messageContent: boolean;
  readonly members: boolean;
  readonly presences: boolean;
}

/** What every part of the stand-in works with. */
export interface Realm {
  readonly world: World;
  readonly commands: CommandStore;
  readonly interactions: Interactions;
  readonly faults: Faults;
  readonly records: Records;
  readonly intents: AllowedIntents;
  readonly gatewayUrl: () => string;
  /** How many times a client has identified. */
  readonly identified: () => number;
  token: string | null;
  readonly emit: (event: OutgoingEvent) => void;
}

export const intents = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildReactions: 1 << 10,
  guildTyping: 1 << 11,
  directMessages: 1 << 12,
  directReactions: 1 << 13,
  directTyping: 1 << 14,
  messageContent: 1 << 15,
} as const;
