import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { verifyClaims } from "@firstline/core";
import type { AnswerDraft, KnowledgeChunk } from "@firstline/core";
import { expect, test } from "vitest";
import { PARAPHRASES } from "./paraphrases.ts";

const HANDBOOK = fileURLToPath(new URL("../../handbook/", import.meta.url));

/** An article by its sections, as it is cut for the search. */
function sectionsOf(slug: string): KnowledgeChunk[] {
  const paths = readdirSync(HANDBOOK, { recursive: true, encoding: "utf8" });
  const path = paths.find((each) => each.endsWith(`/${slug}.md`));
  const [, front = "", body = ""] =
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(readFileSync(`${HANDBOOK}${path}`, "utf8")) ?? [];
  const title = /^title: (.*)$/mu.exec(front)?.[1] ?? "";
  return body.split(/^(?=## )/mu).map((text, index) => ({
    chunkId: index + 1,
    articleId: 1,
    title,
    headingPath: [],
    url: null,
    text,
  }));
}

const quotationFrom = (text: string): string =>
  text
    .replace(/^## .*$/gmu, "")
    .trim()
    .split(/\s+/u)
    .slice(0, 5)
    .join(" ");

/** Whether the statement passes with any section as its evidence. */
function passes(statement: string, chunks: KnowledgeChunk[]): boolean {
  return chunks.some((chunk) => {
    const draft: AnswerDraft = {
      markdown: statement,
      claims: [{ statement, chunkId: chunk.chunkId, excerpt: quotationFrom(chunk.text) }],
      citedChunkIds: [chunk.chunkId],
      selfConfidence: 0.9,
      clarifyingQuestion: null,
      readings: [],
      needsPerson: null,
    };
    return verifyClaims(draft, { chunks, question: "How does this work?" }).standing === "whole";
  });
}

const shareOf = (all: boolean[]): number => all.filter(Boolean).length / all.length;

test("honest paraphrases of an article pass, and the same words over another article do not", () => {
  const slugs = [...new Set(PARAPHRASES.map(([slug]) => slug))];
  const next = (slug: string): string => slugs[(slugs.indexOf(slug) + 3) % slugs.length] ?? slug;

  const held = PARAPHRASES.map(([slug, statement]) => passes(statement, sectionsOf(slug)));
  const swapped = PARAPHRASES.map(([slug, statement]) => passes(statement, sectionsOf(next(slug))));

  expect(shareOf(held)).toBeGreaterThanOrEqual(0.9);
  expect(shareOf(swapped)).toBeLessThanOrEqual(0.15);
});
