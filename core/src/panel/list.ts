import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Ticket } from "../tickets/load.ts";
import { findPerson } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { isToken, PANEL_CHANNEL } from "./keys.ts";

export type ConversationSummary = {
  publicId: string;
  ticket: Pick<Ticket, "subject" | "status" | "handler" | "resolution" | "satisfactionRating">;
  /** When something was last said, by whomever. */
  lastSaidAt: Date;
};

const MOST = 50;

/** The panel conversations of an identified visitor, from whatever device, the newest first. */
export async function listVisitorConversations(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; identity: PersonIdentity },
): Promise<ConversationSummary[]> {
  const person = await findPerson(ctx.db, input.workspaceId, input.identity);
  if (!person) return [];
  const found = await readSummaries(ctx.db, input.workspaceId, eq(schema.tickets.askerId, person.id));
  return found.map(({ summary }) => summary);
}

/** Of the conversations that a browser keeps, those whose token is right, the newest first. */
export async function listKeptConversations(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; kept: { publicId: string; token: string }[] },
): Promise<ConversationSummary[]> {
  const tokens = new Map(input.kept.slice(0, MOST).map(({ publicId, token }) => [publicId, token]));
  if (tokens.size === 0) return [];
  const isKept = inArray(schema.tickets.threadId, [...tokens.keys()]);
  const found = await readSummaries(ctx.db, input.workspaceId, isKept);
  return found
    .filter(
      ({ summary, accessHash }) =>
        accessHash !== null && isToken(tokens.get(summary.publicId) ?? "", accessHash),
    )
    .map(({ summary }) => summary);
}

async function readSummaries(db: Db, workspaceId: number, which: SQL) {
  const t = schema.tickets;
  const rows = await db
    .select({
      publicId: t.threadId,
      accessHash: t.accessHash,
      subject: t.subject,
      status: t.status,
      handler: t.handler,
      resolution: t.resolution,
      satisfactionRating: t.satisfactionRating,
      lastMessageAt: t.lastMessageAt,
      lastSaidAt: lastPost(),
    })
    .from(t)
    .where(
      and(eq(t.workspaceId, workspaceId), eq(t.platform, "panel"), eq(t.channelId, PANEL_CHANNEL), which),
    )
    .orderBy(desc(t.lastMessageAt), desc(t.id))
    .limit(MOST);
  return rows.map(({ publicId, accessHash, lastMessageAt, lastSaidAt, ...ticket }) => {
    const said = lastSaidAt === null ? lastMessageAt : new Date(lastSaidAt);
    const summary: ConversationSummary = {
      publicId,
      ticket,
      lastSaidAt: said > lastMessageAt ? said : lastMessageAt,
    };
    return { summary, accessHash };
  });
}

/** When we last said something to the visitor; the time that its item in the feed bears. */
function lastPost() {
  return sql<string | null>`(
    select max(coalesce(m.created_at, o.created_at)) from outgoing_messages o
    left join ticket_messages m on m.id = o.ticket_message_id
    where o.ticket_id = tickets.id and o.workspace_id = tickets.workspace_id and o.platform = 'panel' and o.operation = 'post')`;
}
