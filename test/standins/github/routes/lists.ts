import { paged } from "../call.ts";
import { route, type Route } from "../router.ts";
import { readAll } from "./issues.ts";

/** Lists of the emulator, in pages of ours. */
export const listRoutes: Route[] = ["/releases", "/labels", "/milestones", "/pulls/{number}/reviews"].map(
  (template) =>
    route(`GET ${template}`, async (world, call) => paged(call, await readAll(world, call, call.part, {}))),
);
