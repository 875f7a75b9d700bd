import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, isNull, sql } from "drizzle-orm";
import { matchPeople } from "../../companies/match-people.ts";
import type { Ctx } from "../../context.ts";
import { enqueue } from "../../jobs.ts";
import { touchSite } from "../../site/request-job.ts";
import { findPostBySource, isPost } from "../load.ts";
import { lockMerges, lockPosts } from "../lock-posts.ts";
import { afterMove } from "../merge.ts";
import { keepPostEvent } from "../record.ts";
import type { BoardPost, BoardProblem, BoardProduct, BoardVote } from "./board.ts";
import { importVotes, rememberByAddress } from "./import-votes.ts";
import { readBoard } from "./read-board.ts";

export type ImportBoardInput = {
  workspaceId: number;
  from: BoardProduct;
  files: { path: string; text: string }[];
};

export type BoardReport = {
  added: number;
  unchanged: number;
  votes: number;
  /** Votes that the posts had there and whose people the files do not name. */
  votesWithoutPeople: number;
  problems: BoardProblem[];
};

type ImportCtx = Pick<Ctx, "db" | "now">;

/**
 * Brings posts and votes of another board over. Voters are people by their address, each with one vote a post, and nobody is
 * told anything. Importing again adds what is new and leaves what is here alone. Throws `InvalidError` before anything is
 * written.
 */
export async function importBoard(ctx: ImportCtx, input: ImportBoardInput): Promise<BoardReport> {
  const { workspaceId, from } = input;
  const { posts, votes, problems } = readBoard(input.files, from);
  const report: BoardReport = { added: 0, unchanged: 0, votes: 0, votesWithoutPeople: 0, problems };
  const votesOf = Map.groupBy(votes, ({ postId }) => postId);
  const ids = new Map<string, number>();
  for (const post of posts) {
    const { postId, isNew } = await ctx.db.transaction((tx) => importPost(ctx, tx, { ...input, post }));
    ids.set(post.id, postId);
    report[isNew ? "added" : "unchanged"] += 1;
    const own = [...authorsVote(post), ...(votesOf.get(post.id) ?? [])];
    const brought = await importVotes(ctx, { workspaceId, postId, votes: own });
    report.votes += brought;
    if (isNew) report.votesWithoutPeople += Math.max(0, post.voteCount - brought);
    votesOf.delete(post.id);
  }
  for (const [key, rest] of votesOf) {
    const post = await findPostBySource(ctx.db, workspaceId, `${from}:${key}`);
    if (post === null) {
      problems.push({
        file: "votes",
        line: 0,
        message: `The post ${key.slice(0, 80)} of ${rest.length} votes is not here.`,
      });
      continue;
    }
    report.votes += await importVotes(ctx, { workspaceId, postId: post.id, votes: rest });
  }
  for (const post of posts) await mergeImported(ctx, workspaceId, post, ids);
  await matchPeople(ctx, { workspaceId });
  return report;
}

/** Whoever asks for something wants it. */
const authorsVote = ({ id, author, createdAt }: BoardPost): BoardVote[] =>
  author === null ? [] : [{ postId: id, voter: author, value: 1, createdAt }];

type ImportPost = ImportBoardInput & { post: BoardPost };

async function importPost(
  ctx: ImportCtx,
  tx: Db,
  { workspaceId, from, post }: ImportPost,
): Promise<{ postId: number; isNew: boolean }> {
  const sourceKey = `${from}:${post.id}`;
  const known = await findPostBySource(tx, workspaceId, sourceKey);
  if (known) return { postId: known.id, isNew: false };
  const postId = await addPost(ctx, tx, { workspaceId, post, sourceKey });
  await touchSite(tx, workspaceId);
  await enqueue(tx, "embed_posts", { workspaceId }, { key: `embed_posts:${workspaceId}` });
  return { postId, isNew: true };
}

async function addPost(
  ctx: ImportCtx,
  tx: Db,
  { workspaceId, post, sourceKey }: { workspaceId: number; post: BoardPost; sourceKey: string },
): Promise<number> {
  const authorId = post.author === null ? null : await rememberByAddress(tx, workspaceId, post.author);
  const createdAt = post.createdAt ?? ctx.now();
  const { title, description, type, status, isPublic } = post;
  const [row] = await tx
    .insert(schema.feedbackPosts)
    .values({
      workspaceId,
      title,
      description,
      type,
      status,
      isPublic,
      // What it was there already is no news.
      toldStatus: status,
      authorId,
      sourceKey,
      createdAt,
      updatedAt: createdAt,
    })
    .returning({ id: schema.feedbackPosts.id });
  if (!row) throw new Error("a post was not stored");
  const change = { kind: "created", isPublic: true, actorId: authorId } as const;
  await keepPostEvent(tx, { workspaceId, postId: row.id, ...change }, createdAt);
  return row.id;
}

/** A duplicate there stands behind its original here, unless somebody has decided otherwise. */
async function mergeImported(
  ctx: ImportCtx,
  workspaceId: number,
  post: BoardPost,
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const [fromId, intoId] = [ids.get(post.id), ids.get(post.mergedIntoId ?? "")];
  if (fromId === undefined || intoId === undefined || fromId === intoId) return;
  await ctx.db.transaction(async (tx) => {
    await lockMerges(tx, workspaceId);
    const posts = await lockPosts(tx, workspaceId, [fromId, intoId]);
    if (posts.find(({ id }) => id === intoId)?.mergedIntoId !== null) return;
    const p = schema.feedbackPosts;
    const merged = await tx
      .update(p)
      .set({ mergedIntoId: intoId })
      .where(
        and(
          isPost(workspaceId, fromId),
          isNull(p.mergedIntoId),
          sql`not exists (select 1 from feedback_posts other where other.merged_into_id = ${fromId})`,
          sql`not exists (select 1 from feedback_events e where e.post_id = ${fromId} and e.kind in ('merged', 'unmerged'))`,
        ),
      )
      .returning({ id: p.id });
    if (merged.length === 0) return;
    const change = { workspaceId, kind: "merged", isPublic: false, actorId: null } as const;
    await keepPostEvent(tx, { ...change, postId: fromId, newValue: String(intoId) }, ctx.now());
    await afterMove(tx, workspaceId, [intoId, fromId]);
  });
}
