import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import { MAX_ATTEMPTS } from "../jobs.ts";
import type { JobName } from "../jobs.ts";
import type { MessageRef, Platform, PostTarget, Reaction, Reply, ThreadRef, ThreadState } from "../ports.ts";

/** What an outgoing row asks a platform to do. */
export type Outgoing =
  | { operation: "post"; target: PostTarget; reply: Reply }
  /** Posts in the direct messages with this user of the platform. */
  | { operation: "post"; target: DirectTarget; reply: Reply }
  /** Posts in the thread of the escalation's card, wherever that card was posted. */
  | { operation: "post"; target: "card_thread"; reply: Reply }
  /** Changes what an earlier outgoing row posted. */
  | { operation: "edit"; outgoingId: number; reply: Reply }
  | { operation: "react"; message: MessageRef; reaction: Reaction }
  | { operation: "unreact"; message: MessageRef; reaction: Reaction }
  | { operation: "show_state"; thread: ThreadRef; state: ThreadState };

export type DirectTarget = { userId: string };

export type SendOutInput = {
  workspaceId: number;
  ticketId: number | null;
  platform: Platform;
  /** The same key is written once only. */
  dedupeKey: string;
  outgoing: Outgoing;
  ticketMessageId?: number | null;
  escalationId?: number | null;
};

/**
 * Writes down something to say, with the job that says it; call it in the transaction of the change that caused it.
 * Answers null when a row with the same key is there already. The help panel reads the rows themselves: nothing is sent.
 */
export async function sendOut(tx: Db, input: SendOutInput): Promise<{ outgoingId: number } | null> {
  const isPanel = input.platform === "panel";
  const row = tx
    .insert(schema.outgoingMessages)
    .values({
      workspaceId: input.workspaceId,
      ticketId: input.ticketId,
      ticketMessageId: input.ticketMessageId ?? null,
      escalationId: input.escalationId ?? null,
      operation: input.outgoing.operation,
      platform: input.platform,
      dedupeKey: input.dedupeKey,
      deliveryKey: randomUUID(),
      payload: input.outgoing,
      ...(isPanel ? { status: "sent" as const, sentAt: sql`now()` } : {}),
    })
    .onConflictDoNothing()
    .returning({ id: schema.outgoingMessages.id });
  const job = isPanel ? sql`null` : deliveryJob(input, sql`written.id`, null);
  const [written] = await tx.execute<{ id: string }>(sql`
    with written as (${row.getSQL()}), queued as (select ${job} from written)
    select written.id from written left join queued on true`);
  if (!written) return null;

  if (isPanel) await applyToPanel(tx, input.workspaceId, input.outgoing);
  return { outgoingId: Number(written.id) };
}

type DeliveryOf = { workspaceId: number; ticketId: number | null; platform: Platform };

/** The call that queues a delivery: what is said in one ticket is said in order. */
function deliveryJob(of: DeliveryOf, outgoingId: SQL, runAt: Date | null): SQL {
  const name: JobName = of.platform === "slack" ? "deliver_to_slack" : "deliver_to_discord";
  const queue = of.ticketId === null ? null : `ticket:${of.ticketId}`;
  return sql`graphile_worker.add_job(
    ${name}::text,
    payload := json_build_object('workspaceId', ${of.workspaceId}::bigint, 'outgoingId', ${outgoingId}),
    queue_name := ${queue}::text,
    run_at := ${runAt?.toISOString() ?? null}::timestamptz,
    max_attempts := ${MAX_ATTEMPTS}::int,
    job_key := 'deliver:' || ${outgoingId})`;
}

/** A job for a row that has none, or, called by its running job, one that comes back later with all its tries. */
export async function enqueueDelivery(
  db: Db,
  row: DeliveryOf & { outgoingId: number },
  runAt: Date | null = null,
): Promise<void> {
  if (row.platform === "panel") return;
  await db.execute(sql`select ${deliveryJob(row, sql`${row.outgoingId}::bigint`, runAt)}`);
}

async function applyToPanel(tx: Db, workspaceId: number, outgoing: Outgoing): Promise<void> {
  if (outgoing.operation !== "edit") return;
  await tx
    .update(schema.outgoingMessages)
    .set({
      payload: sql`jsonb_set(${schema.outgoingMessages.payload}, '{reply}', ${JSON.stringify(outgoing.reply)}::jsonb)`,
    })
    .where(
      sql`${schema.outgoingMessages.id} = ${outgoing.outgoingId} and ${schema.outgoingMessages.workspaceId} = ${workspaceId}`,
    );
}

/** The column holds what `sendOut` wrote there. */
export function asOutgoing(payload: Record<string, unknown>): Outgoing {
  return payload as Outgoing;
}

/** Where a row posts, when it names the place itself. */
export function placeIn(payload: Record<string, unknown>): PostTarget | null {
  const outgoing = asOutgoing(payload);
  if (outgoing.operation !== "post" || outgoing.target === "card_thread") return null;
  return "userId" in outgoing.target ? null : outgoing.target;
}

/** The reply of a row that posts or edits. */
export function replyIn(payload: Record<string, unknown>): Reply {
  const outgoing = asOutgoing(payload);
  return "reply" in outgoing ? outgoing.reply : { markdown: "" };
}

export const TICKET_CHANNEL = "firstline_tickets";

/** Tells listening processes (help panel, console) that a ticket changed, once the transaction commits. */
export async function announceTicket(tx: Db, workspaceId: number, ticketId: number): Promise<void> {
  await tx.execute(sql`select pg_notify(${TICKET_CHANNEL}, ${JSON.stringify({ workspaceId, ticketId })})`);
}
