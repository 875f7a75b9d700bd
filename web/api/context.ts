import type { Ctx } from "@firstline/core";
import type { Assets } from "./http/assets.ts";
import type { Limits } from "./http/limits.ts";
import type { Site } from "../site/index.ts";
import type { Live } from "./live.ts";

/** What every route gets: built once in `startWeb`. */
export type Web = {
  ctx: Ctx;
  workspace: { id: number; name: string };
  /** Without a slash at its end. */
  publicUrl: string;
  /** Opens the console; whoever holds it is an agent. */
  consoleToken: string;
  /** What embedding sites sign their visitors' tokens with; null: nobody is taken at their word. */
  panelSecret: string | null;
  /** What GitHub signs deliveries with; null while no webhook is set up. */
  githubWebhookSecret: string | null;
  /** What the billing service signs its events with; null: none are taken in. */
  stripeWebhookSecret: string | null;
  /** The public pages. */
  site: Site;
  live: Live;
  limits: Limits;
  assets: Assets;
};
