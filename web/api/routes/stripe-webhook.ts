import { isBillingSignature, readBillingEvent, takeBillingEvent } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { readEventBody } from "../http/event-body.ts";
import { createSignedReceiver } from "../http/signed-body.ts";

/** Where Stripe tells of customers and subscriptions. */
export function stripeWebhookRoutes(web: Web): Hono {
  const app = new Hono();
  const by = {
    secret: web.stripeWebhookSecret,
    header: "stripe-signature",
    isSigned: (secret: string, body: Buffer, header: string) =>
      isBillingSignature({ secret, body, header, now: web.ctx.now() }),
  };
  app.post(
    "/",
    createSignedReceiver(web, by, (c, body) => receive(c, web, body)),
  );
  return app;
}

async function receive(c: Context, web: Web, body: Buffer): Promise<Response> {
  const event = readEventBody(body, readBillingEvent, "This is no event of Stripe that can be read.");
  if (event === null) return c.json({ status: "ignored" });
  const isNew = await takeBillingEvent(web.ctx, { workspaceId: web.workspace.id, event });
  return c.json({ status: isNew ? "accepted" : "known" });
}
