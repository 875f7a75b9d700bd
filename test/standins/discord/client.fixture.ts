import { Client, Events, GatewayIntentBits, Partials } from "discord.js";
import type { ClientOptions } from "discord.js";
import type { DiscordOptions, DiscordStandin } from "./index.ts";
import { startDiscord } from "./index.ts";

export const ALL_INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.MessageContent,
];

/** The real client, logged in and ready. */
export async function connect(
  discord: DiscordStandin,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: ALL_INTENTS,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    rest: { api: discord.apiUrl, version: "10", ...options.rest },
    ...options,
  });
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(discord.token);
  return ready;
}

export interface Pair extends AsyncDisposable {
  readonly discord: DiscordStandin;
  readonly client: Client<true>;
}

/** A stand-in and a client on it, both gone at the end of the test. */
export async function startPair(
  options: DiscordOptions = {},
  prepare?: (discord: DiscordStandin) => void,
): Promise<Pair> {
  const discord = await startDiscord({ checksAnswers: true, ...options });
  prepare?.(discord);
  const client = await connect(discord);
  return {
    discord,
    client,
    [Symbol.asyncDispose]: async () => {
      await client.destroy();
      await discord.stop();
    },
  };
}

/** The next event of this kind that fits. */
export async function nextMessage(
  client: Client<true>,
  content: string,
): Promise<import("discord.js").Message> {
  return new Promise((resolve) => {
    const listener = (message: import("discord.js").Message): void => {
      if (message.content !== content) return;
      client.off(Events.MessageCreate, listener);
      resolve(message);
    };
    client.on(Events.MessageCreate, listener);
  });
}
