import { isBillingSignature, LimitError, readBillingEvent, takeBillingEvent } from "@firstline/core";
import type { BillingEvent } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { ZodError } from "zod";
import type { Web } from "../context.ts";
import { BodyTooLarge, createReadBody } from "../github/read-body.ts";
import type { ReadBody } from "../github/read-body.ts";
import { problem, sendProblem } from "../http/errors.ts";
import type { Problem } from "../http/errors.ts";

/** Where Stripe tells of customers and subscriptions. The signature comes first: nothing of a request is looked at before. */
export function stripeWebhookRoutes(web: Web): Hono {
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
  const event = readEvent(body.bytes);
  if (event === "malformed")
    return sendProblem(c, web, problem(400, "invalid", "This is no event of Stripe that can be read."));
  if (event === null) return c.json({ status: "ignored" });
  const isNew = await takeBillingEvent(web.ctx, { workspaceId: web.workspace.id, event });
  return c.json({ status: isNew ? "accepted" : "known" });
}

/** The bytes that our secret vouches for, else what is wrong with the request. */
async function readSigned(c: Context, web: Web, readBody: ReadBody): Promise<{ bytes: Buffer } | Problem> {
  const secret = web.stripeWebhookSecret;
  if (secret === null) return problem(404, "not_found", "No webhook is set up here.");
  const header = c.req.header("stripe-signature");
  const unsigned = problem(401, "unauthorized", "The event is not signed with the webhook's secret.");
  if (header === undefined) return unsigned;
  try {
    const bytes = await readBody(c.req.raw);
    const isSigned = isBillingSignature({ secret, body: bytes, header, now: web.ctx.now() });
    return isSigned ? { bytes } : unsigned;
  } catch (error) {
    if (error instanceof BodyTooLarge) return problem(413, "too_large", error.message);
    if (error instanceof LimitError) return { ...problem(503, "busy", error.message), retryAfterSeconds: 30 };
    throw error;
  }
}

function readEvent(bytes: Buffer): BillingEvent | "malformed" | null {
  try {
    return readBillingEvent(JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ZodError) return "malformed";
    throw error;
  }
}
