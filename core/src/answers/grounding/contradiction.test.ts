import { expect, test } from "vitest";
import type { AnswerDraft } from "../../ports.ts";
import { findContradiction } from "./contradiction.ts";
import { aHit } from "../hit.fixture.ts";

const cited = (title: string, text: string) => aHit({ title, text });

function said(mine: [title: string, text: string], other: [title: string, text: string]): string | null {
  const hit = cited(...mine);
  const draft: AnswerDraft = {
    markdown: mine[1],
    claims: [{ statement: mine[1], chunkId: hit.chunkId, excerpt: mine[1] }],
    citedChunkIds: [hit.chunkId],
    selfConfidence: 1,
    clarifyingQuestion: null,
    readings: [],
    needsPerson: null,
  };
  return findContradiction(draft, [hit, cited(...other)]);
}

test.each([
  ["Refunds are paid within 14 days to your card.", "Refunds are paid to your card within 30 days."],
  ["Uploads are kept for ten days.", "**Uploads** are kept for twelve days. They are then deleted."],
  ["Files of all members are private by default.", "- Files of members are public by default."],
  ["A guest can invite other guests to a channel.", "A guest cannot invite other guests to a channel."],
])("%j is contradicted by %j", (mine, other) => {
  expect(said(["Refunds and uploads", mine], ["Uploads and refunds of today", other])).toMatch(
    /^The article "Uploads and refunds of today" says otherwise: ".*"$/u,
  );
});

test.each([
  ["the same again", "Refunds are paid within 14 days.", "Refunds are paid within 14 days."],
  ["more on it", "Refunds are paid within 14 days.", "Refunds are paid by card within 5 to 14 days of work."],
  ["another matter", "Refunds are paid within 14 days.", "Invoices are kept for 10 years."],
  [
    "it as a reminder",
    "Choose Rotate to rotate your token.",
    "Don't forget: choose Rotate to rotate your token.",
  ],
  [
    "it and more",
    "A coupon can be used once for a plan.",
    "A coupon can be used once for a plan and not for seats.",
  ],
  [
    "where to read on",
    "Choose a plan for your team, see step 3.",
    "Choose a plan for your team, see step 5.",
  ],
  ["too few words", "It costs 10 USD.", "It costs 20 USD."],
])("an article that says %s contradicts nothing", (_, mine, other) => {
  expect(said(["Refunds", mine], ["Refunds in detail", other])).toBeNull();
});

test("of another thing the same may be said with other numbers", () => {
  const price = (plan: string, sum: number): [string, string] => [
    `The ${plan} plan`,
    `The plan costs ${sum} USD a month for each member.`,
  ];

  expect(said(price("Pro", 20), price("Basic", 10))).toBeNull();
});
