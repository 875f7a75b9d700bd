import type { Claim, KnowledgeChunk } from "../ports.ts";
import { detectLanguage } from "../text/index.ts";
import { isHonestLimit } from "./connective.ts";
import {
  bringsUpMore,
  codeLinesOf,
  echoes,
  joinVocabularies,
  readVocabulary,
  speaksOf,
  withoutCodeBlocks,
} from "./lexical-support.ts";
import type { Vocabulary } from "./lexical-support.ts";
import { countSaid, normalText } from "./normal-text.ts";

type Passage = { text: string; words: Vocabulary };

/** What an answer is held against. */
export type Evidence = {
  passages: Map<number, Passage>;
  /** All passages, as one text. */
  all: string;
  words: Vocabulary;
  /** What a statement may name: everything in the passages and in the question. */
  known: string;
  asked: Vocabulary;
  /** Language of the whole answer, for statements too short to tell; null when it cannot be told. */
  language: string | null;
};

export type EvidenceInput = { chunks: KnowledgeChunk[]; question: string; answer: string };

export function readEvidence({ chunks, question, answer }: EvidenceInput): Evidence {
  const passages = new Map(chunks.map((chunk) => [chunk.chunkId, readPassage(chunk)] as const));
  const all = [...passages.values()].map(({ text }) => text).join("\n");
  return {
    passages,
    all,
    words: joinVocabularies([...passages.values()].map(({ words }) => words)),
    known: `${all}\n${normalText(question)}`,
    asked: readVocabulary(question),
    language: detectLanguage(answer),
  };
}

function readPassage(chunk: KnowledgeChunk): Passage {
  const text = [chunk.title, ...chunk.headingPath, chunk.text].join("\n");
  return { text: normalText(text), words: readVocabulary(text) };
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
  if (namesUnknown(statement, evidence.known) || !isKnownCode(statement, evidence)) return false;
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
  const tongue = tongueOf(text, evidence.words, evidence);
  if (tongue !== "same") return tongue === "asked";
  if (!areNamesKnown(text, evidence.all, evidence)) return false;
  // Who says honestly what is not covered repeats what was asked.
  const words = isHonestLimit(text) ? joinVocabularies([evidence.words, evidence.asked]) : evidence.words;
  return !bringsUpMore(text, words);
}

/** Nobody who helps asks for these. */
const ASKS_FOR_SECRET =
  /\b(?:passwords?|passphrases?|passw[oö]rte?r?|kennwort|mots? de passe|contraseñas?|senhas?|cvv|cvc|card numbers?|seed phrases?|private keys?|recovery codes?)\b[^\n]*[?？]/iu;

const NAME = /(?<=[\p{Ll}\p{Lo}\p{N},;:]["”'’)*_]{0,3}\s["“*_(]{0,3})\p{Lu}\p{Ll}[\p{L}\p{N}]*/gu;

/** A name in the middle of a sentence that nobody brought up is made up. In German every noun looks like a name. */
function areNamesKnown(text: string, known: string, { language }: Evidence): boolean {
  if (language === "de") return true;
  const names = withoutCodeBlocks(text).match(NAME) ?? [];
  return names.every((name) => known.includes(normalText(name)));
}

/** Whether a text stands in a passage word for word. */
export function standsWhole(piece: string, evidence: Evidence): boolean {
  const text = normalText(piece);
  return countSaid(text) > LEAST_WORDS && evidence.all.includes(text);
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

const INLINE_CODE = /(?<!`)`([^`\n]+)`(?!`)/gu;
/** Numbers that people get wrong: of two digits and more, with a fraction, a version. */
const NUMBER = /(?<![\p{L}\p{N}.])(?:\d{2,}(?:[.,]\d+)*|\d(?:[.,]\d+)+)(?![\p{L}\p{N}])/gu;

/** A number or a piece of code that neither the passages nor the asker brought up is made up. */
function namesUnknown(statement: string, known: string): boolean {
  const withoutBlocks = withoutCodeBlocks(statement);
  const codes = [...withoutBlocks.matchAll(INLINE_CODE)].map(([, code = ""]) => normalText(code));
  const numbers = withoutBlocks.replace(INLINE_CODE, " ").match(NUMBER) ?? [];
  const isKnown = (name: string): boolean => known.includes(name) || known.includes(name.replaceAll(",", ""));
  return ![...codes, ...numbers].every(isKnown);
}

/** Most of what a line of code is made of must stand in the passages or the question, and what it begins with in a passage. */
const KNOWN_CODE = 2 / 3;

function isKnownCode(statement: string, { all, known }: Evidence): boolean {
  return codeLinesOf(statement).every((line) => {
    const text = normalText(line);
    if (all.includes(text)) return true;
    const parts = text.match(/[\p{L}\p{N}_-]{2,}/gu) ?? [];
    const [first = ""] = parts;
    return (
      all.includes(first) && parts.filter((part) => known.includes(part)).length >= KNOWN_CODE * parts.length
    );
  });
}
