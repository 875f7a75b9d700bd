import type { AnswerDraft, Claim, KnowledgeChunk } from "../ports.ts";
import { isConnective } from "./connective.ts";
import { countSaid, normalText } from "./normal-text.ts";
import { cutStatements } from "./statements.ts";
import type { Piece } from "./statements.ts";

export type Verified = {
  /** Without the statements that nothing supports, unless the answer is `weak`: then as it was. */
  draft: AnswerDraft;
  /**
   * - `whole`: every statement stands on a passage.
   * - `trimmed`: some did not and were removed; what is left still answers.
   * - `weak`: too much has no support; nobody but agents may see it.
   */
  standing: "whole" | "trimmed" | "weak";
  /** What has no support, as it stood in the answer. */
  unsupported: string[];
};

/** Shorter excerpts stand in every passage. */
const LEAST_WORDS = 3;
/** Less of an answer than this is another answer. */
const LEAST_LEFT = 0.5;

/**
 * Holds an answer against its passages: excerpts must stand there, numbers and code of a statement too, and what claims
 * nothing must be words that assert nothing.
 */
export function verifyClaims(
  draft: AnswerDraft,
  sources: { chunks: KnowledgeChunk[]; question: string },
): Verified {
  const evidence = readEvidence(sources);
  const pieces = cutStatements(
    draft.markdown,
    draft.claims.map((claim) => claim.statement),
  );
  const judged = pieces.map((piece) => ({ piece, verdict: verdictOn(piece, draft.claims, evidence) }));
  const said = judged.filter(({ verdict }) => verdict !== "connective");
  const bad = said.filter(({ verdict }) => verdict === "unsupported").map(({ piece }) => piece);
  const unsupported = bad.map((piece) => piece.text);
  const claims = draft.claims.filter((claim) => isSupported(claim, evidence));
  if (said.length > 0 && bad.length === 0)
    return { draft: { ...draft, claims }, standing: "whole", unsupported };

  const isLeft = said.length > bad.length && said[0]?.verdict === "supported" && !bad.some(isNeeded);
  const words = (all: Piece[]): number => countSaid(all.map((piece) => piece.text).join(" "));
  const share = 1 - words(bad) / Math.max(1, words(said.map(({ piece }) => piece)));
  if (!isLeft || share < LEAST_LEFT) return { draft, standing: "weak", unsupported };
  return { draft: trimmed(draft, claims, bad), standing: "trimmed", unsupported };
}

type Verdict = "supported" | "unsupported" | "connective";

function verdictOn(piece: Piece, claims: Claim[], evidence: Evidence): Verdict {
  if (piece.claim !== null) {
    const own = claims.filter((claim) => claim.statement.trim() === piece.text);
    return own.some((claim) => isSupported(claim, evidence)) ? "supported" : "unsupported";
  }
  if (isConnective(piece.text)) return "connective";
  const text = normalText(piece.text);
  return countSaid(text) > LEAST_WORDS && evidence.all.includes(text) ? "supported" : "unsupported";
}

type Evidence = {
  chunks: Map<number, string>;
  /** All passages, as one text. */
  all: string;
  /** What a statement may name: everything in the passages and in the question. */
  known: string;
};

function readEvidence({ chunks, question }: { chunks: KnowledgeChunk[]; question: string }): Evidence {
  const textOf = (chunk: KnowledgeChunk): string =>
    normalText([chunk.title, ...chunk.headingPath, chunk.text].join("\n"));
  const texts = chunks.map((chunk) => [chunk.chunkId, textOf(chunk)] as const);
  const all = texts.map(([, text]) => text).join("\n");
  return { chunks: new Map(texts), all, known: `${all}\n${normalText(question)}` };
}

function isSupported(claim: Claim, evidence: Evidence): boolean {
  const passage = evidence.chunks.get(claim.chunkId);
  if (passage === undefined) return false;
  return standsIn(claim.excerpt, passage) && !namesUnknown(claim.statement, evidence.known);
}

function standsIn(excerpt: string, passage: string): boolean {
  const text = normalText(excerpt)
    .replace(/^"(.*)"$/u, "$1")
    .replace(/[.,;:!?]+$/u, "");
  if (text === "" || !(passage.includes(text) || standsInParts(text, passage))) return false;
  return countSaid(text) >= LEAST_WORDS || isWholeCode(excerpt, text);
}

const ELLIPSIS = /\s*(?:\[?\.{3,}\]?)\s*/u;
const LEAST_PART_WORDS = 2;

/** A quotation that leaves something out, and says so, stands there when its parts do, one after the other. */
function standsInParts(text: string, passage: string): boolean {
  const parts = text.split(ELLIPSIS);
  if (parts.length < 2 || parts.some((part) => countSaid(part) < LEAST_PART_WORDS)) return false;
  let from = 0;
  return parts.every((part) => {
    const found = passage.indexOf(part, from);
    from = found + part.length;
    return found !== -1;
  });
}

/** A command, an option or a name of an identifier's shape says enough by itself. */
function isWholeCode(excerpt: string, text: string): boolean {
  if (text.length < 4) return false;
  return /`/u.test(excerpt) || /[\p{L}\p{N}][-_.:/=]{1,2}[\p{L}\p{N}]|^--?\w|\p{Ll}\p{Lu}/u.test(excerpt);
}

const INLINE_CODE = /(?<!`)`([^`\n]+)`(?!`)/gu;
/** Numbers that people get wrong: of two digits and more, with a fraction, a version. */
const NUMBER = /(?<![\p{L}\p{N}.])(?:\d{2,}(?:[.,]\d+)*|\d(?:[.,]\d+)+)(?![\p{L}\p{N}])/gu;

/** A number or a piece of code that neither the passages nor the asker brought up is made up. */
function namesUnknown(statement: string, known: string): boolean {
  const withoutBlocks = statement.replace(/^[\t ]*(`{3,9}|~{3,9})[\s\S]*?^[\t ]*\1/gmu, " ");
  const codes = [...withoutBlocks.matchAll(INLINE_CODE)].map(([, code = ""]) => normalText(code));
  const numbers = withoutBlocks.replace(INLINE_CODE, " ").match(NUMBER) ?? [];
  const isKnown = (name: string): boolean => known.includes(name) || known.includes(name.replaceAll(",", ""));
  return ![...codes, ...numbers].every(isKnown);
}

/** A procedure without one of its steps, or without its code, is a wrong procedure. */
function isNeeded(piece: Piece): boolean {
  return /^\s*(?:\d{1,3}[.)]\s|`{3,}|~{3,})/u.test(piece.text) || /^\s*(?:`{3,}|~{3,})/mu.test(piece.text);
}

function trimmed(draft: AnswerDraft, claims: Claim[], bad: Piece[]): AnswerDraft {
  let markdown = draft.markdown;
  for (const piece of bad.toReversed()) markdown = markdown.slice(0, piece.start) + markdown.slice(piece.end);
  const cited = new Set(claims.map((claim) => claim.chunkId));
  return {
    ...draft,
    markdown: tidy(markdown),
    claims,
    citedChunkIds: draft.citedChunkIds.filter((id) => cited.has(id)),
  };
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
