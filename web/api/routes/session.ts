import {
  closeWebSession,
  findWebSession,
  openWebSession,
  redeemLinkCode,
  rememberPerson,
} from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { noStore } from "../http/headers.ts";
import { requireOwnRequest } from "../http/own-request.ts";
import { findSession, keepSession, sessionToken } from "../http/web-session.ts";
import { identityIn } from "./panel-access.ts";

const Proof = z.union(
  [
    z.strictObject({ code: z.string().trim().min(1).max(64) }),
    z.strictObject({ token: z.string().min(1).max(4_096) }),
  ],
  { error: "Enter the code." },
);

/** Who a browser acts for: shown by a code from the chat, or by a token that the host site signed. */
export function sessionRoutes(web: Web): Hono {
  const app = new Hono();
  const workspaceId = web.workspace.id;
  app.use(noStore);
  app.get("/", async (c) => {
    web.limits.take("read", addressOf(c));
    const session = await findSession(c, web);
    return c.json({ person: session && { name: session.name } });
  });
  app.post("/", async (c) => {
    web.limits.take("login", addressOf(c));
    requireOwnRequest(c, web);
    const personId = await provenPerson(c, web, await readJson(c, Proof));
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

/** The person who asked for the code in the chat, or whom the host site's signed token names. */
async function provenPerson(c: Context, web: Web, proof: z.infer<typeof Proof>): Promise<number> {
  const workspaceId = web.workspace.id;
  if ("token" in proof) {
    const identity = await identityIn(web, proof.token);
    const person = await web.ctx.db.transaction((tx) => rememberPerson(tx, workspaceId, identity));
    return person.id;
  }
  const address = addressOf(c);
  const { personId } = await redeemLinkCode(web.ctx, { workspaceId, code: proof.code, by: null, address });
  return personId;
}
