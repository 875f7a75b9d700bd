import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, like, sql } from "drizzle-orm";
import type { Reply } from "../ports.ts";
import { changePosted } from "./change-posted.ts";
import { replyIn, sendOut } from "./send-out.ts";

type TicketKey = { workspaceId: number; id: number };

/** Takes the buttons off everything said in a member's thread so far, so that nobody clicks what no longer holds. */
export async function retireButtons(tx: Db, ticket: TicketKey): Promise<void> {
  const o = schema.outgoingMessages;
  await retire(tx, ticket, sql`${o.escalationId} is null and ${o.dedupeKey} not like 'rating:%'`, null);
}

/** Takes a request for a rating back that came too early. */
export async function retireRatingButtons(tx: Db, ticket: TicketKey): Promise<void> {
  await retire(tx, ticket, sql`${like(schema.outgoingMessages.dedupeKey, "rating:%")}`, null);
}

/** Replaces the request for a rating by thanks. */
export async function retireRating(tx: Db, ticket: TicketKey, thanks: Reply): Promise<void> {
  const rating = like(schema.outgoingMessages.dedupeKey, "rating:%");
  await retire(tx, ticket, sql`${rating}`, thanks);
}

async function retire(
  tx: Db,
  ticket: TicketKey,
  which: ReturnType<typeof sql>,
  replacement: Reply | null,
): Promise<void> {
  const o = schema.outgoingMessages;
  const rows = await tx
    .select({ id: o.id, platform: o.platform, payload: o.payload })
    .from(o)
    .where(
      and(
        eq(o.workspaceId, ticket.workspaceId),
        eq(o.ticketId, ticket.id),
        eq(o.operation, "post"),
        which,
        sql`jsonb_array_length(coalesce(${o.payload}->'reply'->'buttons', '[]'::jsonb)) > 0`,
      ),
    );
  for (const row of rows) {
    const { workspaceId, id: ticketId } = ticket;
    if (replacement) {
      await changePosted(tx, { ...row, workspaceId, ticketId }, replacement);
      continue;
    }
    const { buttons: _, ...plain } = replyIn(row.payload);
    await sendOut(tx, {
      workspaceId,
      ticketId,
      platform: row.platform,
      dedupeKey: `retire:${row.id}:buttons`,
      outgoing: { operation: "edit", outgoingId: row.id, reply: plain },
    });
  }
}
