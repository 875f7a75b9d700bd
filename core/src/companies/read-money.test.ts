import { expect, test } from "vitest";
import { readMoney } from "./read-money.ts";

test.each([
  ["0", 0],
  ["1234.5", 1234.5],
  ["$1,234.50", 1234.5],
  ["US$ 99", 99],
  ["1 000 000", 1_000_000],
  [" 12 USD ", 12],
  ["12,5", null],
  ["1.234,50", null],
  ["-5", null],
  ["1e9", null],
  ["=1+1", null],
  ["Infinity", null],
  ["", null],
])("%j is %j dollars", (text, dollars) => {
  expect(readMoney(text)).toBe(dollars);
});
