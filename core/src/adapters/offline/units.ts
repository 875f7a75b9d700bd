import { countWords, joinSentences, splitSentences } from "../../text/index.ts";
import type { Block } from "./blocks.ts";
import { coverageOf, termsFoundIn } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

/** The smallest piece an answer is made of, verbatim: a sentence, a list, a code block, a table. */
export type Unit = {
  text: string;
  kind: Exclude<Block["kind"], "heading">;
  /** Units of one block stand together in the answer. */
  block: number;
  words: number;
  /** The question's terms that it holds. */
  terms: readonly string[];
  /** How much of the question they are. */
  share: number;
  /** Announces what follows ("Run:", "And on Windows?"), and makes no sense without it. */
  needsNext: boolean;
  /** Leans on what stands before it ("It then takes ..."), and makes no sense without it. */
  needsPrevious: boolean;
  isNumbered: boolean;
  /** Of a callout: something to mind beside the answer. */
  isRemark: boolean;
  /** The first of its block. */
  isBlockStart: boolean;
  /** A list of questions, links or bare titles: it says where answers are, and none. */
  isContents: boolean;
};

/** A list or table of more words is cut down to the items that answer by themselves; numbered steps never are. */
const MANY_WORDS = 70;
const MOST_ITEMS = 3;
const LEAST_OF_QUESTION = 0.4;

const LEANS =
  /^\W*(?:it|its|they|them|their|these|this|those|that|he|she|such|then|also|too|however|otherwise|but|and|or|so|thus|therefore|hence|instead|moreover|furthermore|additionally|similarly|likewise|afterwards?|next|finally|lastly|secondly|thirdly|meanwhile|nevertheless|consequently|alternatively|again|in (?:addition|this case|that case|these cases|such cases|contrast|other words)|after (?:that|this)|as a result|as well|for (?:example|instance)|by (?:contrast|doing so)|on the other hand|the (?:same|latter|former|above|other)|now|here|concretely|specifically|because of (?:this|that)|note that|another|(?:\S+\s+){1,3}(?:also|too))\b/i;
const ANNOUNCES = /[:：?]\W{0,8}$/;

/** The units of one block; `before` is the unit that stands before it under the same heading, if any. */
export function unitsOf(
  block: Block,
  index: number,
  before: Unit | undefined,
  question: QuestionTerms,
): Unit[] {
  if (block.kind === "heading") return [];
  const read = (text: string): ReadText => readText(text, question);
  if (block.kind === "text") {
    const sentences = splitSentences(block.text.replace(/\s+/g, " ")).map(read);
    return sentences.map((sentence, place) => ({
      ...sentence,
      kind: "text",
      block: index,
      needsNext: ANNOUNCES.test(sentence.text),
      needsPrevious: LEANS.test(sentence.text),
      isNumbered: false,
      isRemark: block.isRemark === true,
      isBlockStart: place === 0,
      isContents: false,
    }));
  }
  const parts = narrow(block, question);
  const isNumbered = block.firstNumber !== null;
  // Steps, items and code say little without the sentence before them.
  const hasCaption = before?.kind === "text" && (parts === null || before.needsNext);
  return [
    {
      ...read(parts ?? block.text),
      kind: block.kind,
      block: index,
      needsNext: false,
      needsPrevious: hasCaption || (isNumbered && block.firstNumber !== 1),
      isNumbered,
      isRemark: false,
      isBlockStart: true,
      isContents: isContents(block.items),
    },
  ];
}

type ReadText = Pick<Unit, "text" | "words" | "terms" | "share">;

function readText(text: string, question: QuestionTerms): ReadText {
  const terms = termsFoundIn(question, text);
  return { text, words: countWords(text), terms, share: coverageOf(question, terms) };
}

/** The few items or rows of a long list or table that answer the question, in order; null where it is one whole. */
function narrow(block: Block, question: QuestionTerms): string | null {
  const isLong = block.firstNumber === null && block.items.length > 3 && countWords(block.text) > MANY_WORDS;
  if (!isLong) return null;
  const items = block.items.map((text) => readText(text, question));
  const best = Math.max(...items.map((item) => item.share));
  const fitting = items.filter((item) => item.share >= best * 0.75);
  if (best < LEAST_OF_QUESTION || fitting.length > MOST_ITEMS) return null;
  const head = block.kind === "table" ? block.text.split("\n").slice(0, 2) : [];
  return [...head, ...fitting.map((item) => item.text)].join("\n");
}

function isContents(items: string[]): boolean {
  if (items.length < 2) return false;
  const isPointer = (item: string): boolean => /\?\s*$|^\W*\[[^\]]*\]\([^)]*\)\W*$/.test(item);
  if (items.filter(isPointer).length > items.length / 2) return true;
  return items.length >= 6 && items.every((item) => countWords(item) <= 9 && !/[.:;,`(]/.test(item));
}

/** Puts units back together the way their article had them. */
export function joinUnits(units: Unit[]): string {
  let text = "";
  let last: Unit | null = null;
  for (const unit of units) {
    if (last?.block === unit.block) text = joinSentences(text, unit.text);
    else text += last ? `\n\n${unit.text}` : unit.text;
    last = unit;
  }
  return text;
}
