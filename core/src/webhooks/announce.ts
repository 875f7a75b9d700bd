import { randomUUID } from "node:crypto";
import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import { enqueue } from "../jobs.ts";
import type { WebhookEvent, WebhookPayload } from "./events.ts";

export type AnnounceEventInput = {
  workspaceId: number;
  type: WebhookEvent;
  at: Date;
  /** Called only when somebody wants to hear of it. Ids and states; never what members wrote to each other. */
  data: (tx: Db) => Promise<Record<string, unknown>> | Record<string, unknown>;
};

/** Has an event sent to every endpoint that wants it. Call it in the transaction in which it happens. */
export async function announceEvent(tx: Db, input: AnnounceEventInput): Promise<void> {
  const { workspaceId, type, at } = input;
  const e = schema.webhookEndpoints;
  const endpoints = await tx
    .select({ id: e.id })
    .from(e)
    .where(
      and(
        eq(e.workspaceId, workspaceId),
        eq(e.isEnabled, true),
        sql`(cardinality(${e.events}) = 0 or ${type} = any(${e.events}))`,
      ),
    );
  if (endpoints.length === 0) return;
  const payload = { type, timestamp: at.toISOString(), data: await input.data(tx) };
  const eventId = `evt_${randomUUID()}`;
  for (const { id: endpointId } of endpoints) {
    await putDelivery(tx, { workspaceId, endpointId, eventId, payload, at });
  }
}

type NewDelivery = {
  workspaceId: number;
  endpointId: number;
  eventId: string;
  payload: WebhookPayload;
  at: Date;
};

/** Writes down a delivery with the job that makes it; answers its id. */
export async function putDelivery(tx: Db, input: NewDelivery): Promise<number> {
  const { workspaceId, endpointId, eventId, payload, at } = input;
  const [delivery] = await tx
    .insert(schema.webhookDeliveries)
    .values({ workspaceId, endpointId, eventId, type: payload.type, payload, createdAt: at })
    .returning({ id: schema.webhookDeliveries.id });
  if (!delivery) throw new Error("a delivery was not stored");
  await enqueueDelivery(tx, { workspaceId, endpointId, deliveryId: delivery.id });
  return delivery.id;
}

/** One endpoint gets its deliveries one after the other: a slow one keeps only itself waiting. */
export async function enqueueDelivery(
  tx: Db,
  { workspaceId, endpointId, deliveryId }: { workspaceId: number; endpointId: number; deliveryId: number },
): Promise<void> {
  await enqueue(
    tx,
    "deliver_webhook",
    { workspaceId, deliveryId },
    { key: `deliver_webhook:${deliveryId}`, queue: `webhook:${endpointId}` },
  );
}
