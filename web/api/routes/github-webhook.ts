import { receiveDelivery } from "@firstline/core";
import type { GithubEvent } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { ZodError } from "zod";
import type { Web } from "../context.ts";
import { isSignedBy } from "../github/signature.ts";
import { toGithubEvent } from "../github/to-event.ts";
import { problem, sendProblem } from "../http/errors.ts";
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
    return sendProblem(
      c,
      web,
      problem(400, "invalid", "X-GitHub-Event and X-GitHub-Delivery must say what was sent."),
    );
  }
  if (!/^application\/json\b/iu.test(c.req.header("content-type") ?? "")) {
    return sendProblem(
      c,
      web,
      problem(400, "invalid", "Set the webhook's content type to application/json."),
    );
  }
  if (name === "ping") return c.json({ status: "ready" });

  const read = readEvent(name, body);
  if (read === "malformed") {
    return sendProblem(
      c,
      web,
      problem(400, "invalid", `This is no payload of the event ${name.slice(0, 50)}.`),
    );
  }
  if (read === null) return c.json({ status: "ignored" }, 202);
  const isNew = await receiveDelivery(web.ctx, { deliveryId, event: read });
  return isNew ? c.json({ status: "accepted" }, 202) : c.json({ status: "known" });
}

function readEvent(name: string, bytes: Buffer): GithubEvent | "malformed" | null {
  try {
    return toGithubEvent(name, JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ZodError) return "malformed";
    throw error;
  }
}
