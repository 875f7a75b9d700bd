import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { NONE_KNOWN, textsOf } from "./passage-texts.ts";
import type { KnownPassages } from "./passage-texts.ts";
import { frameWeights } from "./ranking/question-terms.ts";
import type { QuestionTerms } from "./ranking/question-terms.ts";

const Chunk = z.object({
  id: z.coerce.number(),
  article_id: z.coerce.number(),
  /** Of title, heading and content, which are null when this process has them. */
  hash: z.string(),
  title: z.string().nullable(),
  heading: z.string().nullable(),
  content: z.string().nullable(),
  heading_path: z.array(z.string()),
  anchor: z.string().nullable(),
  position: z.number(),
  slug: z.string(),
  source_url: z.string().nullable(),
  source_path: z.string().nullable(),
  audience: z.enum(["everyone", "agents"]),
  language: z.string().nullable(),
  helpful: z.number(),
  not_helpful: z.number(),
  /** When the article was changed, in seconds since 1970. */
  updated: z.number(),
  bm25: z.number(),
  similarity: z.number().nullable(),
});
const Term = z.object({
  term: z.string(),
  found_as: z.string(),
  passages: z.number(),
  occurrences: z.number(),
});
const Facts = z.object({
  terms: z.array(Term).nullable(),
  passages: z.number(),
  terms_in_all: z.number(),
  language: z.string().nullable(),
  embedding_model: z.string().nullable(),
});

export type Candidate = Omit<z.infer<typeof Chunk>, "title" | "heading" | "content"> & {
  title: string;
  heading: string;
  content: string;
};
export type TermStatistics = z.infer<typeof Term>;

export type Candidates = {
  /** The best by words first. */
  chunks: Candidate[];
  /** The question's terms that stand in any article, as found (a typo may stand for another term), with how common they are. */
  terms: TermStatistics[];
  /** Passages of the workspace. */
  passages: number;
  /** Terms of all of them together. */
  termsInAll: number;
  /** The languages its articles are in, with commas between; null: English alone. */
  language: string | null;
  /** The model whose vectors the workspace's search compares; null while there are none. */
  liveModel: string | null;
};

export type FindCandidatesInput = {
  workspaceId: number;
  question: QuestionTerms;
  /** Null: by words alone. */
  vector: number[] | null;
  /** Also passages of beta articles. */
  includeBeta?: boolean | undefined;
  /** Also passages of articles for agents only. */
  includeInternal?: boolean | undefined;
};

const BY_WORDS = 80;
/** Of all of them, those that words and vector together speak for most: only these are taken apart. */
const BEST = 40;
/** Neighbors by a learned model's vectors. Those of `offline-...` models bring nothing that words do not. */
const BY_VECTOR = 30;
/** Postings read, common words last; up to twice as many for the three rarest words, and the rarest is always read. */
const MOST_POSTINGS = 4_000;

/**
 * The passages worth a closer look, by words (BM25 over postings) and by vector, with the statistics of the question's
 * terms: one statement, one round trip.
 */
export async function findCandidates(
  ctx: Pick<Ctx, "db" | "embedder">,
  input: FindCandidatesInput,
): Promise<Candidates> {
  const texts = textsOf(ctx.db);
  let { facts, rows } = await runSearch(ctx, input, texts.known());
  let chunks = texts.complete(rows);
  if (!chunks) {
    ({ facts, rows } = await runSearch(ctx, input, NONE_KNOWN));
    chunks = texts.complete(rows);
  }
  return {
    chunks: (chunks ?? []).sort((a, b) => b.bm25 - a.bm25 || a.id - b.id),
    terms: facts.terms ?? [],
    passages: facts.passages,
    termsInAll: facts.terms_in_all,
    language: facts.language,
    liveModel: facts.embedding_model,
  };
}

/** Rows rather than one JSON value: writing texts as JSON costs the database more than finding them. */
async function runSearch(
  ctx: Pick<Ctx, "db" | "embedder">,
  input: FindCandidatesInput,
  known: KnownPassages,
): Promise<{ facts: z.infer<typeof Facts>; rows: z.infer<typeof Chunk>[] }> {
  const { content, related, slips } = input.question;
  const own = [...frameWeights(content)].map(([term, weight]) => ({
    term,
    weight,
    is_related: false,
    may_be_slip: slips.has(term),
  }));
  const others = related.map((each) => ({ ...each, is_related: true, may_be_slip: false }));
  const terms = JSON.stringify([...own, ...others]);
  const vector = input.vector && `[${input.vector.join(",")}]`;
  const [first, ...rows] = await ctx.db.execute(sql`
    select * from find_passages(
      ${input.workspaceId}, ${terms}::json, ${vector}::vector, ${ctx.embedder.model},
      ${BY_WORDS}, ${BY_VECTOR}, ${BEST}, ${MOST_POSTINGS},
      ${input.includeBeta ?? false}, ${input.includeInternal ?? false}, ${known.from}, ${known.bits})`);
  return { facts: Facts.parse(first?.["facts"]), rows: Chunk.array().parse(rows) };
}
