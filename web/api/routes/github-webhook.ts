import { LimitError, receiveDelivery } from "@firstline/core";
import type { GithubEvent } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { ZodError } from "zod";
import type { Web } from "../context.ts";
import { BodyTooLarge, createReadBody } from "../github/read-body.ts";
import type { ReadBody } from "../github/read-body.ts";
import { isSignedBy } from "../github/signature.ts";
import { toGithubEvent } from "../github/to-event.ts";
import { problem, sendProblem } from "../http/errors.ts";
import type { Problem } from "../http/errors.ts";

const DELIVERY_ID = /^[\w-]{1,100}$/u;

/**
 * Where GitHub tells of changes. The signature comes first: nothing of a request is looked at before. Everything that takes
 * time is a job; a delivery that was sent before does nothing.
 */
export function githubWebhookRoutes(web: Web): Hono {
  const app = new Hono();
  const readBody = createReadBody();
  app.post("/", (c) => receive(c, web, readBody));
  return app;
}

async function receive(c: Context, web: Web, readBody: ReadBody): Promise<Response> {
  const body = await readSigned(c, web, readBody);
  if ("status" in body) {
    // What is left of a body is not read; the connection cannot carry another request.
    if (body.status !== 404) c.header("Connection", "close");
    return sendProblem(c, web, body);
  }
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

  const read = readEvent(name, body.bytes);
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

/** The bytes that our secret vouches for, else what is wrong with the request. */
async function readSigned(c: Context, web: Web, readBody: ReadBody): Promise<{ bytes: Buffer } | Problem> {
  const secret = web.githubWebhookSecret;
  if (secret === null) return problem(404, "not_found", "No webhook is set up here.");
  const signature = c.req.header("x-hub-signature-256");
  const unsigned = problem(401, "unauthorized", "The delivery is not signed with the webhook's secret.");
  if (signature === undefined) return unsigned;
  try {
    const bytes = await readBody(c.req.raw);
    return isSignedBy(secret, bytes, signature) ? { bytes } : unsigned;
  } catch (error) {
    if (error instanceof BodyTooLarge) return problem(413, "too_large", error.message);
    if (error instanceof LimitError) return { ...problem(503, "busy", error.message), retryAfterSeconds: 30 };
    throw error;
  }
}

function readEvent(name: string, bytes: Buffer): GithubEvent | "malformed" | null {
  try {
    return toGithubEvent(name, JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ZodError) return "malformed";
    throw error;
  }
}
