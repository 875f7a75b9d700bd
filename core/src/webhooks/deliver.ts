import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, max, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import { tellAgents } from "../escalations/tell-agents.ts";
import { MAX_ATTEMPTS } from "../jobs.ts";
import type { WebhookDelivery } from "./deliveries.ts";
import { isEndpoint } from "./load.ts";
import type { StoredEndpoint } from "./load.ts";
import { signDelivery } from "./sign.ts";

export type DeliverWebhookInput = { workspaceId: number; deliveryId: number; attempt: number };

type DeliverCtx = Pick<Ctx, "db" | "now" | "log" | "webhooks">;
type Found = { delivery: WebhookDelivery; endpoint: StoredEndpoint };
type Outcome = { isDelivered: boolean; status: number | null; response: string };

/** Failed tries in a row after which an endpoint is switched off, unless it worked a moment ago. */
const MOST_FAILURES = 50;
/** An endpoint that is away for an hour may miss very many events: that alone is no reason to give it up. */
const PATIENCE_HOURS = 6;
const GONE = 410;

/**
 * Sends a delivery. What fails is thrown for the queue, which tries again for about a day; what came of each try stands in
 * the log. A delivery that was made, and one of an endpoint that is switched off, is left alone.
 */
export async function deliverWebhook(ctx: DeliverCtx, input: DeliverWebhookInput): Promise<void> {
  const found = await findDelivery(ctx.db, input);
  if (!found || found.delivery.status !== "pending") return;
  if (!found.endpoint.isEnabled) {
    return giveUp(ctx.db, found.delivery, "The webhook was switched off before this was sent.");
  }
  if (!ctx.webhooks)
    throw new UpstreamError("webhook", "This process sends no webhooks.", { retryable: true });
  const outcome = await trySending(ctx, found);
  await keepOutcome(ctx, found, outcome, input.attempt >= MAX_ATTEMPTS);
  if (outcome.isDelivered || outcome.status === GONE) return;
  const { id: deliveryId, endpointId } = found.delivery;
  ctx.log.warn({ deliveryId, endpointId, status: outcome.status }, "a webhook was not delivered");
  throw new UpstreamError("webhook", "The webhook's endpoint did not take the delivery.", {
    retryable: true,
  });
}

async function findDelivery(db: Db, input: DeliverWebhookInput): Promise<Found | null> {
  const [d, e] = [schema.webhookDeliveries, schema.webhookEndpoints];
  const [row] = await db
    .select({ delivery: d, endpoint: e })
    .from(d)
    .innerJoin(e, and(eq(e.id, d.endpointId), eq(e.workspaceId, d.workspaceId)))
    .where(and(eq(d.workspaceId, input.workspaceId), eq(d.id, input.deliveryId)));
  return row ?? null;
}

async function trySending(ctx: DeliverCtx, { delivery, endpoint }: Found): Promise<Outcome> {
  const body = JSON.stringify(delivery.payload);
  const signed = signDelivery({ secret: endpoint.secret, id: delivery.eventId, at: ctx.now(), body });
  try {
    const answer = await ctx.webhooks?.send({ url: endpoint.url, headers: signed, body });
    if (!answer) return { isDelivered: false, status: null, response: "" };
    const isDelivered = answer.status >= 200 && answer.status < 300;
    return { isDelivered, status: answer.status, response: answer.body };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { isDelivered: false, status: null, response: error.message };
  }
}

async function keepOutcome(
  ctx: DeliverCtx,
  { delivery, endpoint }: Found,
  outcome: Outcome,
  isLast: boolean,
): Promise<void> {
  const at = ctx.now();
  const isOver = isLast || outcome.status === GONE;
  const d = schema.webhookDeliveries;
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(d)
      .set({
        status: outcome.isDelivered ? "delivered" : isOver ? "failed" : "pending",
        attempts: sql`${d.attempts} + 1`,
        responseStatus: outcome.status,
        response: outcome.response.toWellFormed().replaceAll("\0", ""),
        ...(outcome.isDelivered ? { deliveredAt: at } : {}),
      })
      .where(and(eq(d.workspaceId, delivery.workspaceId), eq(d.id, delivery.id)));
    await countFailures(tx, endpoint, outcome, at);
  });
}

async function giveUp(db: Db, delivery: WebhookDelivery, response: string): Promise<void> {
  const d = schema.webhookDeliveries;
  await db
    .update(d)
    .set({ status: "failed", response })
    .where(and(eq(d.workspaceId, delivery.workspaceId), eq(d.id, delivery.id)));
}

async function countFailures(tx: Db, endpoint: StoredEndpoint, outcome: Outcome, at: Date): Promise<void> {
  const e = schema.webhookEndpoints;
  const key = { workspaceId: endpoint.workspaceId, endpointId: endpoint.id };
  if (outcome.isDelivered) {
    if (endpoint.failures > 0) await tx.update(e).set({ failures: 0 }).where(isEndpoint(key));
    return;
  }
  const [row] = await tx
    .update(e)
    .set({ failures: sql`${e.failures} + 1` })
    .where(isEndpoint(key))
    .returning({ failures: e.failures });
  const failures = row?.failures ?? 0;
  const isHopeless = failures >= MOST_FAILURES && !(await workedLately(tx, endpoint, at));
  if (outcome.status === GONE || isHopeless) await switchOff(tx, endpoint, outcome, at);
}

async function workedLately(tx: Db, endpoint: StoredEndpoint, at: Date): Promise<boolean> {
  const d = schema.webhookDeliveries;
  const [row] = await tx
    .select({ lastAt: max(d.deliveredAt) })
    .from(d)
    .where(and(eq(d.workspaceId, endpoint.workspaceId), eq(d.endpointId, endpoint.id)));
  // One that was changed a moment ago gets its chance.
  const since = Math.max(row?.lastAt?.getTime() ?? 0, endpoint.updatedAt.getTime());
  return at.getTime() - since < PATIENCE_HOURS * 3_600_000;
}

async function switchOff(tx: Db, endpoint: StoredEndpoint, outcome: Outcome, at: Date): Promise<void> {
  const { workspaceId, id: endpointId } = endpoint;
  await tx
    .update(schema.webhookEndpoints)
    .set({ isEnabled: false, updatedAt: at })
    .where(isEndpoint({ workspaceId, endpointId }));
  const host = new URL(endpoint.url).host;
  const why =
    outcome.status === GONE
      ? "it answered that it is gone for good"
      : `${MOST_FAILURES} deliveries in a row have failed`;
  await tellAgents(tx, {
    workspaceId,
    ticketId: null,
    dedupeKey: `webhook_off:${endpointId}:${at.getTime()}`,
    reply: {
      markdown: `The webhook to \`${host}\` (number ${endpointId}) is switched off: ${why}. Its log says what was answered. Once it works again, switch it on with the API, and send again what was missed.`,
    },
  });
}
