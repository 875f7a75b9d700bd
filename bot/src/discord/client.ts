import { messageOf } from "@firstline/core";
import type { DiscordConfig, Log } from "@firstline/core";
import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
  Partials,
} from "discord.js";
import { NO_MENTIONS } from "./render.ts";

const TIMEOUT_MS = 10_000;
const READY_MS = 30_000;
/** A wait longer than this is left to the job that asked: it comes again later and blocks nothing meanwhile. */
const LONGEST_WAIT_MS = 3_000;

const REFUSED: Partial<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]:
    "Discord refuses DISCORD_BOT_TOKEN. Copy the token again from your application's page Bot.",
  [GatewayCloseCodes.DisallowedIntents]:
    "Switch on MESSAGE CONTENT INTENT on your application's page Bot: without it I cannot read questions.",
  [GatewayCloseCodes.InvalidIntents]:
    "Discord does not know the intents that this version asks for. Update it.",
  [GatewayCloseCodes.ShardingRequired]: "The bot is in more servers than one connection may serve.",
};

export function createClient(config: Pick<DiscordConfig, "apiUrl">): Client {
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.MessageContent,
      GatewayIntentBits.DirectMessages,
    ],
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: NO_MENTIONS,
    // Messages live in the database; keeping them here as well would only cost memory.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      PresenceManager: 0,
      GuildMemberManager: { maxSize: 500, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 500, keepOverLimit: (user) => user.id === user.client.user.id },
    }),
    rest: {
      api: config.apiUrl.replace(/\/+$/u, ""),
      version: "10",
      timeout: TIMEOUT_MS,
      retries: 1,
      rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > LONGEST_WAIT_MS,
    },
  });
}

/** Connects and waits until the guilds are known. Throws an Error that says what to do when Discord refuses. */
export async function login(client: Client, token: string): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error("Discord's gateway did not answer within 30 seconds.")),
      READY_MS,
    );
    client.once(Events.ClientReady, (connected) => {
      clearTimeout(timer);
      resolve(connected);
    });
    client.once(Events.ShardDisconnect, ({ code }) => {
      clearTimeout(timer);
      reject(new Error(REFUSED[code] ?? `Discord closed the connection for good (${code}).`));
    });
  });
  try {
    const [connected] = await Promise.all([ready, client.login(token)]);
    return connected;
  } catch (cause) {
    await client.destroy();
    throw explain(cause);
  }
}

function explain(cause: unknown): Error {
  const isTokenBad = cause instanceof DiscordjsError && cause.code === DiscordjsErrorCodes.TokenInvalid;
  if (isTokenBad) return new Error(REFUSED[GatewayCloseCodes.AuthenticationFailed], { cause });
  if (cause instanceof Error && Object.values(REFUSED).includes(cause.message)) return cause;
  const why = messageOf(cause);
  return new Error(`Discord cannot be reached or refused to connect: ${why}`, { cause });
}

/** Trouble on the line is written down and never ends the process: discord.js reconnects by itself. */
export function logTrouble(client: Client, log: Log): void {
  client.on(Events.Error, (error) => log.warn({ error }, "discord client"));
  client.on(Events.ShardError, (error) => log.warn({ error }, "discord gateway"));
  client.on(Events.Warn, (detail) => log.warn({ detail }, "discord client"));
  client.on(Events.ShardReconnecting, () => log.info({}, "discord gateway: reconnecting"));
  client.on(Events.ShardDisconnect, ({ code }) =>
    log.error({ code }, REFUSED[code] ?? "Discord closed the connection for good. Restart the bot."),
  );
}
