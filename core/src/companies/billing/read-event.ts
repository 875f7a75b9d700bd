import { z } from "zod";
import { monthlyCents } from "./monthly.ts";
import type { Discount, PricedItem } from "./monthly.ts";

export type BillingEvent = { eventId: string; type: string; happenedAt: Date } & (
  | { kind: "subscription"; externalId: string; customerId: string; isActive: boolean; mrrCents: number }
  | { kind: "customer"; customerId: string; name: string | null; email: string | null }
);

const Id = z.string().min(1).max(200);
const Reference = z.union([Id, z.object({ id: Id }).transform(({ id }) => id)]);
const Amount = z.coerce.number().min(0).max(1e15);

const Price = z.object({
  unit_amount: Amount.nullish(),
  unit_amount_decimal: Amount.nullish(),
  currency: z.string().max(10),
  recurring: z
    .object({
      interval: z.enum(["day", "week", "month", "year"]),
      interval_count: z.number().int().min(1).default(1),
      usage_type: z.string().nullish(),
    })
    .nullish(),
});
const Item = z.object({ quantity: z.number().min(0).max(1e9).nullish(), price: Price });
const Coupon = z.object({
  percent_off: z.number().nullish(),
  amount_off: z.number().nullish(),
  currency: z.string().max(10).nullish(),
  duration: z.string().nullish(),
});
/** An id alone, unless whoever set up the webhook has its parts sent along. */
const DiscountForm = z.object({
  coupon: Coupon.nullish(),
  source: z.object({ coupon: Coupon.nullish() }).nullish(),
});

const Subscription = z.object({
  id: Id,
  customer: Reference,
  status: z.string().max(50),
  items: z.object({ data: z.array(Item).max(500) }),
  discount: DiscountForm.nullish().catch(null),
  discounts: z.array(z.unknown()).nullish(),
});
const Customer = z.object({ id: Id, name: z.string().nullish(), email: z.string().nullish() });

const Envelope = z.object({
  id: Id,
  type: z.string().min(1).max(200),
  created: z.number().int().positive().max(1e11),
  data: z.object({ object: z.unknown() }),
});

/** Payments come in, or are on their way. A trial brings nothing yet. */
const PAYING = new Set(["active", "past_due"]);

/** The service tells time in whole seconds: of two events in one, this says which was later. */
const WITHIN_SECOND: Readonly<Record<string, number>> = { created: 0, updated: 500, deleted: 999 };

/** Reads an event of the billing service; null for one that says nothing about revenue. Throws `ZodError`. */
export function readBillingEvent(payload: unknown): BillingEvent | null {
  const { id: eventId, type, created, data } = Envelope.parse(payload);
  const [, what, verb = ""] = /^customer(\.subscription)?\.(created|updated|deleted)$/u.exec(type) ?? [];
  if (verb === "" || (what === undefined && verb === "deleted")) return null;
  const happenedAt = new Date(created * 1000 + (WITHIN_SECOND[verb] ?? 0));
  if (what === undefined) {
    const { id: customerId, name, email } = Customer.parse(data.object);
    const plain = (text: string | null | undefined) =>
      text?.replaceAll("\u0000", "").trim().slice(0, 200) || null;
    return {
      kind: "customer",
      eventId,
      type,
      happenedAt,
      customerId,
      name: plain(name),
      email: plain(email),
    };
  }
  const subscription = Subscription.parse(data.object);
  const isActive = verb !== "deleted" && PAYING.has(subscription.status);
  return {
    kind: "subscription",
    eventId,
    type,
    happenedAt,
    externalId: subscription.id,
    customerId: subscription.customer,
    isActive,
    mrrCents: isActive ? monthlyCents(itemsOf(subscription), discountsOf(subscription)) : 0,
  };
}

function itemsOf({ items }: z.infer<typeof Subscription>): PricedItem[] {
  return items.data.map(({ quantity, price }) => ({
    unitAmount: price.unit_amount_decimal ?? price.unit_amount ?? 0,
    quantity: quantity ?? 1,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    intervalCount: price.recurring?.interval_count ?? 1,
    // What is paid once comes in no month.
    isMetered: !price.recurring || price.recurring.usage_type === "metered",
  }));
}

function discountsOf({ discount, discounts }: z.infer<typeof Subscription>): Discount[] {
  const many = (discounts ?? []).flatMap((given) => {
    const parsed = DiscountForm.safeParse(given);
    return parsed.success ? [parsed.data] : [];
  });
  const all = many.length > 0 ? many : discount ? [discount] : [];
  return all.flatMap(({ coupon, source }) => {
    const found = coupon ?? source?.coupon;
    if (!found) return [];
    return [
      {
        isOnce: found.duration === "once",
        percentOff: found.percent_off ?? null,
        amountOff: found.amount_off ?? null,
        currency: found.currency ?? null,
      },
    ];
  });
}
