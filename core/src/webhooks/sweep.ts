import { schema } from "@firstline/db";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { hasNoJob } from "../jobs.ts";
import { enqueueDelivery } from "./announce.ts";

const LEFT_ALONE_MS = 120_000;
/** Delivery is tried for about a day: what is much older says nothing that its receiver still waits for. */
const WORTH_SENDING_MS = 3 * 86_400_000;
const BATCH = 200;

/** Deliveries that wait without a job get one again. */
export async function sweepWebhooks(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<void> {
  const d = schema.webhookDeliveries;
  const now = ctx.now().getTime();
  const waiting = await ctx.db
    .select({ workspaceId: d.workspaceId, endpointId: d.endpointId, deliveryId: d.id })
    .from(d)
    .where(
      and(
        eq(d.status, "pending"),
        gt(d.createdAt, new Date(now - WORTH_SENDING_MS)),
        lt(d.createdAt, new Date(now - LEFT_ALONE_MS)),
        hasNoJob(sql`j.key = 'deliver_webhook:' || ${d.id}`),
      ),
    )
    .orderBy(d.id)
    .limit(BATCH);
  for (const row of waiting) {
    ctx.log.warn(row, "a webhook delivery waited without a job");
    await enqueueDelivery(ctx.db, row);
  }
}
