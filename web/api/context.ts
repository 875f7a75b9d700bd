import type { Ctx } from "@firstline/core";
import type { Assets } from "./http/assets.ts";
import type { Limits } from "./http/limits.ts";
import type { Live } from "./live.ts";

/** What the routes use of core. */
export type WebCtx = Ctx;

/** What every route gets: built once in `createApp`. */
export type Web = {
  ctx: WebCtx;
  workspace: { id: number; name: string };
  publicUrl: string;
  /** Opens the console; whoever holds it is an agent. */
  consoleToken: string;
  /** What GitHub signs deliveries with; null while no webhook is set up. */
  githubWebhookSecret: string | null;
  live: Live;
  limits: Limits;
  assets: Assets;
};
