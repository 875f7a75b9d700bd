import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { rememberPerson } from "../../workspaces/people.ts";
import { lockStandingPost } from "../lock-posts.ts";
import { afterVotes } from "../put-vote.ts";
import type { BoardPerson, BoardVote } from "./board.ts";

export type ImportVotesInput = {
  workspaceId: number;
  postId: number;
  votes: BoardVote[];
};

/** Votes in one transaction: each new voter is a lock of it, and on the embedded database all others wait for it. */
const BATCH = 50;

/** Adds the votes that a post has not yet; one that somebody changed here stays. Answers how many are new. */
export async function importVotes(ctx: Pick<Ctx, "db" | "now">, input: ImportVotesInput): Promise<number> {
  // In one order, so that two imports never wait for each other's voters.
  const votes = input.votes.toSorted((a, b) => a.voter.email.localeCompare(b.voter.email, "en"));
  const at = ctx.now();
  let added = 0;
  for (let start = 0; start < votes.length; start += BATCH) {
    const some = { ...input, votes: votes.slice(start, start + BATCH) };
    added += await ctx.db.transaction((tx) => addVotes(tx, some, at));
  }
  return added;
}

/** `at` is for votes that do not say when they were cast. */
async function addVotes(tx: Db, input: ImportVotesInput, at: Date): Promise<number> {
  const { workspaceId, postId } = input;
  const votes = [];
  for (const { voter, value, createdAt } of input.votes) {
    const personId = await rememberByAddress(tx, workspaceId, voter);
    votes.push({ workspaceId, postId, personId, value, createdAt: createdAt ?? at });
  }
  const standing = await lockStandingPost(tx, { workspaceId, postId }, null);
  let added = 0;
  for (const vote of votes) {
    const rows = await tx
      .insert(schema.votes)
      .values(vote)
      .onConflictDoNothing()
      .returning({ id: schema.votes.id });
    added += rows.length;
  }
  if (added > 0) await afterVotes(tx, workspaceId, [standing.id, postId]);
  return added;
}

/** The one person who has this address already, else somebody new. */
export async function rememberByAddress(
  tx: Db,
  workspaceId: number,
  { name, email }: BoardPerson,
): Promise<number> {
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
