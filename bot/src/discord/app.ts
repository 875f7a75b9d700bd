import type { ActCtx, DiscordConfig } from "@firstline/core";
import type { Client, Guild } from "discord.js";
import { Events } from "discord.js";
import type { RunningBot } from "../running-bot.ts";
import { createApi } from "./api.ts";
import type { Bot } from "./bot.ts";
import { catchUp } from "./catch-up.ts";
import { createClient, login, logTrouble } from "./client.ts";
import { createCommunities } from "./communities.ts";
import { createLanes } from "./lanes.ts";
import { serveGuild } from "./listeners/guilds.ts";
import { listen } from "./listeners/index.ts";
import { lookInto } from "./places.ts";
import { createDiscordPlatform } from "./platform.ts";
import { createThreads } from "./threads.ts";

const SOON_MS = 5_000;
const AGAIN_MS = 30_000;

/** Connects to Discord and serves its guilds. Throws an Error that says what to do when that is not possible. */
export async function startDiscord(
  ctx: ActCtx,
  config: DiscordConfig,
  home: { slug: string; name: string },
): Promise<RunningBot> {
  const log = ctx.log.child({ platform: "discord" });
  const client = createClient(config);
  logTrouble(client, log);
  const connected = await login(client, config.token);
  const rounds = createRounds(log, () => reconcile(bot));
  const bot = createBot({ ...ctx, log }, connected, { config, homeSlug: home.slug, soon: rounds.soon });

  const stop = async (): Promise<void> => {
    await rounds.stop();
    connected.removeAllListeners();
    await bot.lanes.drain();
    await connected.destroy();
  };
  try {
    listen(bot);
    await serveAll(bot);
  } catch (error) {
    await stop();
    throw error;
  }
  rounds.soon(0);
  connected.on(Events.ShardResume, () => rounds.soon(0));
  connected.on(Events.ShardReady, () => rounds.soon(0));
  return { platform: bot.platform, stop };
}

async function serveAll(bot: Bot): Promise<void> {
  const guilds = availableGuilds(bot);
  await Promise.all(guilds.map((guild) => serveGuild(bot, guild)));
  bot.communities.warnOfMissingChannels();
  if (bot.client.guilds.cache.size > 0) return;
  bot.ctx.log.warn({}, "The Discord bot is in no server yet. `doctor` prints the link that invites it.");
}

/** A server that Discord cannot serve right now has no name and no channels; it is announced when it is back. */
function availableGuilds(bot: Bot): Guild[] {
  return [...bot.client.guilds.cache.values()].filter((guild) => guild.available);
}

function createBot(
  ctx: Bot["ctx"],
  client: Client<true>,
  options: { config: DiscordConfig; homeSlug: string; soon: (ms: number) => void },
): Bot {
  const { config, homeSlug } = options;
  const api = createApi(client.rest);
  const look = lookInto(client);
  const threads = createThreads({ api, look, log: ctx.log });
  const botUserId = client.user.id;
  return {
    ctx,
    client,
    api,
    threads,
    platform: createDiscordPlatform({ api, threads, look, log: ctx.log, botUserId }),
    communities: createCommunities(ctx, { client, config, homeSlug }),
    lanes: createLanes(),
    catchUpSoon: () => options.soon(SOON_MS),
    catchUpLater: () => options.soon(AGAIN_MS),
  };
}

async function reconcile(bot: Bot): Promise<void> {
  for (const guild of availableGuilds(bot)) {
    const workspace = await bot.communities.ofGuild(guild.id);
    const taken = workspace ? await catchUp(bot, guild, workspace) : 0;
    if (taken > 0) bot.ctx.log.info({ guildId: guild.id, taken }, "took in messages that had been missed");
  }
}

/** Runs a task soon, never twice at once; when it fails, again later. */
function createRounds(log: Bot["ctx"]["log"], task: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isStopped = false;

  async function round(): Promise<void> {
    try {
      await task();
    } catch (error) {
      log.warn({ error }, "looking for missed messages failed; I'll try again");
      soon(AGAIN_MS);
    }
  }

  function soon(ms: number): void {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(round);
    }, ms);
    timer.unref();
  }

  return {
    soon,
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
