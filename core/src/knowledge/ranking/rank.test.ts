import { expect, test } from "vitest";
import { lookCloser } from "./rank.ts";
import { CLOSER_FEATURES, WORD_FEATURES } from "./rank-features.ts";
import type { CloserRow, Examined, WordRow } from "./rank-features.ts";

const chunkOf = (id: number): Examined["chunk"] => ({
  id,
  article_id: id,
  hash: "",
  title: "",
  heading: "",
  content: "",
  heading_path: [],
  anchor: null,
  position: 0,
  slug: "",
  source_url: null,
  source_path: null,
  audience: "everyone",
  language: null,
  helpful: 0,
  not_helpful: 0,
  updated: 0,
  bm25: 0,
  similarity: null,
});

function examined(id: number, words: Partial<WordRow>, closer: Partial<CloserRow>): Examined {
  const noWords = Object.fromEntries(WORD_FEATURES.map((name) => [name, 0])) as WordRow;
  const nothingCloser = Object.fromEntries(CLOSER_FEATURES.map((name) => [name, 0])) as CloserRow;
  return {
    chunk: chunkOf(id),
    words: { ...noWords, ...words },
    closer: () => ({ ...nothingCloser, ...closer }),
  };
}

test("what a title says counts as far as the titles found are questions", () => {
  const passages = [
    examined(
      1,
      { softTitle: 0.8, titleLikeness: 0.6, softWords: 1 },
      { titleQuestion: 1, meaningTitle: 0.4 },
    ),
    examined(2, { softTitle: 0.5 }, { meaningTitle: 1 }),
  ];

  const [first, second] = lookCloser(passages, { softWords: 1 }).map(({ features }) => features);

  expect(first).toMatchObject({ titlesAsk: 0.5, askingCover: 0.4, askingLikeness: 0.3, askingMeaning: 0.2 });
  expect(second).toMatchObject({ titlesAsk: 0.5, askingCover: 0.25, askingLikeness: 0, askingMeaning: 0.5 });
});

test("nothing found is nothing to look at", () => {
  expect(lookCloser([], {})).toEqual([]);
});
