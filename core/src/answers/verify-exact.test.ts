import { describe, expect, test } from "vitest";
import type { AnswerDraft, KnowledgeChunk } from "../ports.ts";
import { verifyClaims } from "./verify-claims.ts";

const passage = (chunkId: number, text: string, title = "Limits"): KnowledgeChunk => ({
  chunkId,
  articleId: chunkId,
  title,
  headingPath: [],
  url: null,
  text,
});

type Said = { statement: string; excerpt?: string; chunkId?: number };

function draftOf(said: Said[], clarifyingQuestion: string | null = null): AnswerDraft {
  const claims = said.flatMap(({ statement, excerpt, chunkId = 1 }) =>
    excerpt === undefined ? [] : [{ statement, excerpt, chunkId }],
  );
  return {
    markdown: said.map(({ statement }) => statement).join(" "),
    claims,
    citedChunkIds: [...new Set(claims.map(({ chunkId }) => chunkId))],
    selfConfidence: 0.95,
    clarifyingQuestion,
    readings: [],
    needsPerson: null,
  };
}

describe("a source", () => {
  const LIFE = "A token lives for 90 days.";
  const chunks = [passage(1, LIFE, "Tokens"), passage(2, "Slack needs a bot and a channel.", "Slack")];
  const sources = { chunks, question: "How long does a token live?" };
  const bogus = { statement: LIFE, chunkId: 2, excerpt: "words that stand nowhere at all" };
  const honest = { statement: LIFE, chunkId: 1, excerpt: LIFE };

  test("that is quoted wrongly is none, though the statement has another", () => {
    const draft = { ...draftOf([bogus, honest]), markdown: LIFE };

    const verified = verifyClaims(draft, sources);

    expect(verified).toMatchObject({ standing: "whole", draft: { citedChunkIds: [1] } });
    expect(verified.draft.claims).toEqual([honest]);
  });

  test("of one statement does not carry the same statement in another place", () => {
    const verified = verifyClaims(draftOf([bogus, honest]), sources);

    expect(verified).toMatchObject({ standing: "weak", unsupported: [LIFE], draft: { citedChunkIds: [1] } });
  });
});
