import { InvalidError } from "@firstline/core";
import type { Config, Ctx, DiscordConfig, SlackConfig } from "@firstline/core";
import type { Check } from "./check.ts";
import { startDelivery } from "./deliver.ts";
import type { RunningBot } from "./running-bot.ts";

export type { Check } from "./check.ts";

// Each platform's packages are hundreds of files, half a second of every start: only the configured one is loaded.
const slack = () => import("./slack/index.ts");
const discord = () => import("./discord/index.ts");

export async function checkSlack(config: SlackConfig): Promise<Check[]> {
  return (await slack()).checkSlack(config);
}

export async function checkDiscord(config: DiscordConfig): Promise<Check[]> {
  return (await discord()).checkDiscord(config);
}

/** Connects to the configured platforms and says what waits to be said there. */
export async function startBot(
  ctx: Ctx,
  config: Config,
  options: { databaseUrl: string },
): Promise<{ stop(): Promise<void> }> {
  const home = config.workspace;
  const bots: RunningBot[] = [];
  if (config.slack) bots.push(await (await slack()).startSlack(ctx, config.slack, home));
  if (config.discord) bots.push(await (await discord()).startDiscord(ctx, config.discord, home));
  if (bots.length === 0) {
    throw new InvalidError("The bot has no platform: set SLACK_BOT_TOKEN or DISCORD_BOT_TOKEN.");
  }
  const platforms = bots.map((bot) => bot.platform);
  const delivery = await startDelivery(ctx, { databaseUrl: options.databaseUrl, platforms });
  return {
    async stop() {
      await delivery.stop();
      await Promise.all(bots.map((bot) => bot.stop()));
    },
  };
}
