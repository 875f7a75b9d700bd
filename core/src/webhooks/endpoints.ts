import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { asc, count, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { InvalidError, LimitError } from "../errors.ts";
import { toEndpointUrl } from "./endpoint-url.ts";
import { WEBHOOK_EVENTS } from "./events.ts";
import { isEndpoint, requireEndpoint, withoutSecret } from "./load.ts";
import type { EndpointKey, WebhookEndpoint } from "./load.ts";
import { makeSecret } from "./sign.ts";

export type CreateWebhookEndpointInput = {
  workspaceId: number;
  url: string;
  description?: string | undefined;
  /** Empty or absent: all. */
  events?: readonly string[] | undefined;
};

type WebhookCtx = Pick<Ctx, "db" | "now" | "webhooks">;

const MOST_ENDPOINTS = 20;

/** Makes an endpoint. Its secret is answered here and nowhere else. */
export async function createWebhookEndpoint(
  ctx: WebhookCtx,
  input: CreateWebhookEndpointInput,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const { workspaceId, description = "" } = input;
  const url = toEndpointUrl(input.url, { allowsPrivate: ctx.webhooks?.allowsPrivate ?? false });
  const events = requireEvents(input.events ?? []);
  const secret = makeSecret();
  const at = ctx.now();
  return ctx.db.transaction(async (tx) => {
    await requireRoom(tx, workspaceId);
    const [row] = await tx
      .insert(schema.webhookEndpoints)
      .values({ workspaceId, url, description, events, secret, createdAt: at, updatedAt: at })
      .returning();
    if (!row) throw new Error("a webhook was not stored");
    return { endpoint: withoutSecret(row), secret };
  });
}

async function requireRoom(tx: Db, workspaceId: number): Promise<void> {
  const e = schema.webhookEndpoints;
  const [row] = await tx.select({ endpoints: count() }).from(e).where(eq(e.workspaceId, workspaceId));
  if ((row?.endpoints ?? 0) >= MOST_ENDPOINTS) {
    throw new LimitError(
      `A workspace has at most ${MOST_ENDPOINTS} webhooks. Delete one that is not needed.`,
    );
  }
}

function requireEvents(events: readonly string[]): string[] {
  const unknown = events.filter((name) => !WEBHOOK_EVENTS.some((event) => event === name));
  if (unknown.length > 0) throw new InvalidError(`events: There is no event ${unknown.join(", ")}.`);
  return [...new Set(events)];
}

export type UpdateWebhookEndpointInput = EndpointKey & {
  changes: {
    url?: string | undefined;
    description?: string | undefined;
    events?: readonly string[] | undefined;
    isEnabled?: boolean | undefined;
  };
};

/** Changes an endpoint. One that is switched on again starts with a clean record. */
export async function updateWebhookEndpoint(
  ctx: WebhookCtx,
  input: UpdateWebhookEndpointInput,
): Promise<WebhookEndpoint> {
  const { changes } = input;
  const { url, events, ...rest } = changes;
  const allowsPrivate = ctx.webhooks?.allowsPrivate ?? false;
  const set = {
    ...rest,
    ...(url === undefined ? {} : { url: toEndpointUrl(url, { allowsPrivate }) }),
    ...(events === undefined ? {} : { events: requireEvents(events) }),
    ...(changes.isEnabled === true ? { failures: 0 } : {}),
    updatedAt: ctx.now(),
  };
  return ctx.db.transaction(async (tx) => {
    await requireEndpoint(tx, input);
    await tx.update(schema.webhookEndpoints).set(set).where(isEndpoint(input));
    return withoutSecret(await requireEndpoint(tx, input));
  });
}

/** Deletes an endpoint with its log; what is still on its way to it is not sent. */
export async function deleteWebhookEndpoint(ctx: Pick<Ctx, "db">, key: EndpointKey): Promise<void> {
  await requireEndpoint(ctx.db, key);
  await ctx.db.delete(schema.webhookEndpoints).where(isEndpoint(key));
}

export async function getWebhookEndpoint(ctx: Pick<Ctx, "db">, key: EndpointKey): Promise<WebhookEndpoint> {
  return withoutSecret(await requireEndpoint(ctx.db, key));
}

/** All endpoints of a workspace, the oldest first. */
export async function listWebhookEndpoints(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<WebhookEndpoint[]> {
  const e = schema.webhookEndpoints;
  const rows = await ctx.db.select().from(e).where(eq(e.workspaceId, input.workspaceId)).orderBy(asc(e.id));
  return rows.map(withoutSecret);
}
