import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { embedQuestion } from "../knowledge/embed-question.ts";
import { hasLearnedMeaning } from "../knowledge/indexing/learned-meaning.ts";
import { embeddingTextOf } from "./embed-posts.ts";
import { findPostCandidates } from "./find-candidates.ts";
import { summaryColumns } from "./load.ts";
import type { PostSummary } from "./load.ts";
import { postTerms } from "./post-terms.ts";
import { MAX_DESCRIPTION, MAX_TITLE, oneLine } from "./post-text.ts";
import { SIMILAR_FROM, similarityOf } from "./rank-posts.ts";

export type SimilarPost = PostSummary & {
  /** How surely it asks for the same, 0 to 1. */
  similarity: number;
};

export type FindSimilarPostsInput = {
  workspaceId: number;
  title: string;
  description?: string;
  /** 3 unless told, 10 at most. */
  limit?: number;
};

/** Posts that ask for the same as a text, the likeliest first. Without the embedder they are found by words alone. */
export async function findSimilarPosts(
  ctx: Pick<Ctx, "db" | "embedder" | "log">,
  input: FindSimilarPostsInput,
): Promise<SimilarPost[]> {
  const { workspaceId } = input;
  const title = oneLine(input.title.slice(0, MAX_DESCRIPTION)).slice(0, MAX_TITLE);
  const asked = { title, description: (input.description ?? "").slice(0, MAX_DESCRIPTION) };
  const terms = postTerms(`${asked.title}\n${asked.description}`);
  if (terms.length === 0) return [];
  const vector = await vectorOf(ctx, embeddingTextOf(asked));
  const candidates = await findPostCandidates(ctx, { workspaceId, terms, title, vector, forAgents: false });
  const ranked = candidates
    .map((post) => ({ id: post.id, similarity: similarityOf(asked, post) }))
    .filter(({ similarity }) => similarity >= SIMILAR_FROM)
    .sort((a, b) => b.similarity - a.similarity || b.id - a.id)
    .slice(0, Math.min(input.limit ?? 3, 10));
  const posts = await readPosts(
    ctx,
    workspaceId,
    ranked.map(({ id }) => id),
  );
  return ranked.flatMap(({ id, similarity }) => {
    const post = posts.get(id);
    return post ? [{ ...post, similarity }] : [];
  });
}

/** Null where vectors are not compared, or cannot be had at the moment. */
export async function vectorOf(ctx: Pick<Ctx, "embedder" | "log">, text: string): Promise<number[] | null> {
  return hasLearnedMeaning(ctx.embedder) ? embedQuestion(ctx, text) : null;
}

export async function readPosts(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  ids: number[],
): Promise<Map<number, PostSummary>> {
  if (ids.length === 0) return new Map();
  const p = schema.feedbackPosts;
  const rows = await ctx.db
    .select(summaryColumns)
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), inArray(p.id, ids)));
  return new Map(rows.map((row) => [row.id, row]));
}
