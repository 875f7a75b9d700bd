import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray, ne, notLike, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { tellErased } from "../github/tell-taken-back.ts";
import { findLinkOf } from "../github/report-row.ts";
import { untieTicket } from "../github/untie.ts";
import { endTicket } from "../tickets/close.ts";
import { ERASED_THREADS, erasedThread, isErased } from "../tickets/erased.ts";
import { recordEvent } from "../tickets/events.ts";
import type { Actor } from "../tickets/events.ts";
import { lockTicket, updateTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { wordsOf } from "../words/words-of.ts";
import { ERASED_TEXT } from "./erased-words.ts";
import { unsayTicket } from "./unsay.ts";
import type { PersonKey } from "./requests.ts";

type By = { actor: Actor; at: Date };

/** Tickets that the person asked and of which something is kept. */
export async function listAskedTickets(db: Db, key: PersonKey): Promise<number[]> {
  const t = schema.tickets;
  const rows = await db
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        eq(t.workspaceId, key.workspaceId),
        eq(t.askerId, key.personId),
        notLike(t.threadId, ERASED_THREADS),
      ),
    )
    .orderBy(asc(t.id));
  return rows.map(({ id }) => id);
}

/**
 * A ticket is a talk with its asker: everything that was said in it goes, whoever said it, and what was made of it. What
 * stays are states, times and figures, and the audit rows. False for one that
 * somebody else has erased meanwhile.
 */
export async function eraseTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; actor: Actor },
): Promise<boolean> {
  const { workspaceId, ticketId, actor } = input;
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    if (isErased(ticket)) return false;
    const by = { actor, at: ctx.now() };
    const { erased: gone } = await wordsOf(tx, ticket);
    await forgetJobs(tx, ticket);
    const ended = ticket.status === "closed" ? ticket : await endTicket(tx, ticket, by);
    await unsayTicket(tx, ended, gone);
    await tellErased(tx, ended);
    await leaveGithub(tx, ended, by);
    await eraseTalk(tx, ended, by.at);
    const threadId = erasedThread(ticketId);
    const place = ticket.isDirect ? { threadId, channelId: threadId } : { threadId };
    const nothing = { subject: ERASED_TEXT, description: "", accessHash: null };
    await updateTicket(tx, ended, { ...nothing, ...place }, by.at);
    const metadata = { everything: true };
    await recordEvent(tx, { workspaceId, ticketId, kind: "comment_deleted", actor, metadata }, by.at);
    await announceTicket(tx, workspaceId, ticketId);
    return true;
  });
}

/** What is still to be done for the ticket: each job would end by itself, but may say something first, or keep its error. */
async function forgetJobs(tx: Db, { id }: Ticket): Promise<void> {
  for (const name of ["answer", "describe_bug", "file_bug", "evidence"])
    await tx.execute(sql`select graphile_worker.remove_job(${`${name}:${id}`})`);
}

async function eraseTalk(tx: Db, { workspaceId, id: ticketId }: Ticket, at: Date): Promise<void> {
  const { ticketMessages: m, escalations: e, attachments: a, trainingExamples: x } = schema;
  await tx
    .update(m)
    .set({
      content: "",
      aiReadings: null,
      aiNotes: null,
      sources: null,
      platformChannelId: null,
      platformMessageId: null,
      deletedAt: sql`coalesce(${m.deletedAt}, ${at.toISOString()}::timestamptz)`,
    })
    .where(and(eq(m.workspaceId, workspaceId), eq(m.ticketId, ticketId)));
  await tx
    .update(e)
    .set({ reason: ERASED_TEXT, aiAttempt: null })
    .where(and(eq(e.workspaceId, workspaceId), eq(e.ticketId, ticketId)));
  await tx.delete(a).where(and(eq(a.workspaceId, workspaceId), eq(a.ticketId, ticketId)));
  await tx.delete(x).where(and(eq(x.workspaceId, workspaceId), eq(x.ticketId, ticketId)));
}

/** Nothing is filed or published of it any more, and nobody hears what becomes of its issue. */
async function leaveGithub(tx: Db, ticket: Ticket, by: By): Promise<void> {
  const { workspaceId, id: ticketId } = ticket;
  const tied = await findLinkOf(tx, { workspaceId, ticketId });
  if (tied) await untieTicket(tx, ticket, tied, by);
  const { githubLinks: l, bugReports: b, fixAttempts: f, fixSteps: s } = schema;
  await tx.delete(l).where(and(eq(l.workspaceId, workspaceId), eq(l.ticketId, ticketId)));
  await tx
    .update(b)
    .set({ status: "dropped", spec: null, matches: [], held: null, updatedAt: by.at })
    .where(and(eq(b.workspaceId, workspaceId), eq(b.ticketId, ticketId)));
  const isOfTicket = and(eq(f.workspaceId, workspaceId), eq(f.ticketId, ticketId));
  const attempts = tx.select({ id: f.id }).from(f).where(isOfTicket);
  await tx.delete(s).where(and(eq(s.workspaceId, workspaceId), inArray(s.attemptId, attempts)));
  const failure = "The report was erased.";
  await tx
    .update(f)
    .set({ summary: null, limits: [], patch: null, proof: [], failure: null, updatedAt: by.at })
    .where(isOfTicket);
  await tx
    .update(f)
    .set({ status: "stopped", failure, finishedAt: by.at })
    .where(and(isOfTicket, ne(f.status, "drafted")));
}
