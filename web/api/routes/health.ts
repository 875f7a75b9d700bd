import { getSettings } from "@firstline/core";
import { Hono } from "hono";
import type { Web } from "../context.ts";

/** /healthz: the process and its database work. /readyz: it may be sent requests; no longer once it shuts down. */
export function healthRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/healthz", async (c) => {
    const database = await reachesDatabase(web);
    return c.json({ status: database ? "ok" : "failing", database }, database ? 200 : 503);
  });
  app.get("/readyz", async (c) => {
    const ready = !web.live.stopping.aborted && (await reachesDatabase(web));
    return c.json({ status: ready ? "ready" : "not ready" }, ready ? 200 : 503);
  });
  return app;
}

async function reachesDatabase(web: Web): Promise<boolean> {
  try {
    await getSettings(web.ctx, web.workspace.id);
    return true;
  } catch (error) {
    web.ctx.log.warn({ error }, "the database does not answer");
    return false;
  }
}
