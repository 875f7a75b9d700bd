import { closeWebSession, findWebSession, openWebSession, redeemLinkCode } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { requireOwnRequest } from "../http/own-request.ts";
import { findSession, keepSession, sessionToken } from "../http/web-session.ts";

const Proof = z.object({
  code: z.string({ error: "Enter the code." }).trim().min(1, "Enter the code.").max(64),
});

/** Who a browser acts for: shown by a code from the chat. */
export function sessionRoutes(web: Web): Hono {
  const app = new Hono();
  const workspaceId = web.workspace.id;
  app.use(async (c, next) => {
    c.header("Cache-Control", "no-store");
    await next();
  });
  app.get("/", async (c) => {
    web.limits.take("read", addressOf(c));
    const session = await findSession(c, web);
    return c.json({ person: session && { name: session.name } });
  });
  app.post("/", async (c) => {
    web.limits.take("login", addressOf(c));
    requireOwnRequest(c, web);
    const { code } = await readJson(c, Proof);
    const { personId } = await redeemLinkCode(web.ctx, {
      workspaceId,
      code,
      by: null,
      address: addressOf(c),
    });
    await closeWebSession(web.ctx, { workspaceId, token: sessionToken(c) });
    const { token, expiresAt } = await openWebSession(web.ctx, { workspaceId, personId });
    keepSession(c, web, token, expiresAt);
    return c.json({ person: { name: await nameOf(web, token) } }, 201);
  });
  app.delete("/", async (c) => {
    web.limits.take("login", addressOf(c));
    requireOwnRequest(c, web);
    await closeWebSession(web.ctx, { workspaceId, token: sessionToken(c) });
    keepSession(c, web, "", new Date(0));
    return c.json({ person: null });
  });
  return app;
}

async function nameOf(web: Web, token: string): Promise<string> {
  const session = await findWebSession(web.ctx, { workspaceId: web.workspace.id, token });
  return session?.name ?? "";
}
