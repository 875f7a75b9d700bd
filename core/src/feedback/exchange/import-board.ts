import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull, sql } from "drizzle-orm";
import { matchPeople } from "../../companies/match-people.ts";
import type { Ctx } from "../../context.ts";
import { enqueue } from "../../jobs.ts";
import { touchSite } from "../../site/touch.ts";
import { rememberPerson } from "../../workspaces/people.ts";
import { isPost } from "../load.ts";
import { recordPostEvent } from "../record.ts";
import { recountPosts } from "../recount.ts";
import type { BoardPerson, BoardPost, BoardProblem, BoardProduct, BoardVote } from "./board.ts";
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
    const ballots = [...authorsVote(post), ...(votesOf.get(post.id) ?? [])];
    const done = await ctx.db.transaction((tx) => importPost(ctx, tx, { ...input, post, ballots }));
    ids.set(post.id, done.postId);
    report[done.isNew ? "added" : "unchanged"] += 1;
    report.votes += done.votes;
    if (done.isNew) report.votesWithoutPeople += Math.max(0, post.voteCount - done.votes);
    votesOf.delete(post.id);
  }
  for (const [key, rest] of votesOf) {
    const postId = await findImported(ctx.db, workspaceId, `${from}:${key}`);
    if (postId === null) {
      problems.push({
        file: "votes",
        line: 0,
        message: `The post ${key.slice(0, 80)} of ${rest.length} votes is not here.`,
      });
      continue;
    }
    report.votes += await ctx.db.transaction((tx) =>
      castAll(ctx, tx, { workspaceId, postId, ballots: rest }),
    );
  }
  for (const post of posts) await mergeImported(ctx, workspaceId, post, ids);
  await matchPeople(ctx, { workspaceId });
  return report;
}

/** Whoever asks for something wants it. */
const authorsVote = ({ id, author, createdAt }: BoardPost): BoardVote[] =>
  author === null ? [] : [{ postId: id, voter: author, value: 1, createdAt }];

type ImportPost = ImportBoardInput & { post: BoardPost; ballots: BoardVote[] };

async function importPost(
  ctx: ImportCtx,
  tx: Db,
  { workspaceId, from, post, ballots }: ImportPost,
): Promise<{ postId: number; isNew: boolean; votes: number }> {
  const sourceKey = `${from}:${post.id}`;
  const known = await findImported(tx, workspaceId, sourceKey);
  if (known !== null)
    return {
      postId: known,
      isNew: false,
      votes: await castAll(ctx, tx, { workspaceId, postId: known, ballots }),
    };
  const authorId = post.author === null ? null : await personOf(tx, workspaceId, post.author);
  const createdAt = post.createdAt ?? ctx.now();
  const { title, description, type, status } = post;
  const [row] = await tx
    .insert(schema.feedbackPosts)
    .values({
      workspaceId,
      title,
      description,
      type,
      status,
      // What it was there already is no news.
      toldStatus: status,
      authorId,
      sourceKey,
      createdAt,
      updatedAt: createdAt,
    })
    .returning({ id: schema.feedbackPosts.id });
  if (!row) throw new Error("a post was not stored");
  const postId = row.id;
  await recordPostEvent(
    tx,
    { workspaceId, postId, kind: "created", isPublic: true, actorId: authorId },
    createdAt,
  );
  const votes = await castAll(ctx, tx, { workspaceId, postId, ballots });
  await touchSite(tx, workspaceId, [{ subject: "post", subjectId: postId }]);
  await enqueue(tx, "embed_posts", { workspaceId }, { key: `embed_posts:${workspaceId}` });
  return { postId, isNew: true, votes };
}

async function findImported(db: Db, workspaceId: number, sourceKey: string): Promise<number | null> {
  const p = schema.feedbackPosts;
  const [row] = await db
    .select({ id: p.id })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.sourceKey, sourceKey)));
  return row?.id ?? null;
}

type CastAll = { workspaceId: number; postId: number; ballots: BoardVote[] };

/** Adds the votes that are not there yet; one that somebody changed here stays. Answers how many are new. */
async function castAll(ctx: ImportCtx, tx: Db, { workspaceId, postId, ballots }: CastAll): Promise<number> {
  let added = 0;
  for (const { voter, value, createdAt } of ballots) {
    const personId = await personOf(tx, workspaceId, voter);
    const rows = await tx
      .insert(schema.votes)
      .values({ workspaceId, postId, personId, value, createdAt: createdAt ?? ctx.now() })
      .onConflictDoNothing()
      .returning({ id: schema.votes.id });
    added += rows.length;
  }
  if (added === 0) return 0;
  await recountPosts(tx, workspaceId, [postId]);
  await touchSite(tx, workspaceId, [{ subject: "post", subjectId: postId }]);
  return added;
}

/** The one person who has this address already, else somebody new. */
async function personOf(tx: Db, workspaceId: number, { name, email }: BoardPerson): Promise<number> {
  const { people } = schema;
  const known = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.workspaceId, workspaceId), sql`lower(${people.email}) = ${email}`))
    .limit(2);
  const [only, another] = known;
  if (only && !another) return only.id;
  const identity = { platform: "panel", externalId: `email:${email}`, name, email } as const;
  return (await rememberPerson(tx, workspaceId, identity)).id;
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
    const p = schema.feedbackPosts;
    const [standing] = await tx
      .select({ of: p.mergedIntoId })
      .from(p)
      .where(isPost(workspaceId, intoId))
      .for("update");
    if (!standing || standing.of !== null) return;
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
    await recordPostEvent(tx, { ...change, postId: fromId, newValue: String(intoId) }, ctx.now());
    await recountPosts(tx, workspaceId, [intoId, fromId]);
    await touchSite(
      tx,
      workspaceId,
      [intoId, fromId].map((subjectId) => ({ subject: "post", subjectId })),
    );
  });
}
