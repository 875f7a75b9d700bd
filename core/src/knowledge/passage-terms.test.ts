import { expect, test } from "vitest";
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
