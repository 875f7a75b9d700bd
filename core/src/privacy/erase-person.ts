import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import { person, SYSTEM } from "../tickets/events.ts";
import { lockIdentity } from "../workspaces/people.ts";
import { ERASED_NAME } from "./erased-words.ts";
import { eraseFeedback } from "./erase-feedback.ts";
import { erasePart, listJoinedTickets } from "./erase-part.ts";
import { eraseTicket, listAskedTickets } from "./erase-ticket.ts";
import { eraseTraces } from "./erase-traces.ts";
import { finishRequests, openRequest } from "./requests.ts";
import type { PersonKey, RequestedBy } from "./requests.ts";

export type ErasePersonInput = PersonKey & { by: RequestedBy };

/** How much of a person there was. */
export type ErasedPerson = { tickets: number; messages: number; posts: number; votes: number };

type EraseCtx = Pick<Ctx, "db" | "now">;

/** Somebody who writes faster than this is erased is there for good. */
const MOST_ROUNDS = 10;

/**
 * Erases everything of a person: what they asked and wrote and what was made of it, their posts and votes, and who they
 * are. Whoever they were on a platform is somebody new when they come again. What stays names nobody: states, times, figures
 * and audit rows, of a "Deleted person". A ticket is a transaction of its own, since everybody else waits for it; when it
 * breaks off, the same call goes on, and a second one changes nothing. Throws `NotFoundError`.
 */
export async function erasePerson(ctx: EraseCtx, input: ErasePersonInput): Promise<ErasedPerson> {
  const done = { tickets: 0, messages: 0, posts: 0, votes: 0 };
  if (!(await begin(ctx, input))) return done;
  const { workspaceId, by } = input;
  const actor = by === null ? SYSTEM : person(by.personId);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const ticketId of await listAskedTickets(ctx.db, input))
      if (await eraseTicket(ctx, { workspaceId, ticketId, actor })) done.tickets += 1;
    for (const ticketId of await listJoinedTickets(ctx.db, input))
      done.messages += await erasePart(ctx, { ...input, ticketId, actor });
    const rest = await eraseRest(ctx, input);
    if (rest) return { ...done, ...rest };
  }
  throw new ConflictError("This person is writing right now. Please try again: what is erased stays so.");
}

/** False for somebody who was erased before. */
async function begin(ctx: EraseCtx, input: ErasePersonInput): Promise<boolean> {
  const p = schema.people;
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ erasedAt: p.erasedAt })
      .from(p)
      .where(and(eq(p.workspaceId, input.workspaceId), eq(p.id, input.personId)));
    if (!row) throw new NotFoundError("The person");
    if (row.erasedAt !== null) return false;
    await openRequest(tx, input, { kind: "erase", by: input.by, at: ctx.now() });
    return true;
  });
}

/**
 * What does not belong to one ticket, and the person. Null, and nothing happens, where they have written something
 * meanwhile: tickets are locked before people.
 */
async function eraseRest(
  ctx: EraseCtx,
  input: ErasePersonInput,
): Promise<{ posts: number; votes: number } | null> {
  return ctx.db.transaction(async (tx) => {
    const identities = await lockPerson(tx, input);
    const left = [...(await listAskedTickets(tx, input)), ...(await listJoinedTickets(tx, input))];
    if (left.length > 0) return null;
    const at = ctx.now();
    const done = await eraseFeedback(tx, { ...input, at });
    await eraseTraces(tx, input, identities);
    await becomeNobody(tx, input, at);
    await finishRequests(tx, input, { kind: "erase", at });
    return done;
  });
}

/** In the order in which everybody locks who opens a ticket, or joins people. */
async function lockPerson(
  tx: Db,
  { workspaceId, personId }: PersonKey,
): Promise<(typeof schema.personIdentities.$inferSelect)[]> {
  const [i, p] = [schema.personIdentities, schema.people];
  const identities = await tx
    .select()
    .from(i)
    .where(and(eq(i.workspaceId, workspaceId), eq(i.personId, personId)))
    .orderBy(asc(i.platform), asc(i.externalId));
  for (const identity of identities) await lockIdentity(tx, workspaceId, identity);
  const [row] = await tx
    .select({ id: p.id })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.id, personId)))
    .for("update");
  if (!row) throw new NotFoundError("The person");
  return identities;
}

async function becomeNobody(tx: Db, { workspaceId, personId }: PersonKey, at: Date): Promise<void> {
  const p = schema.people;
  const nothing = { email: null, avatarUrl: null, companyId: null, locale: null, optedOutAt: null };
  await tx
    .update(p)
    .set({ ...nothing, name: ERASED_NAME, role: "member", erasedAt: at, updatedAt: at })
    .where(and(eq(p.workspaceId, workspaceId), eq(p.id, personId)));
}
