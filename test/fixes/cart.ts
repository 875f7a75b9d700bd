import type { CommandRun } from "@firstline/core";

/** A small project with a real bug: the last item of a cart is left out of its total. */
export const CART_FILES = {
  "package.json": `{ "name": "cart", "version": "1.0.0", "type": "module" }\n`,
  "README.md": "# Cart\n",
  "src/total.js": [
    "/** Sum of the prices of all items. */",
    "export function total(items) {",
    "  let sum = 0;",
    "  for (let index = 0; index < items.length - 1; index += 1) sum += items[index].price;",
    "  return sum;",
    "}",
    "",
  ].join("\n"),
  "test/empty.test.js": [
    'import assert from "node:assert/strict";',
    'import { test } from "node:test";',
    'import { total } from "../src/total.js";',
    "",
    'test("an empty cart costs nothing", () => {',
    "  assert.equal(total([]), 0);",
    "});",
    "",
  ].join("\n"),
  ".github/workflows/test.yml": "on: push\n",
};

export const TOTAL = "src/total.js";
export const NEW_TEST = "test/total.test.js";
export const WRONG = "items.length - 1";
export const RIGHT = "items.length";

export const NEW_TEST_TEXT = [
  'import assert from "node:assert/strict";',
  'import { test } from "node:test";',
  'import { total } from "../src/total.js";',
  "",
  'test("every item counts, the last one too", () => {',
  "  assert.equal(total([{ price: 2 }, { price: 3 }]), 5);",
  "});",
  "",
].join("\n");

/** The project's tests, as the fake workbench runs them. */
export function runCartTests(files: ReadonlyMap<string, string>): Partial<CommandRun> {
  const isFixed = files.get(TOTAL)?.includes(WRONG) === false;
  const hasTest = files.get(NEW_TEST)?.includes("assert.equal") === true;
  return hasTest && !isFixed
    ? { exitCode: 1, output: "not ok 1 - every item counts, the last one too\n2 !== 5\n" }
    : { exitCode: 0, output: "# pass 2\n" };
}

export const writeTest = {
  name: "write_file",
  input: { path: NEW_TEST, contents: NEW_TEST_TEXT },
};
export const mendTotal = { name: "edit_file", input: { path: TOTAL, old: WRONG, new: RIGHT } };
export const FINISHED = {
  summary: "The loop runs to the end of the list.",
  cause: "The loop in total() stopped one item early.",
  confidence: 0.95,
  limits: ["Carts with very many items were not tried."],
};
export const finish = (input: Partial<typeof FINISHED> = {}) => ({
  name: "finish",
  input: { ...FINISHED, ...input },
});

/** A whole good conversation: look, test, see it fail, mend, see it pass, finish. */
export const GOOD_TURNS = () => [
  {
    calls: [
      { name: "list_files", input: {} },
      { name: "read_file", input: { path: TOTAL } },
    ],
  },
  { calls: [writeTest, { name: "run_tests", input: {} }] },
  { calls: [mendTotal, { name: "run_tests", input: {} }] },
  { calls: [finish()] },
];
