import { expect, test } from "vitest";
import { monthlyCents } from "./monthly.ts";
import type { Discount, PricedItem } from "./monthly.ts";

const item = (more: Partial<PricedItem> = {}): PricedItem => ({
  unitAmount: 1_200,
  quantity: 1,
  currency: "usd",
  interval: "month",
  intervalCount: 1,
  isMetered: false,
  ...more,
});
const off = (more: Partial<Discount>): Discount => ({
  isOnce: false,
  percentOff: null,
  amountOff: null,
  currency: null,
  ...more,
});

test.each<[string, PricedItem[], Discount[], number]>([
  ["a monthly price", [item()], [], 1_200],
  ["ten seats", [item({ quantity: 10 })], [], 12_000],
  ["a yearly price", [item({ unitAmount: 12_000, interval: "year" })], [], 1_000],
  ["a price for three months", [item({ intervalCount: 3 })], [], 400],
  ["a weekly price", [item({ interval: "week" })], [], 5_200],
  ["a daily price", [item({ unitAmount: 100, interval: "day" })], [], 3_042],
  ["several prices", [item(), item({ unitAmount: 300 })], [], 1_500],
  ["use that is metered", [item({ isMetered: true })], [], 0],
  ["a price in euros", [item({ currency: "EUR" })], [], 1_380],
  ["a price in yen", [item({ unitAmount: 10_000, currency: "jpy" })], [], 6_600],
  ["a price in shells", [item({ currency: "xxs" })], [], 0],
  ["a quarter off", [item()], [off({ percentOff: 25 })], 900],
  ["a quarter off, once", [item()], [off({ percentOff: 25, isOnce: true })], 1_200],
  [
    "an amount off each year",
    [item({ unitAmount: 12_000, interval: "year" })],
    [off({ amountOff: 1_200 })],
    900,
  ],
  ["more off than there is", [item()], [off({ amountOff: 9_999 })], 0],
  ["a nonsensical share off", [item()], [off({ percentOff: 500 })], 0],
  ["more than any company pays", [item({ unitAmount: 1e15 })], [], 2_000_000_000],
  ["nothing", [], [], 0],
])("%s", (_title, items, discounts, cents) => {
  expect(monthlyCents(items, discounts)).toBe(cents);
});
