import { schema } from "@firstline/db";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isForMembers } from "./for-members.ts";
import type { FeedbackStatus, FeedbackType } from "./status.ts";

export type PostCandidate = {
  id: number;
  title: string;
  description: string;
  /** Of the question's terms that the post has, 0 to 1, rare and common alike. */
  termShare: number;
  /** How alike the letters of the titles are, 0 to 1. */
  letters: number;
  /** Cosine of the two texts' vectors; null where one has none of the configured model. */
  similarity: number | null;
};

const BY_WORDS = 60;
const BY_LETTERS = 20;
const BY_VECTOR = 30;
/** Letters in common, for what was typed badly; the index looks for as many (`pg_trgm.similarity_threshold`). */
const LEAST_LETTERS = 0.3;

export type FindPostsInput = {
  workspaceId: number;
  terms: string[];
  /** Compared with the titles letter by letter. */
  title: string;
  /** Of the question; null where vectors are not compared. */
  vector: number[] | null;
  forAgents: boolean;
  /** Others would take the places of those that are asked for. */
  status?: FeedbackStatus | undefined;
  type?: FeedbackType | undefined;
};

/**
 * Posts that may be meant: by terms, by the letters of their titles, and by vector where the embedder has learned what
 * words mean. One statement; ranking is for the caller.
 */
export async function findPostCandidates(
  ctx: Pick<Ctx, "db" | "embedder">,
  input: FindPostsInput,
): Promise<PostCandidate[]> {
  const p = schema.feedbackPosts;
  const terms = sql`${JSON.stringify(input.terms)}::jsonb`;
  const distance = distanceTo(ctx.embedder.model, input.vector);
  const rows = await ctx.db.execute<{
    id: string;
    title: string;
    description: string;
    shared: string;
    letters: number;
    distance: number | null;
  }>(sql`
    with asked as (
      select array(select jsonb_array_elements_text(${terms})) as terms
    ), listed as not materialized (
      select * from ${p} where ${isListed(input)}
    ), by_words as (
      select id from listed where terms && (select terms from asked)
      order by (select count(*) from unnest(listed.terms) term where term = any((select terms from asked)::text[])) desc, id desc
      limit ${BY_WORDS}
    ), by_letters as (
      select id from listed where title % ${input.title} and similarity(title, ${input.title}) >= ${LEAST_LETTERS}
      order by similarity(title, ${input.title}) desc limit ${BY_LETTERS}
    ), by_vector as (
      select id from listed where ${distance} is not null order by ${distance} limit ${BY_VECTOR}
    )
    select id, title, description, ${distance} as distance, similarity(title, ${input.title}) as letters,
      (select count(*) from unnest(listed.terms) term where term = any((select terms from asked)::text[])) as shared
    from listed
    where id in (select id from by_words union select id from by_letters union select id from by_vector)
    order by id`);
  const asked = Math.max(input.terms.length, 1);
  return [...rows].map((row) => ({
    id: Number(row.id),
    title: row.title,
    description: row.description,
    termShare: Number(row.shared) / asked,
    letters: row.letters,
    similarity: row.distance === null ? null : 1 - row.distance,
  }));
}

function isListed({ workspaceId, forAgents, status, type }: FindPostsInput): SQL | undefined {
  const p = schema.feedbackPosts;
  return and(
    eq(p.workspaceId, workspaceId),
    isNull(p.mergedIntoId),
    forAgents ? undefined : isForMembers(),
    status && eq(p.status, status),
    type && eq(p.type, type),
  );
}

function distanceTo(model: string, vector: number[] | null): SQL {
  if (vector === null) return sql`null::float8`;
  return sql`case when embedding_model = ${model} then embedding <=> ${`[${vector.join(",")}]`}::vector end`;
}
