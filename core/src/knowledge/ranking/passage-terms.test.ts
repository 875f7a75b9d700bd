import { expect, test } from "vitest";
import { analyzeChunk, countTerms } from "../indexing/analyze.ts";
import { PassageReader } from "./passage-terms.ts";

const text = {
  title: "The webhook",
  heading: "How to sign a request",
  content: "Sign each request with the key. Sign, sign! The key is a secret of the request.",
};

test("a passage is told in numbers: in order, counted, and sentence by sentence", () => {
  const reader = new PassageReader();
  const words = (numbers: Int32Array): string[] =>
    Array.from(numbers, (number) => reader.numbers.terms[number] ?? "");

  const passage = reader.takeApart(text);

  expect(words(passage.title)).toEqual(["the", "webhook"]);
  expect(words(passage.titleContent)).toEqual(["webhook"]);
  expect(words(passage.heading)).toEqual(["sign", "request"]);
  expect(words(passage.content)).toEqual("sign request key sign sign key secret request".split(" "));
  expect(passage.counts[words(passage.all).indexOf("sign")]).toBe(4);
  expect(passage.counts.reduce((sum, count) => sum + count)).toBe(passage.length);
  expect(passage.length - passage.stops).toBe(11);
  const { terms, ends } = passage.sentences;
  expect(Array.from(ends, (end, n) => words(terms.slice(ends[n - 1] ?? 0, end)))).toEqual([
    ["sign", "each", "request", "with", "the", "key"],
    ["the", "key", "is", "a", "secret", "of", "request"],
  ]);
});

test("a passage is taken apart once, and anew when its text is another", () => {
  const reader = new PassageReader();
  const passage = reader.read(7, text);

  expect(reader.read(7, { ...text })).toBe(passage);
  expect(reader.read(7, { ...text, content: "Something else." }).length).not.toBe(passage.length);
});

const PASSAGES = [
  {
    title: "Resetting your password",
    heading: "When the link has expired",
    content:
      "Open Settings > Login. Choose “Reset password”… The link in e-mail works for 10 min.\n\nCafé? Fine!",
  },
  { title: "num_cpus", heading: "", content: "" },
  {
    title: "Passwort zurücksetzen",
    heading: "",
    content: "Öffnen Sie die Einstellungen. Das Konto bleibt, und die Daten des Kontos bleiben.",
    language: "de",
  },
];

test.each(PASSAGES)("a passage is taken apart as it is counted: $title", (chunk) => {
  const reader = new PassageReader();
  reader.read(1, { title: "Another", heading: "one", content: "Read before. The password is reset." });
  const passage = reader.read(2, chunk);

  const words = analyzeChunk(chunk);
  const toTerms = (numbers: Int32Array): (string | undefined)[] =>
    Array.from(numbers, (number) => reader.numbers.terms[number]);
  const counted = countTerms(words);
  const content = new Map(
    toTerms(passage.all).flatMap((term, n) =>
      reader.numbers.isStop[passage.all[n] ?? 0] ? [] : [[term, passage.counts[n]]],
    ),
  );
  expect(toTerms(passage.title)).toEqual(words.title);
  expect(content).toEqual(new Map(counted.counts));
  expect(passage.length).toBe(counted.length);
  const sentences = words.sentences.filter((terms) => terms.length >= 3);
  const ends = Array.from(passage.sentences.ends);
  const runs = ends.map((end, n) => toTerms(passage.sentences.terms.subarray(ends[n - 1] ?? 0, end)));
  expect(runs).toEqual(sentences.map((terms) => [...new Set(terms)]));
});
