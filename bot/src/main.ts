import { InvalidError } from "@firstline/core";
import type { Config, Ctx } from "@firstline/core";
import { startDelivery } from "./deliver.ts";
import { startDiscord } from "./discord/app.ts";
import type { RunningBot } from "./running-bot.ts";
import { startSlack } from "./slack/app.ts";

export type { Check } from "./check.ts";
export { checkDiscord } from "./discord/doctor.ts";
export { checkSlack } from "./slack/doctor.ts";

/** Connects to the configured platforms and says what waits to be said there. */
export async function startBot(
  ctx: Ctx,
  config: Config,
  options: { databaseUrl: string },
): Promise<{ stop(): Promise<void> }> {
  const home = config.workspace;
  const bots: RunningBot[] = [];
  if (config.slack) bots.push(await startSlack(ctx, config.slack, home));
  if (config.discord) bots.push(await startDiscord(ctx, config.discord, home));
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
