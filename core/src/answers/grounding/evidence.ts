import type { Claim, KnowledgeChunk } from "../../ports.ts";
import { detectLanguage } from "../../text/index.ts";
import { isHonestLimit, ordersOf } from "./connective.ts";
import { areBlocksKnown, codeSaid, readCode, standsAsCode } from "./known-code.ts";
import {
  bringsUpMore,
  echoes,
  isAllIn,
  joinVocabularies,
  readVocabulary,
  speaksOf,
  withoutCodeBlocks,
} from "./lexical-support.ts";
import type { Vocabulary } from "./lexical-support.ts";
import { countSaid, normalText } from "./normal-text.ts";
import { numbersIn, numbersSaid } from "./number-tokens.ts";

type Passage = { text: string; words: Vocabulary };

/** What an answer is held against. */
export type Evidence = {
  passages: Map<number, Passage>;
  /** All passages, as one text. */
  all: string;
  words: Vocabulary;
  /** What a statement may name: everything in the passages and in the question. */
  known: string;
  /** The same for code, whose case and signs count. */
  code: { all: string; known: string };
  numbers: ReadonlySet<string>;
  asked: Vocabulary;
  /** Language of the whole answer, for statements too short to tell; null when it cannot be told. */
  language: string | null;
};

export type EvidenceInput = { chunks: KnowledgeChunk[]; question: string; answer: string };

export function readEvidence({ chunks, question, answer }: EvidenceInput): Evidence {
  const passages = new Map(chunks.map((chunk) => [chunk.chunkId, readPassage(chunk)] as const));
  const all = [...passages.values()].map(({ text }) => text).join("\n");
  const code = chunks.map((chunk) => readCode(textOf(chunk))).join("\n");
  const asked = readVocabulary(question);
  const numbers = chunks.flatMap((chunk) =>
    numbersIn(textOf(chunk), passages.get(chunk.chunkId)?.words.language ?? null),
  );
  return {
    passages,
    all,
    words: joinVocabularies([...passages.values()].map(({ words }) => words)),
    known: `${all}\n${normalText(question)}`,
    code: { all: code, known: `${code}\n${readCode(question)}` },
    numbers: new Set([...numbers, ...numbersIn(question, asked.language)]),
    asked,
    language: detectLanguage(answer),
  };
}

function readPassage(chunk: KnowledgeChunk): Passage {
  const text = textOf(chunk);
  return { text: normalText(text), words: readVocabulary(text) };
}

function textOf(chunk: KnowledgeChunk): string {
  return [chunk.title, ...chunk.headingPath, chunk.text].join("\n");
}

/** Whether the excerpt stands in its passage. */
export function isQuoted({ chunkId, excerpt }: Claim, evidence: Evidence): boolean {
  const passage = evidence.passages.get(chunkId);
  return passage !== undefined && standsIn(excerpt, passage.text);
}

/** Whether the excerpt stands in its passage, and the passage carries what the statement says. */
export function isSupported(claim: Claim, evidence: Evidence): boolean {
  const passage = evidence.passages.get(claim.chunkId);
  if (passage === undefined || !standsIn(claim.excerpt, passage.text)) return false;
  const { statement } = claim;
  if (ASKS_FOR_SECRET.test(statement)) return false;
  if (!isExact(statement, evidence)) return false;
  if (!areNamesKnown(statement, evidence.known, evidence)) return false;
  if (passage.text.includes(normalText(statement))) return true;
  const tongue = tongueOf(statement, passage.words, evidence);
  if (tongue === "same") return speaksOf(statement, passage.words);
  return (
    tongue === "asked" &&
    areNamesKnown(statement, evidence.all, evidence) &&
    !echoes(statement, evidence.asked)
  );
}

/** Whether a supported statement is in another language than its passage. */
export function isTranslation({ statement, chunkId }: Claim, evidence: Evidence): boolean {
  const passage = evidence.passages.get(chunkId);
  return passage !== undefined && tongueOf(statement, passage.words, evidence) !== "same";
}

/** Whether words between the statements keep to what the passages speak of. */
export function isAside(text: string, evidence: Evidence): boolean {
  if (ASKS_FOR_SECRET.test(text)) return false;
  const isLimit = isHonestLimit(text);
  if (!areNumbersKnown(text, evidence)) return false;
  if (!isCodeKnown(text, isLimit ? evidence.code.known : evidence.code.all)) return false;
  const language = detectLanguage(text) ?? evidence.language;
  if (!areNamesKnown(text, evidence.all, { language })) return false;
  const tongue = tongueOf(text, evidence.words, evidence);
  if (tongue !== "same") return tongue === "asked";
  // Who says honestly what is not covered repeats what was asked.
  const words = isLimit ? joinVocabularies([evidence.words, evidence.asked]) : evidence.words;
  return !bringsUpMore(text, words);
}

/** Whether a lead-in, a heading or a cheer tells to do something that the passages do not say. */
export function ordersMore(text: string, evidence: Evidence): boolean {
  const orders = ordersOf(text);
  if (orders === null || tongueOf(text, evidence.words, evidence) !== "same") return false;
  return !isAllIn(orders, evidence.words) && !standsWhole(text, evidence);
}

/** Nobody who helps asks for these. */
const ASKS_FOR_SECRET =
  /\b(?:passwords?|passphrases?|passw[oö]rte?r?|kennwort|mots? de passe|contraseñas?|senhas?|cvv|cvc|card numbers?|seed phrases?|private keys?|recovery codes?)\b[^\n]*[?？]/iu;

const NAME = /(?<=[\p{Ll}\p{Lo}\p{N},;:]["”'’)*_]{0,3}\s["“*_(]{0,3})\p{Lu}\p{Ll}[\p{L}\p{N}]*/gu;

/** A name in the middle of a sentence that nobody brought up is made up. In German every noun looks like a name. */
function areNamesKnown(text: string, known: string, { language }: Pick<Evidence, "language">): boolean {
  if (language === "de") return true;
  const names = withoutCodeBlocks(text).match(NAME) ?? [];
  return names.every((name) => known.includes(normalText(name)));
}

/** Whether a text stands in a passage word for word. */
export function standsWhole(piece: string, evidence: Evidence): boolean {
  const text = normalText(piece);
  return countSaid(text) > LEAST_WORDS && evidence.all.includes(text) && isExact(piece, evidence);
}

/** Whether a text is in the passages' language, else in the one that was asked in, else in one that nobody brought up. */
function tongueOf(text: string, passages: Vocabulary, evidence: Evidence): "same" | "asked" | "other" {
  const language = detectLanguage(text) ?? evidence.language;
  if (language === null || passages.language === null || language === passages.language) return "same";
  return language === evidence.asked.language ? "asked" : "other";
}

/** Shorter excerpts stand in every passage. */
const LEAST_WORDS = 3;

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

/** A number or a piece of code that neither the passages nor the asker brought up is made up. */
function isExact(statement: string, evidence: Evidence): boolean {
  return (
    areNumbersKnown(statement, evidence) &&
    isCodeKnown(statement, evidence.code.known) &&
    areBlocksKnown(statement, evidence.code)
  );
}

function areNumbersKnown(text: string, { numbers, language }: Evidence): boolean {
  const said = numbersSaid(withoutCodeBlocks(text), detectLanguage(text) ?? language);
  return said.every((readings) => readings.some((number) => numbers.has(number)));
}

function isCodeKnown(text: string, known: string): boolean {
  return codeSaid(text).every((code) => standsAsCode(code, known));
}
