import { InvalidError, receiveDelivery } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { isSignedBy } from "../github/signature.ts";
import { toGithubEvent } from "../github/to-event.ts";
import { readEventBody } from "../http/event-body.ts";
import { createSignedReceiver } from "../http/signed-body.ts";

const DELIVERY_ID = /^[\w-]{1,100}$/u;

/**
 * Where GitHub tells of changes. Everything that takes time is a job; a delivery that was sent before does nothing.
 */
export function githubWebhookRoutes(web: Web): Hono {
  const app = new Hono();
  const by = { secret: web.githubWebhookSecret, header: "x-hub-signature-256", isSigned: isSignedBy };
  app.post(
    "/",
    createSignedReceiver(web, by, (c, body) => receive(c, web, body)),
  );
  return app;
}

async function receive(c: Context, web: Web, body: Buffer): Promise<Response> {
  const name = c.req.header("x-github-event") ?? "";
  const deliveryId = c.req.header("x-github-delivery") ?? "";
  if (name === "" || !DELIVERY_ID.test(deliveryId)) {
    throw new InvalidError("X-GitHub-Event and X-GitHub-Delivery must say what was sent.");
  }
  if (!/^application\/json\b/iu.test(c.req.header("content-type") ?? "")) {
    throw new InvalidError("Set the webhook's content type to application/json.");
  }
  if (name === "ping") return c.json({ status: "ready" });

  const event = readEventBody(
    body,
    (payload) => toGithubEvent(name, payload),
    `This is no payload of the event ${name.slice(0, 50)}.`,
  );
  if (event === null) return c.json({ status: "ignored" }, 202);
  const isNew = await receiveDelivery(web.ctx, { deliveryId, event });
  return isNew ? c.json({ status: "accepted" }, 202) : c.json({ status: "known" });
}
