import { listNotices, markNoticesRead } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { noStore } from "../http/headers.ts";
import { RowId } from "../http/row-id.ts";
import { findSession, requireSession } from "../http/web-session.ts";
import { renderMessage } from "../markdown.ts";

const Read = z.object({ upTo: RowId });

/** News for the person whom a browser acts for: what became of the posts they voted on. */
export function noticeRoutes(web: Web): Hono {
  const app = new Hono();
  const workspaceId = web.workspace.id;
  app.use(noStore);
  app.get("/", async (c) => {
    web.limits.take("read", addressOf(c));
    const session = await findSession(c, web);
    if (!session) return c.json({ notices: [] });
    const notices = await listNotices(web.ctx, { workspaceId, personId: session.personId });
    return c.json({
      notices: notices.map(({ id, markdown, url, isRead, createdAt }) => ({
        id,
        html: String(renderMessage(markdown)),
        url,
        isRead,
        at: createdAt.toISOString(),
      })),
    });
  });
  app.post("/read", async (c) => {
    web.limits.take("vote", addressOf(c));
    const { personId } = await requireSession(c, web);
    const { upTo: upToId } = await readJson(c, Read);
    await markNoticesRead(web.ctx, { workspaceId, personId, upToId });
    return c.json({ read: true });
  });
  return app;
}
