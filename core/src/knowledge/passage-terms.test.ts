import { expect, test } from "vitest";
import { analyzeChunk, countTerms } from "./analyze.ts";
import { PassageReader } from "./passage-terms.ts";

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
