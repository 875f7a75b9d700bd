import { randomUUID } from "node:crypto";
import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { cutPage } from "../cut-page.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import { enqueueDelivery, putDelivery } from "./announce.ts";
import { TEST_EVENT } from "./events.ts";
import { requireEndpoint } from "./load.ts";
import type { EndpointKey } from "./load.ts";

export type WebhookDelivery = typeof schema.webhookDeliveries.$inferSelect;

const d = schema.webhookDeliveries;

/** A page of an endpoint's log, the newest first: deliveries before the one with the id `before`; `next` is null at the end. */
export async function listWebhookDeliveries(
  ctx: Pick<Ctx, "db">,
  input: EndpointKey & { limit: number; before?: number | null },
): Promise<{ deliveries: WebhookDelivery[]; next: number | null }> {
  await requireEndpoint(ctx.db, input);
  const rows = await ctx.db
    .select()
    .from(d)
    .where(
      and(
        eq(d.workspaceId, input.workspaceId),
        eq(d.endpointId, input.endpointId),
        input.before ? lt(d.id, input.before) : undefined,
      ),
    )
    .orderBy(desc(d.id))
    .limit(input.limit + 1);
  const { page, nextId } = cutPage(rows, input.limit);
  return { deliveries: page, next: nextId };
}

/** Sends an event that tells nothing, to try an endpoint out. */
export async function sendTestEvent(
  ctx: Pick<Ctx, "db" | "now">,
  key: EndpointKey,
): Promise<WebhookDelivery> {
  const at = ctx.now();
  return ctx.db.transaction(async (tx) => {
    requireEnabled(await requireEndpoint(tx, key));
    const payload = { type: TEST_EVENT, timestamp: at.toISOString(), data: {} } as const;
    const eventId = `evt_${randomUUID()}`;
    const deliveryId = await putDelivery(tx, { ...key, eventId, payload, at });
    return requireDelivery(tx, { ...key, deliveryId });
  });
}

/** Sends something once more, under the same id, whatever became of it before. */
export async function redeliverWebhook(
  ctx: Pick<Ctx, "db">,
  key: EndpointKey & { deliveryId: number },
): Promise<WebhookDelivery> {
  return ctx.db.transaction(async (tx) => {
    requireEnabled(await requireEndpoint(tx, key));
    await requireDelivery(tx, key);
    await tx.update(d).set({ status: "pending" }).where(isDelivery(key));
    await enqueueDelivery(tx, key);
    return requireDelivery(tx, key);
  });
}

function requireEnabled(endpoint: { isEnabled: boolean }): void {
  if (!endpoint.isEnabled) throw new ConflictError("This webhook is switched off. Switch it on first.");
}

const isDelivery = (key: EndpointKey & { deliveryId: number }) =>
  and(eq(d.workspaceId, key.workspaceId), eq(d.endpointId, key.endpointId), eq(d.id, key.deliveryId));

async function requireDelivery(tx: Db, key: EndpointKey & { deliveryId: number }): Promise<WebhookDelivery> {
  const [row] = await tx.select().from(d).where(isDelivery(key));
  if (!row) throw new NotFoundError("The delivery");
  return row;
}
