import type { KnowledgeChunk } from "../../ports.ts";
import { contentTermsOf, readBlocks, splitSentences } from "../../text/index.ts";
import type { Block } from "../../text/index.ts";

/** The smallest piece an answer is made of, verbatim: a sentence, a step, a code block. */
export type Unit = {
  text: string;
  kind: Block["kind"];
  /** Units of one block stand together in the answer. */
  block: number;
  terms: ReadonlySet<string>;
  /** Announces what follows ("Run:"), and makes no sense without it. */
  isLeadIn: boolean;
  /** One of many items, which may stand alone; items of a short list are steps that belong together. */
  isOfLongList: boolean;
};

const LONG_LIST = 6;

/** The units of a passage in order; headings inside it are left out. */
export function unitsOf(chunk: Pick<KnowledgeChunk, "text">): Unit[] {
  return readBlocks(chunk.text).flatMap((block, index) =>
    piecesOf(block).map((text): Unit => {
      const isOfLongList = block.items.length > LONG_LIST;
      const isLeadIn = /[:：]$/.test(text.trim());
      return {
        text,
        kind: block.kind,
        block: index,
        terms: new Set(contentTermsOf(text)),
        isLeadIn,
        isOfLongList,
      };
    }),
  );
}

function piecesOf(block: Block): string[] {
  switch (block.kind) {
    case "text":
      return splitSentences(block.text.replace(/\s*\n\s*/g, " "));
    case "list":
      return block.items;
    case "code":
      return [block.text];
    case "heading":
      return [];
    case "other":
      return [block.text];
  }
}

/** Puts units back together the way their article had them. */
export function joinUnits(units: Unit[]): string {
  let text = "";
  let last: Unit | null = null;
  for (const unit of units) {
    if (last) text += last.block !== unit.block ? "\n\n" : unit.kind === "list" ? "\n" : " ";
    text += unit.text;
    last = unit;
  }
  return text;
}
