import type { ActCtx, ChatPlatform } from "@firstline/core";
import type { Client } from "discord.js";
import type { DiscordApi } from "./api.ts";
import type { Communities } from "./communities.ts";
import type { Lanes } from "./lanes.ts";
import type { Threads } from "./threads.ts";

/** What the listeners work with. */
export type Bot = {
  ctx: ActCtx;
  client: Client<true>;
  api: DiscordApi;
  threads: Threads;
  platform: ChatPlatform;
  communities: Communities;
  lanes: Lanes;
  /** Something was not taken in: look for what was missed, soon. */
  catchUpSoon(): void;
  /** The same after a longer while, for what failed when it was looked for. */
  catchUpLater(): void;
};
