import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { requestRecount } from "../../feedback/request-recount.ts";
import { lockCompanies } from "../load.ts";
import { matchPeople } from "../match-people.ts";
import { findCompanyOfCustomer } from "./customer.ts";
import type { BillingEvent } from "./read-event.ts";

const { billingEvents, companies, subscriptions } = schema;

type Subscription = Extract<BillingEvent, { kind: "subscription" }>;

/**
 * Takes in what the billing service says: a customer is a company, and its revenue the sum of its subscriptions. An event
 * that was taken in before does nothing, and an older one never undoes a newer one. False for one that is known.
 */
export async function takeBillingEvent(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; event: BillingEvent },
): Promise<boolean> {
  const { workspaceId, event } = input;
  const { eventId, type, happenedAt } = event;
  const isNew = await ctx.db.transaction(async (tx) => {
    const [noted] = await tx
      .insert(billingEvents)
      .values({ workspaceId, eventId, type, happenedAt })
      .onConflictDoNothing()
      .returning({ id: billingEvents.id });
    if (!noted) return false;
    await lockCompanies(tx, workspaceId);
    if (event.kind === "subscription") await putSubscription(tx, workspaceId, event);
    const who = event.kind === "customer" ? event : { customerId: event.customerId, name: null, email: null };
    const companyId = await findCompanyOfCustomer(tx, workspaceId, who);
    await sumRevenue(tx, { workspaceId, companyId, customerId: event.customerId, at: ctx.now() });
    return true;
  });
  if (isNew && event.kind === "customer") await matchPeople(ctx, { workspaceId });
  return isNew;
}

async function putSubscription(tx: Db, workspaceId: number, event: Subscription): Promise<void> {
  const { externalId, customerId, isActive, mrrCents, happenedAt: changedAt } = event;
  const status = isActive ? "active" : "ended";
  await tx
    .insert(subscriptions)
    .values({ workspaceId, externalId, customerId, status, mrrCents, changedAt })
    .onConflictDoUpdate({
      target: [subscriptions.workspaceId, subscriptions.externalId],
      set: { customerId, status, mrrCents, changedAt },
      setWhere: sql`${subscriptions.changedAt} <= excluded.changed_at`,
    });
}

type Sum = { workspaceId: number; companyId: number; customerId: string; at: Date };

async function sumRevenue(tx: Db, { workspaceId, companyId, customerId, at }: Sum): Promise<void> {
  const [paid] = await tx
    .select({
      subscriptions: sql<number>`count(*)::int`,
      cents: sql<number>`coalesce(sum(${subscriptions.mrrCents}) filter (where ${subscriptions.status} = 'active'), 0)::float8`,
    })
    .from(subscriptions)
    .where(and(eq(subscriptions.workspaceId, workspaceId), eq(subscriptions.customerId, customerId)));
  // What a table says of a company stays until the billing service knows of a subscription.
  if (!paid || paid.subscriptions === 0) return;
  const mrrUsd = Math.round(paid.cents) / 100;
  const changed = await tx
    .update(companies)
    .set({ mrrUsd, updatedAt: at })
    .where(
      and(
        eq(companies.workspaceId, workspaceId),
        eq(companies.id, companyId),
        sql`${companies.mrrUsd} <> ${mrrUsd}`,
      ),
    )
    .returning({ id: companies.id });
  if (changed.length > 0) await requestRecount(tx, workspaceId);
}
