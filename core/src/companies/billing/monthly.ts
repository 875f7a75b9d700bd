import { toUsCents } from "./currency.ts";

export type Interval = "day" | "week" | "month" | "year";

export type PricedItem = {
  /** In the currency's smallest unit, for one. */
  unitAmount: number;
  quantity: number;
  currency: string;
  interval: Interval;
  /** One payment for so many intervals. */
  intervalCount: number;
  /** Paid by what was used, which no subscription says. */
  isMetered: boolean;
};

export type Discount = {
  /** Once only: it says nothing about what comes in every month. */
  isOnce: boolean;
  percentOff: number | null;
  /** In the currency's smallest unit, of each payment. */
  amountOff: number | null;
  currency: string | null;
};

const MONTHS: Readonly<Record<Interval, number>> = { day: 12 / 365, week: 12 / 52, month: 1, year: 12 };
const MOST_CENTS = 2_000_000_000;

/** Payments a month. */
const perMonth = ({ interval, intervalCount }: PricedItem): number =>
  1 / (MONTHS[interval] * Math.max(1, intervalCount));

/** What a subscription brings in a month, in US cents; prices in currencies that are not known count nothing. */
export function monthlyCents(items: PricedItem[], discounts: Discount[]): number {
  const lasting = discounts.filter(({ isOnce }) => !isOnce);
  const full = items.reduce((sum, item) => sum + itemCents(item), 0);
  const shares = lasting.map(({ percentOff }) => 1 - Math.min(100, Math.max(0, percentOff ?? 0)) / 100);
  const reduced = shares.reduce((sum, share) => sum * share, full);
  const [first] = items;
  const off = lasting.reduce((sum, { amountOff, currency }) => {
    if (amountOff === null || !first) return sum;
    return sum + (toUsCents(amountOff, currency ?? first.currency) ?? 0) * perMonth(first);
  }, 0);
  return Math.min(MOST_CENTS, Math.max(0, Math.round(reduced - off)));
}

function itemCents(item: PricedItem): number {
  if (item.isMetered) return 0;
  return (toUsCents(item.unitAmount * item.quantity, item.currency) ?? 0) * perMonth(item);
}
