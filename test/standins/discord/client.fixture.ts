import { Client, Events, GatewayIntentBits, Partials } from "discord.js";
import type { ClientOptions, Message, SendableChannels } from "discord.js";
import type { DiscordOptions, DiscordStandin } from "./index.ts";
import { startDiscord } from "./index.ts";

const ALL_INTENTS = [
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
    rest: { api: discord.apiUrl, version: "10", retries: 0 },
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
  /** What the client has heard, oldest first. */
  readonly heard: Message[];
}

/** A stand-in and a client on it, both gone at the end of the test. */
export async function startPair(
  options: DiscordOptions = {},
  clientOptions: Partial<ClientOptions> = {},
): Promise<Pair> {
  const discord = await startDiscord({ checksAnswers: true, ...options });
  const client = await connect(discord, clientOptions);
  const heard: Message[] = [];
  client.on(Events.MessageCreate, (message) => heard.push(message));
  return {
    discord,
    client,
    heard,
    [Symbol.asyncDispose]: async () => {
      await client.destroy();
      await discord.stop();
    },
  };
}

export async function sendable(client: Client<true>, channelId: string): Promise<SendableChannels> {
  const channel = await client.channels.fetch(channelId);
  if (!channel?.isSendable()) throw new Error(`${channelId} takes no messages`);
  return channel;
}

/** Code and nested codes of the error that Discord answered, such as "50035 BASE_TYPE_MAX_LENGTH". */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (cause) {
    if (typeof cause !== "object" || cause === null || !("rawError" in cause)) throw cause;
    const text = JSON.stringify(cause.rawError);
    const code = "code" in cause ? String(cause.code) : "?";
    const nested = [...text.matchAll(/"_errors":\[\{"code":"(\w+)"/g)].map((match) => match[1]);
    return [code, ...nested].join(" ");
  }
  return "accepted";
}
