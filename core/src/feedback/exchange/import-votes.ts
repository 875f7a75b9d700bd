import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import { rememberPerson } from "../../workspaces/people.ts";
import { lockStandingPost } from "../lock-posts.ts";
import { afterVotes } from "../put-vote.ts";
import type { BoardPerson, BoardVote } from "./board.ts";

export type ImportVotesInput = {
  workspaceId: number;
  postId: number;
  votes: BoardVote[];
  /** Of votes that do not say when they were cast. */
  at: Date;
};

/** Adds the votes that a post has not yet; one that somebody changed here stays. Answers how many are new. */
export async function importVotes(tx: Db, input: ImportVotesInput): Promise<number> {
  const { workspaceId, postId, at } = input;
  const votes = [];
  for (const { voter, value, createdAt } of input.votes) {
    const personId = await rememberByAddress(tx, workspaceId, voter);
    votes.push({ workspaceId, postId, personId, value, createdAt: createdAt ?? at });
  }
  if (votes.length === 0) return 0;
  const standing = await lockStandingPost(tx, { workspaceId, postId }, { forAgents: true });
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
