import type { Claim, Judgement, JudgeRequest, KnowledgeChunk } from "../../ports.ts";
import {
  contentTermsOf,
  findBeyondArticles,
  findPersonNeed,
  splitSentences,
  termsOf,
} from "../../text/index.ts";
import { readForm } from "./form.ts";
import type { QuestionForm } from "./form.ts";

import { takesForGranted } from "./exclusion.ts";
import { contradicts, namesIn } from "./same-matter.ts";
import { coverageOf, termsFoundIn, weighTerms } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

/** What a question must be covered to count as answered by instructions and not only by somebody with access. */
const INSTRUCTED = 0.85;
/** An answer in words of its own seldom repeats more of the question. */
const ENOUGH = 0.7;
/** How far an answer about another platform, or about the opposite, is on point. */
const OPPOSITE = 0;

/**
 * A second look by rules: words, numbers, names and the kind of answer, never meaning. It finds answers that leave a part
 * of the question aside or speak of another product, and statements that no passage holds; what it finds right may still
 * be wrong.
 */
export function judgeAnswer(request: JudgeRequest): Judgement {
  const { question, answer, claims, chunks } = request;
  const terms = weighTerms(question, chunks);
  const cited = citedChunks(claims, chunks);
  const frame = cited.map((chunk) => `${chunk.title} ${chunk.headingPath.join(" ")}`).join(" ");
  const complete = completeness(terms, { question, answer: `${frame} ${answer}`, form: readForm(question) });
  const beyond = findBeyondArticles(question);
  const isInstructed = complete >= INSTRUCTED;
  const asksForAccess = beyond === "own" || beyond === "deed";
  return {
    grounded: groundedness(request),
    complete,
    onPoint: onPoint(terms, { question, answer, frame }),
    needsAccountAccess: findPersonNeed(question, isInstructed) !== null || (asksForAccess && !isInstructed),
  };
}

function citedChunks(claims: Claim[], chunks: KnowledgeChunk[]): KnowledgeChunk[] {
  const cited = new Set(claims.map(({ chunkId }) => chunkId));
  return chunks.filter(({ chunkId }) => cited.has(chunkId));
}

/** Share of the answer's words in statements that a passage holds. */
function groundedness({ answer, claims, chunks }: JudgeRequest): number {
  const statements =
    claims.length > 0
      ? claims.map(({ statement, chunkId }) => ({
          statement,
          from: chunks.filter((c) => c.chunkId === chunkId),
        }))
      : splitSentences(answer).map((statement) => ({ statement, from: chunks }));
  let supported = 0;
  let total = 0;
  for (const { statement, from } of statements) {
    const size = Math.max(1, contentTermsOf(statement).length);
    supported += size * Math.max(0, ...from.map((chunk) => supportOf(statement, chunk)));
    total += size;
  }
  return total === 0 ? 0 : round(supported / total);
}

/** 1 for what stands there; else the share of its words that do, or nothing when it brings numbers of its own. */
function supportOf(statement: string, chunk: KnowledgeChunk): number {
  const text = `${chunk.title}\n${chunk.headingPath.join("\n")}\n${chunk.text}`;
  if (bare(text).includes(bare(statement))) return 1;
  const numbers = numbersIn(statement);
  const known = new Set(numbersIn(text));
  if (numbers.some((number) => !known.has(number))) return 0;
  const found = new Set(termsOf(text));
  const terms = contentTermsOf(statement);
  return terms.filter((term) => found.has(term)).length / Math.max(1, terms.length);
}

const bare = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();

const numbersIn = (text: string): string[] => text.match(/\d+(?:[.,:]\d+)*/g) ?? [];

type Asked = { question: string; answer: string; form: QuestionForm };

/** The part of the question that is covered least counts, and less when the answer is not of the kind asked for. */
function completeness(terms: QuestionTerms, { question, answer, form }: Asked): number {
  const found = new Set(termsFoundIn(terms, answer));
  const shares = partsOf(question).map((part) => {
    const wanted = termsFoundIn(terms, part);
    const total = coverageOf(terms, wanted);
    return total === 0
      ? 1
      : coverageOf(
          terms,
          wanted.filter((term) => found.has(term)),
        ) / total;
  });
  return round(Math.min(1, ...shares.map((share) => share / ENOUGH)) * kindShare(form, answer));
}

/** "How do I export, and where does the file go?" asks two things. */
function partsOf(question: string): string[] {
  const asking = splitSentences(question).filter((sentence) => sentence.includes("?"));
  const sentences = asking.length > 0 ? asking : [question];
  return sentences.flatMap((sentence) =>
    sentence.split(
      /(?:,|;|\band\b|\bor\b)\s+(?=(?:how|what|where|when|why|who|which|can|is|are|does|do)\b)/i,
    ),
  );
}

function kindShare(form: QuestionForm, answer: string): number {
  let share = 1;
  if (
    form.wantsNumber &&
    !/\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|no limit|unlimited)\b/i.test(answer)
  )
    share *= 0.7;
  if (form.wantsCode && !/`|^(?: {4}|\t)\S/m.test(answer)) share *= 0.85;
  return share;
}

type Matter = { question: string; answer: string; frame: string };

/** Names of the question must come up; an answer about the opposite or about another product is beside the point. */
function onPoint(terms: QuestionTerms, { question, answer, frame }: Matter): number {
  const text = `${frame} ${answer}`;
  if (contradicts(question, text) || takesForGranted(question, answer)) return OPPOSITE;
  const names = namesIn(question);
  const found = new Set(termsOf(text));
  const named = names.length === 0 ? 1 : names.filter((name) => found.has(name)).length / names.length;
  const focus = coverageOf(terms, termsFoundIn(terms, text));
  return round(0.5 * named + 0.5 * Math.min(1, focus / ENOUGH));
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
