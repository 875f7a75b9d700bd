import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";

export type StoredEndpoint = typeof schema.webhookEndpoints.$inferSelect;

/** An endpoint as others see it: its secret is shown once, when it is made. */
export type WebhookEndpoint = Omit<StoredEndpoint, "secret">;

export type EndpointKey = { workspaceId: number; endpointId: number };

export const isEndpoint = ({ workspaceId, endpointId }: EndpointKey) =>
  and(eq(schema.webhookEndpoints.workspaceId, workspaceId), eq(schema.webhookEndpoints.id, endpointId));

/** Throws `NotFoundError`, for another workspace's endpoints as well. */
export async function requireEndpoint(db: Db, key: EndpointKey): Promise<StoredEndpoint> {
  const [row] = await db.select().from(schema.webhookEndpoints).where(isEndpoint(key));
  if (!row) throw new NotFoundError("The webhook");
  return row;
}

export function withoutSecret(stored: StoredEndpoint): WebhookEndpoint {
  const { secret: _, ...endpoint } = stored;
  return endpoint;
}
