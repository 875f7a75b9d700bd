import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { enqueue } from "../jobs.ts";
import { touchSite } from "../site/request-job.ts";
import { getTicket } from "../tickets/load.ts";
import { isAgent } from "../tickets/permission.ts";
import type { Person } from "../workspaces/people.ts";
import { findPostBySource } from "./load.ts";
import type { PostSummary } from "./load.ts";
import { requireRoomForPost } from "./post-limits.ts";
import { postTerms } from "./post-terms.ts";
import { toDescription, toTitle } from "./post-text.ts";
import { putVote } from "./put-vote.ts";
import { recordPostEvent } from "./record.ts";
import type { FeedbackType } from "./status.ts";
import { rememberVoter } from "./voter.ts";
import type { VotePlace, Voter } from "./voter.ts";

export type CreatePostInput = {
  workspaceId: number;
  title: string;
  description: string;
  type?: FeedbackType;
  author: Voter;
  /** Where the author hears what comes of it. */
  place: VotePlace;
  /** The ticket that it is made of. */
  ticketId?: number | null;
  /** What it is made of, where one thing makes one post at most: the repeat answers the post that is there. */
  sourceKey?: string | null;
};

/**
 * Makes a post with its author's vote. Throws `InvalidError` for texts that cannot be used, `LimitError` for a member who
 * posts too much, `NotFoundError` for another workspace's ticket.
 */
export async function createPost(
  ctx: Pick<Ctx, "db" | "now">,
  input: CreatePostInput,
): Promise<{ post: PostSummary; created: boolean }> {
  const { workspaceId, sourceKey = null } = input;
  const texts = { title: toTitle(input.title), description: toDescription(input.description) };
  return ctx.db.transaction(async (tx) => {
    const before = sourceKey === null ? null : await findPostBySource(tx, workspaceId, sourceKey);
    if (before) return { post: before, created: false };
    const author = await rememberVoter(tx, workspaceId, input.author);
    const at = ctx.now();
    if (!isAgent(author)) await requireRoomForPost(tx, { workspaceId, personId: author.id, at });
    if (input.ticketId) await getTicket(tx, workspaceId, input.ticketId);

    const id = await insertPost(tx, { ...input, ...texts, author, at });
    if (id === null) return { post: await requireBySource(tx, workspaceId, sourceKey), created: false };
    const vote = {
      workspaceId,
      standingId: id,
      personId: author.id,
      value: 1,
      place: input.place,
      at,
    } as const;
    const post = await putVote(tx, vote);
    const change = { workspaceId, postId: id, kind: "created", isPublic: true, actorId: author.id } as const;
    await recordPostEvent(tx, change, at);
    await touchSite(tx, workspaceId);
    await enqueue(tx, "embed_posts", { workspaceId }, { key: `embed_posts:${workspaceId}` });
    return { post, created: true };
  });
}

/** Null when somebody else has just made a post of the same thing. */
async function insertPost(
  tx: Db,
  input: Omit<CreatePostInput, "author"> & { author: Person; at: Date },
): Promise<number | null> {
  const { title, description, at } = input;
  const [row] = await tx
    .insert(schema.feedbackPosts)
    .values({
      workspaceId: input.workspaceId,
      title,
      description,
      type: input.type ?? "feature_request",
      authorId: input.author.id,
      ticketId: input.ticketId ?? null,
      sourceKey: input.sourceKey ?? null,
      terms: postTerms(`${title}\n${description}`),
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing()
    .returning({ id: schema.feedbackPosts.id });
  return row?.id ?? null;
}

async function requireBySource(tx: Db, workspaceId: number, sourceKey: string | null): Promise<PostSummary> {
  const post = sourceKey === null ? null : await findPostBySource(tx, workspaceId, sourceKey);
  if (!post) throw new Error("a post was neither made nor found");
  return post;
}
