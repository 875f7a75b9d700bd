import { schema } from "@firstline/db";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { isForMembers } from "../for-members.ts";
import { toCsvLine } from "./to-csv.ts";

export type ExportBoardInput = { workspaceId: number; format: "csv" | "json" };

const BATCH = 500;
const COLUMNS = [
  "id",
  "title",
  "description",
  "type",
  "status",
  "upvotes",
  "downvotes",
  "weighted_score",
  "created_at",
  "author_name",
  "author_email",
  "merged_into_id",
  "is_public",
] as const;

/**
 * Everything of a board, in pieces of text: as JSON posts and votes, which can be imported again; as CSV the posts alone. With
 * addresses and scores, so for the operator only.
 */
export async function* exportBoard(ctx: Pick<Ctx, "db">, input: ExportBoardInput): AsyncGenerator<string> {
  const isJson = input.format === "json";
  yield isJson ? '{"posts":[' : toCsvLine(COLUMNS);
  let isFirst = true;
  for await (const rows of batches((after) => readPosts(ctx, input.workspaceId, after))) {
    for (const row of rows) {
      if (isJson) yield `${isFirst ? "" : ","}\n${JSON.stringify(row)}`;
      else yield toCsvLine(COLUMNS.map((name) => row[name]));
      isFirst = false;
    }
  }
  if (!isJson) return;
  yield '\n],"votes":[';
  isFirst = true;
  for await (const rows of batches((after) => readVotes(ctx, input.workspaceId, after))) {
    for (const { id: _id, ...row } of rows) {
      yield `${isFirst ? "" : ","}\n${JSON.stringify(row)}`;
      isFirst = false;
    }
  }
  yield "\n]}\n";
}

async function* batches<Row extends { id: number }>(
  read: (after: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let last = 0; ;) {
    const rows = await read(last);
    yield rows;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < BATCH) return;
  }
}

async function readPosts(ctx: Pick<Ctx, "db">, workspaceId: number, after: number) {
  const { feedbackPosts: p, people } = schema;
  const rows = await ctx.db
    .select({
      id: p.id,
      title: p.title,
      description: p.description,
      type: p.type,
      status: p.status,
      upvotes: p.upvotes,
      downvotes: p.downvotes,
      weighted_score: p.weightedScore,
      created_at: p.createdAt,
      author_name: people.name,
      author_email: people.email,
      merged_into_id: p.mergedIntoId,
      is_public: sql<boolean>`${isForMembers()}`,
    })
    .from(p)
    .leftJoin(people, eq(people.id, p.authorId))
    .where(and(eq(p.workspaceId, workspaceId), gt(p.id, after)))
    .orderBy(asc(p.id))
    .limit(BATCH);
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
}

async function readVotes(ctx: Pick<Ctx, "db">, workspaceId: number, after: number) {
  const { people, votes: v } = schema;
  const rows = await ctx.db
    .select({
      id: v.id,
      post_id: v.postId,
      voter_name: people.name,
      voter_email: people.email,
      value: v.value,
      created_at: v.createdAt,
    })
    .from(v)
    .innerJoin(people, eq(people.id, v.personId))
    .where(and(eq(v.workspaceId, workspaceId), inArray(v.value, [1, -1]), gt(v.id, after)))
    .orderBy(asc(v.id))
    .limit(BATCH);
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
}
