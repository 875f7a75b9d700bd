import type { ActCtx, ChatPlatform } from "@firstline/core";
import type { WebClient } from "@slack/web-api";
import type { CatchUp } from "./catch-up.ts";
import type { Home } from "./home.ts";
import type { Directory } from "./users.ts";

/** What every listener works with. */
export type SlackContext = {
  ctx: ActCtx;
  client: WebClient;
  home: Home;
  directory: Directory;
  platform: ChatPlatform;
  catchUp: CatchUp;
  /** Messages whose authors were told why they were not taken in; they may be looked at again. */
  told: Set<string>;
};
