import { expect, test } from "vitest";
import { indexWords } from "./related-by-words.ts";

const ARTICLES = [
  { id: 1, title: "Rotate an API token", text: "Open Settings and press Rotate beside the token." },
  { id: 2, title: "Revoke an API token", text: "A token that leaked is revoked in Settings." },
  { id: 3, title: "Pay by invoice", text: "Invoices are sent on the first of the month." },
  { id: 4, title: "Change the invoice address", text: "The address on invoices is changed under Billing." },
  { id: 5, title: "Keyboard shortcuts", text: "Press a question mark." },
];

test.each([
  { id: 1, nearest: 2, why: "both are about tokens" },
  { id: 3, nearest: 4, why: "both are about invoices" },
  { id: 5, nearest: 1, why: "one word is shared" },
  { id: 9, nearest: undefined, why: "an article that is not there is like none" },
])("the article most like $id is $nearest: $why", ({ id, nearest }) => {
  const index = indexWords(ARTICLES);

  expect(index.relatedTo(id, 3)[0]).toBe(nearest);
});

test("an article is never related to itself, and an empty one to nothing", () => {
  const index = indexWords([...ARTICLES, { id: 6, title: "", text: "" }]);

  expect(index.relatedTo(6, 3)).toEqual([]);
  for (const { id } of ARTICLES) expect(index.relatedTo(id, 9)).not.toContain(id);
});
