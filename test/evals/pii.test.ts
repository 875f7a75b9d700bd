import { withoutPii } from "@firstline/core";
import { expect, test } from "vitest";
import { hasSet, readLines, textOf } from "./classify/sets.ts";

const NOBODY = { names: [], emails: [], handles: [] };
const clean = (text: string): string => withoutPii(text, NOBODY).text;

const missing = ["pii", "bugs"].filter((set) => !hasSet(set));
if (missing.length > 0) console.warn(`Left out, not in the data folder (EVAL_DATA): ${missing.join(", ")}.`);

/** Kinds of the labelled sentences that have a form of their own, with the least share that must go. */
const FLOORS: Record<string, number> = {
  EMAIL_ADDRESS: 1,
  IP_ADDRESS: 1,
  CREDIT_CARD: 0.98,
  IBAN_CODE: 1,
  US_SSN: 1,
  PHONE_NUMBER: 0.9,
};

type Span = { type: string; value: string };
/** The form of the file is stated beside it. */
const spansOf = (line: Record<string, unknown>): Span[] => line["spans"] as Span[];

test.skipIf(missing.includes("pii"))("what has a form of its own goes from labelled sentences", () => {
  const counts = new Map<string, { gone: number; all: number }>();
  for (const line of readLines("pii/dev/pii.jsonl")) {
    const plain = clean(textOf(line, "text"));
    for (const { type, value } of spansOf(line)) {
      const { gone, all } = counts.get(type) ?? { gone: 0, all: 0 };
      counts.set(type, { gone: gone + (plain.includes(value) ? 0 : 1), all: all + 1 });
    }
  }

  console.warn([...counts].map(([type, { gone, all }]) => `${type} ${gone} of ${all}`).join(", "));
  const shares = Object.keys(FLOORS).map((type) => {
    const { gone = 0, all = 0 } = counts.get(type) ?? {};
    return { type, isEnough: gone / all >= (FLOORS[type] ?? 1) };
  });
  expect(shares.filter(({ isEnough }) => !isEnough)).toEqual([]);
});

test.skipIf(missing.includes("bugs"))("bug reports keep what maintainers need", () => {
  const texts = readLines("bugs/dev/bugs.jsonl").map((line) => textOf(line, "text"));
  const counted = texts.map((text) => withoutPii(text, NOBODY).removed);

  const sums = Object.fromEntries(
    ["phone", "card", "bank_account", "national_id", "ip"].map((kind) => [
      kind,
      counted.reduce(
        (sum, removed) => sum + (Object.entries(removed).find(([name]) => name === kind)?.[1] ?? 0),
        0,
      ),
    ]),
  );
  console.warn(`taken out of ${texts.length} bug reports: ${JSON.stringify(sums)}`);
  // They hold no phone numbers and cards, and three addresses of real servers.
  expect(sums).toEqual({
    phone: 0,
    card: 0,
    bank_account: 0,
    national_id: 0,
    ip: expect.toSatisfy((n) => n <= 6),
  });
});
