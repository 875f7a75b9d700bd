import type { AnswerDraft, Claim, KnowledgeChunk } from "../../ports.ts";
import { isConnective } from "./connective.ts";
import {
  isAside,
  isQuoted,
  isSupported,
  isTranslation,
  ordersMore,
  readEvidence,
  standsWhole,
} from "./evidence.ts";
import type { Evidence } from "./evidence.ts";
import { countSaid } from "./normal-text.ts";
import { keepToMatter } from "./question-back.ts";
import { cutStatements } from "./statements.ts";
import type { Piece } from "./statements.ts";

export type Verified = {
  /** Without what nothing supports; if the answer is `weak`, as it was but for sources that were quoted wrongly. */
  draft: AnswerDraft;
  /**
   * - `whole`: every statement stands on a passage.
   * - `trimmed`: some did not and were removed; what is left still answers.
   * - `weak`: too much has no support; nobody but agents may see it.
   */
  standing: "whole" | "trimmed" | "weak";
  /** What has no support, as it stood in the answer. */
  unsupported: string[];
  /** Statements are in another language than their passages: that they say the same could not be checked. */
  isTranslated: boolean;
};

/** Less of an answer than this is another answer. */
const LEAST_LEFT = 0.5;

/**
 * Holds an answer against its passages: excerpts must stand there, numbers and code of a statement too, the statement must
 * speak of what its passage speaks of, and what claims nothing, or asks back, must bring up nothing that the passages do not speak of.
 */
export function verifyClaims(
  given: AnswerDraft,
  sources: { chunks: KnowledgeChunk[]; question: string },
): Verified {
  const evidence = readEvidence({ ...sources, answer: given.markdown });
  const draft = keepToMatter(given, evidence);
  const pieces = cutStatements(
    draft.markdown,
    draft.claims.map((claim) => claim.statement),
  );
  const judged = pieces.map((piece) => ({ piece, verdict: verdictOn(piece, draft.claims, evidence) }));
  const said = judged.filter(({ verdict }) => verdict === "supported" || verdict === "unsupported");
  const bad = said.filter(({ verdict }) => verdict === "unsupported").map(({ piece }) => piece);
  const out = judged.filter(({ verdict }) => verdict === "unsupported" || verdict === "stray");
  const removed = out.map(({ piece }) => piece);
  const unsupported = removed.map((piece) => piece.text);
  const claims = draft.claims.filter((claim) => isSupported(claim, evidence));
  const isTranslated = claims.some((claim) => isTranslation(claim, evidence));
  const found = { unsupported, isTranslated };
  const cited = citedBy(claims, draft);
  if (said.length > 0 && removed.length === 0)
    return { draft: { ...cited, claims }, standing: "whole", ...found };

  const isLeft = said.length > bad.length && said[0]?.verdict === "supported" && !removed.some(isNeeded);
  const words = (all: Piece[]): number => countSaid(all.map((piece) => piece.text).join(" "));
  const share = 1 - words(bad) / Math.max(1, words(said.map(({ piece }) => piece)));
  if (!isLeft || share < LEAST_LEFT) {
    const quoting = draft.claims.filter((claim) => isQuoted(claim, evidence));
    return { draft: citedBy(quoting, draft), standing: "weak", ...found };
  }
  return { draft: trimmed(cited, claims, removed), standing: "trimmed", ...found };
}

/** A connective asserts nothing; a stray one brings up what the passages do not speak of, and is left out. */
type Verdict = "supported" | "unsupported" | "connective" | "stray";

function verdictOn(piece: Piece, claims: Claim[], evidence: Evidence): Verdict {
  if (piece.claims.length > 0) {
    const own = piece.claims.flatMap((index) => claims[index] ?? []);
    return own.some((claim) => isSupported(claim, evidence)) ? "supported" : "unsupported";
  }
  if (isConnective(piece.text)) {
    return isAside(piece.text, evidence) && !ordersMore(piece.text, evidence) ? "connective" : "stray";
  }
  return standsWhole(piece.text, evidence) ? "supported" : "unsupported";
}

/** A procedure without one of its steps, or without its code, is a wrong procedure. */
function isNeeded(piece: Piece): boolean {
  return /^\s*(?:\d{1,3}[.)]\s|`{3,}|~{3,})/u.test(piece.text) || /^\s*(?:`{3,}|~{3,})/mu.test(piece.text);
}

function trimmed(draft: AnswerDraft, claims: Claim[], bad: Piece[]): AnswerDraft {
  let markdown = draft.markdown;
  for (const piece of bad.toReversed()) markdown = markdown.slice(0, piece.start) + markdown.slice(piece.end);
  return { ...draft, markdown: tidy(markdown), claims };
}

/** A passage that no claim really rests on is no source. */
function citedBy(claims: Claim[], draft: AnswerDraft): AnswerDraft {
  const cited = new Set(claims.map((claim) => claim.chunkId));
  return { ...draft, citedChunkIds: draft.citedChunkIds.filter((id) => cited.has(id)) };
}

/** What removing leaves behind: marks of empty list items, doubled spaces, gaps between paragraphs. */
function tidy(markdown: string): string {
  return markdown
    .replace(/^[\t ]*(?:[-*+]|\d{1,3}[.)])[\t ]*$\n?/gmu, "")
    .replace(/(?<=\S)[\t ]{2,}(?=\S)/gu, " ")
    .replace(/[\t ]+$/gmu, "")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}
