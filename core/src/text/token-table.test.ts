import { expect, test } from "vitest";
import { TokenTable } from "./token-table.ts";
import { termsOf } from "./words.ts";

/** A table whose numbers are places in `terms`. */
function tableWithTerms(): { table: TokenTable; terms: string[] } {
  const terms: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (term: string): number => {
    const number = numbers.get(term) ?? terms.push(term) - 1;
    numbers.set(term, number);
    return number;
  };
  return { table: new TokenTable((some) => some.map(numberOf)), terms };
}

test.each([
  ["words", "How do I configure the exporters of a cluster?"],
  ["identifiers, whole and in parts", "call ray.init(num_cpus=4) or MyHTTPServer.run()"],
  ["signs that end a token", "C++ and C# but not C+++ or a+, and x+++y is one"],
  [
    "signs that join and signs that do not",
    "don't e-mail me@example.com -- re: 'this' a..b 10:30 #general ...",
  ],
  ["typography", "it’s “quoted” – or ‘so’ — and\u00A0more • points"],
  ["numbers and codes", "HTTP 404, ERR_CONN_RESET, v1.2.3-rc4, 10,000"],
  ["nothing", ""],
  ["no token", " \n\t!?"],
  ["a token that takes the whole text", "x"],
  ["a long address", `see https://example.com/${"deep/".repeat(30)}end now`],
])("reads %s as termsOf does, at first and again", (_, text) => {
  const { table, terms } = tableWithTerms();
  for (let time = 0; time < 2; time += 1)
    expect(table.read(text)?.map((number) => terms[number])).toEqual(termsOf(text));
});

test.each([
  "café",
  "naïve ideas",
  "10 µs",
  "日本語",
  "ﬁle",
  "wait…",
  "e\u0301",
  "a\u200Bb",
  "👍 yes",
  "½ done",
])("leaves %s to the rules for all of Unicode", (text) => {
  expect(tableWithTerms().table.read(text)).toBeNull();
});

test("a short text after a long one is read without the rest of that", () => {
  const { table, terms } = tableWithTerms();
  table.read("configure the exporters of a cluster");
  expect(table.read("log")?.map((number) => terms[number])).toEqual(["log"]);
});

test("tokens keep their numbers while the table grows, and when it has to begin anew", () => {
  const { table, terms } = tableWithTerms();
  const text = "num_cpus of clusters";
  const before = table.read(text);
  for (const count of [10_000, 250_000]) {
    for (let start = 0; start < count; start += 1_000)
      table.read(Array.from({ length: 1_000 }, (_, n) => `id${start + n}`).join(" "));
    expect(table.read(text)).toEqual(before);
    expect(table.read("id1 id9999")?.map((number) => terms[number])).toEqual(termsOf("id1 id9999"));
  }
});
