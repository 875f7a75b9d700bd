import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { frameWeights, slipsOf } from "./question-terms.ts";
import type { QuestionTerms } from "./question-terms.ts";

const Chunk = z.object({
  id: z.number(),
  article_id: z.number(),
  title: z.string(),
  heading_path: z.array(z.string()),
  heading: z.string(),
  anchor: z.string().nullable(),
  position: z.number(),
  content: z.string(),
  slug: z.string(),
  source_url: z.string().nullable(),
  source_path: z.string().nullable(),
  bm25: z.number(),
  similarity: z.number().nullable(),
});
const Term = z.object({
  term: z.string(),
  found_as: z.string(),
  passages: z.number(),
  occurrences: z.number(),
});
const Found = z.object({
  chunks: z.array(Chunk).nullable(),
  terms: z.array(Term).nullable(),
  passages: z.number(),
  terms_in_all: z.number(),
});

export type Candidate = z.infer<typeof Chunk>;
export type TermStatistics = z.infer<typeof Term>;

export type Candidates = {
  chunks: Candidate[];
  /** The question's terms that stand in any article, as found (a typo may stand for another term), with how common they are. */
  terms: TermStatistics[];
  /** Passages of the workspace. */
  passages: number;
  /** Terms of all of them together. */
  termsInAll: number;
};

const BY_WORDS = 100;
const BY_VECTOR = 30;
/** Postings read at most, common words last; the three rarest words are always read. */
const MOST_POSTINGS = 20_000;

/**
 * The passages worth a closer look, by words (BM25 over postings) and by vector, with the statistics of the question's
 * terms: one statement, one round trip.
 */
export async function findCandidates(
  ctx: Pick<Ctx, "db" | "embedder">,
  input: { workspaceId: number; question: QuestionTerms; vector: number[] },
): Promise<Candidates> {
  const { workspaceId, question } = input;
  const weights = frameWeights(question.content);
  const terms = JSON.stringify([...weights].map(([term, weight]) => ({ term, weight })));
  const slips = JSON.stringify(
    question.content
      .map((term) => ({ term, patterns: slipsOf(term) }))
      .filter(({ patterns }) => patterns.length > 0),
  );
  const [row] = await ctx.db.execute(sql`
    select find_passages(
      ${workspaceId}, ${terms}::json, ${slips}::json, ${toVector(input.vector)}::vector, ${ctx.embedder.model},
      ${BY_WORDS}, ${BY_VECTOR}, ${MOST_POSTINGS}) as found`);
  const found = Found.parse(row?.["found"]);
  return {
    chunks: found.chunks ?? [],
    terms: found.terms ?? [],
    passages: found.passages,
    termsInAll: found.terms_in_all,
  };
}

const toVector = (values: number[]): string => `[${values.join(",")}]`;
