import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray, or } from "drizzle-orm";
import { InvalidError, NotFoundError } from "../errors.ts";
import { lockIdentity } from "../workspaces/people.ts";
import { joinRecords } from "./join-records.ts";
import { joinVotes, recountVoted } from "./join-votes.ts";

export type JoinPeopleInput = { workspaceId: number; keepId: number; goneId: number; at: Date };

type PersonRow = typeof schema.people.$inferSelect;
type Identity = typeof schema.personIdentities.$inferSelect;

/**
 * Makes one person of two, within the caller's transaction: everything of `goneId` belongs to `keepId` afterwards, with one
 * vote a post, and a row says so, since the audit log goes on naming the one that is gone.
 */
export async function joinPeople(tx: Db, input: JoinPeopleInput): Promise<void> {
  const { workspaceId, keepId, goneId, at } = input;
  if (keepId === goneId) throw new InvalidError("These are the same person already.");
  const { keep, gone, identities } = await lockBoth(tx, input);
  await joinVotes(tx, input);
  await joinRecords(tx, { workspaceId, keepId, goneId });
  const j = schema.personJoins;
  await tx
    .update(j)
    .set({ keptId: keepId })
    .where(and(eq(j.workspaceId, workspaceId), eq(j.keptId, goneId)));
  const goneIdentities = identities
    .filter(({ personId }) => personId === goneId)
    .map(({ platform, externalId }) => ({ platform, externalId }));
  await tx
    .insert(j)
    .values({ workspaceId, keptId: keepId, goneId, goneName: gone.name, goneIdentities, createdAt: at });
  await tx.delete(schema.people).where(isOneOf(workspaceId, [goneId]));
  await tx
    .update(schema.people)
    .set({ ...joined(keep, gone), updatedAt: at })
    .where(isOneOf(workspaceId, [keepId]));
  await recountVoted(tx, workspaceId, keepId);
}

const isOneOf = (workspaceId: number, ids: number[]) =>
  and(eq(schema.people.workspaceId, workspaceId), inArray(schema.people.id, ids));

/**
 * Waits for whoever is about to write something for one of the two, and keeps others from it. Their identities are locked
 * first, as everybody does who opens a ticket, then their tickets, as everybody does who writes in one; the rows in the order
 * of their ids, so that two joins never wait for each other.
 */
async function lockBoth(
  tx: Db,
  { workspaceId, keepId, goneId }: JoinPeopleInput,
): Promise<{ keep: PersonRow; gone: PersonRow; identities: Identity[] }> {
  const i = schema.personIdentities;
  const identities = await tx
    .select()
    .from(i)
    .where(and(eq(i.workspaceId, workspaceId), inArray(i.personId, [keepId, goneId])))
    .orderBy(asc(i.platform), asc(i.externalId));
  for (const identity of identities) await lockIdentity(tx, workspaceId, identity);
  const t = schema.tickets;
  await tx
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        eq(t.workspaceId, workspaceId),
        or(inArray(t.askerId, [keepId, goneId]), inArray(t.assigneeId, [keepId, goneId])),
      ),
    )
    .orderBy(asc(t.id))
    .for("update");
  const rows = await tx
    .select()
    .from(schema.people)
    .where(isOneOf(workspaceId, [keepId, goneId]))
    .orderBy(asc(schema.people.id))
    .for("update");
  const keep = rows.find(({ id }) => id === keepId);
  const gone = rows.find(({ id }) => id === goneId);
  if (!keep || !gone || keep.erasedAt || gone.erasedAt) throw new NotFoundError("The person");
  return { keep, gone, identities };
}

const RANK = { member: 0, agent: 1, admin: 2 } as const;

/** What the one that stays is known by: their own where they have it. A wish to be left out holds for both. */
function joined(keep: PersonRow, gone: PersonRow): Partial<typeof schema.people.$inferInsert> {
  return {
    email: keep.email ?? gone.email,
    avatarUrl: keep.avatarUrl ?? gone.avatarUrl,
    companyId: keep.companyId ?? gone.companyId,
    locale: keep.locale ?? gone.locale,
    role: RANK[gone.role] > RANK[keep.role] ? gone.role : keep.role,
    optedOutAt: keep.optedOutAt ?? gone.optedOutAt,
    createdAt: gone.createdAt < keep.createdAt ? gone.createdAt : keep.createdAt,
  };
}
