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

/** A page of the panel conversations of an identified visitor, from whatever device, the one with the last message first. */
export async function listVisitorConversations(
  ctx: Pick<Ctx, "db">,
  input: {
    workspaceId: number;
    identity: PersonIdentity;
    /** `next` of the page before. */
    after?: string | undefined;
  },
): Promise<{ conversations: ConversationSummary[]; next: string | null }> {
  const { workspaceId, after } = input;
  const person = await findPerson(ctx.db, workspaceId, input.identity);
  if (!person) return { conversations: [], next: null };
  const isTheirs = eq(schema.tickets.askerId, person.id);
  const which =
    after === undefined ? isTheirs : and(isTheirs, isBehind({ workspaceId, askerId: person.id, after }));
  const found = await readSummaries(ctx.db, { workspaceId, which, limit: MOST + 1 });
  const conversations = found.slice(0, MOST).map(({ summary }) => summary);
  const next = found.length > MOST ? (conversations.at(-1)?.publicId ?? null) : null;
  return { conversations, next };
}

/** Behind a conversation of the same visitor, wherever that stands by now. */
function isBehind(last: { workspaceId: number; askerId: number; after: string }): SQL {
  const t = schema.tickets;
  return sql`(${t.lastMessageAt}, ${t.id}) < (
    select last.last_message_at, last.id from ${t} last
    where last.workspace_id = ${last.workspaceId} and last.platform = 'panel' and last.channel_id = ${PANEL_CHANNEL}
      and last.thread_id = ${last.after} and last.asker_id = ${last.askerId})`;
}

/** Of the conversations that a browser keeps, those whose token is right, the newest first. */
export async function listKeptConversations(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; kept: { publicId: string; token: string }[] },
): Promise<ConversationSummary[]> {
  const tokens = new Map(input.kept.slice(0, MOST).map(({ publicId, token }) => [publicId, token]));
  if (tokens.size === 0) return [];
  const isKept = inArray(schema.tickets.threadId, [...tokens.keys()]);
  const found = await readSummaries(ctx.db, {
    workspaceId: input.workspaceId,
    which: isKept,
    limit: MOST,
  });
  return found
    .filter(
      ({ summary, accessHash }) =>
        accessHash !== null && isToken(tokens.get(summary.publicId) ?? "", accessHash),
    )
    .map(({ summary }) => summary);
}

async function readSummaries(
  db: Db,
  { workspaceId, which, limit }: { workspaceId: number; which: SQL | undefined; limit: number },
) {
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
    .limit(limit);
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
