import { createHash } from "node:crypto";
import { examine, findCandidates, readQuestion } from "@firstline/core/learn";
import type { Examined } from "@firstline/core/learn";
import { corpusId, evalCtx, loadBase, readQuestions } from "./bases.ts";
import type { BaseName } from "./bases.ts";
import type { FaqName } from "./faq-bases.ts";

/** One question with its candidate passages, as the fitting sees it. */
export type Example = {
  base: BaseName | FaqName;
  /** Questions of one fold are never learned from when the fold is measured. */
  fold: number;
  goldCount: number;
  passages: Examined[];
  /** Ids of the right ones. */
  gold: ReadonlySet<number>;
};

const FOLDS = 5;

/** Every answerable question of a base with the features of its candidates, through the product's own search. */
export async function collectExamples(server: string, base: BaseName | FaqName): Promise<Example[]> {
  const { database, workspaceId } = await loadBase(server, base, false);
  const ctx = evalCtx(database);
  const examples: Example[] = [];
  try {
    for (const { question, gold } of readQuestions(base)) {
      if (gold.length === 0) continue;
      const terms = readQuestion(question);
      const [vector = []] = await ctx.embedder.embed([question], "query");
      const found = await findCandidates(ctx, { workspaceId, question: terms, vector });
      const wanted = new Set(gold);
      const right = found.chunks.filter(({ source_path }) => wanted.has(corpusId(source_path)));
      examples.push({
        base,
        fold: foldOf(gold[0] ?? ""),
        goldCount: gold.length,
        passages: examine(terms, found).map(wholly),
        gold: new Set(right.map(({ id }) => id)),
      });
    }
  } finally {
    await database.close();
  }
  return examples;
}

/** Everything said at once: each model of the cross-validation looks at it again. */
function wholly(passage: Examined): Examined {
  const closer = passage.closer();
  return { ...passage, closer: () => closer };
}

/** Questions with the same answer stay together. */
function foldOf(gold: string): number {
  return createHash("sha256").update(gold).digest().readUInt32BE(0) % FOLDS;
}
