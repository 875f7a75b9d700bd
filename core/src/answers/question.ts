import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { ConversationTurn } from "../ports.ts";
import type { Ticket } from "../tickets/load.ts";

export type OpenQuestion = {
  /** What the asker wrote since the last answer, as one text. */
  text: string;
  /** The newest message that an answer to this covers. */
  lastMessageId: number;
  /** The thread before it, oldest first. */
  thread: ConversationTurn[];
  /** How many messages the asker has written in this ticket. */
  memberMessages: number;
};

const MAX_TURNS = 20;
/** Threads can grow without end; nobody asks about what was said this long ago. */
const MAX_READ = 200;

/** What waits for an answer in a ticket; null when everything the asker wrote is answered. */
export async function readOpenQuestion(db: Db, ticket: Ticket): Promise<OpenQuestion | null> {
  const m = schema.ticketMessages;
  const newest = await db
    .select({
      id: m.id,
      sender: m.sender,
      personId: m.personId,
      content: m.content,
      name: schema.people.name,
    })
    .from(m)
    .leftJoin(schema.people, eq(schema.people.id, m.personId))
    .where(
      and(
        eq(m.workspaceId, ticket.workspaceId),
        eq(m.ticketId, ticket.id),
        eq(m.visibility, "public"),
        isNull(m.deletedAt),
      ),
    )
    // Not by time: clocks of machines differ, and what is answered is remembered by id.
    .orderBy(desc(m.id))
    .limit(MAX_READ);
  const rows = newest.toReversed();
  const answered = ticket.answeredMessageId ?? 0;
  const isOpen = (row: (typeof rows)[number]): boolean =>
    row.id > answered && row.personId === ticket.askerId;
  const open = rows.filter(isOpen);
  const last = open.at(-1);
  if (!last) return null;

  const text = open.map((row) => row.content).join("\n\n");
  const thread = rows
    .filter((row) => !isOpen(row))
    .slice(-MAX_TURNS)
    .map((row): ConversationTurn => ({
      sender: row.sender === "user" ? "member" : row.sender,
      name: row.name,
      text: row.content,
    }));
  return {
    text,
    lastMessageId: last.id,
    thread,
    memberMessages: rows.filter((row) => row.personId === ticket.askerId).length,
  };
}

/** Subjects of the asker's earlier tickets. What was asked in private is not named where others read along. */
export async function listEarlierSubjects(db: Db, ticket: Ticket): Promise<string[]> {
  const t = schema.tickets;
  const rows = await db
    .select({ subject: t.subject })
    .from(t)
    .where(
      and(
        eq(t.workspaceId, ticket.workspaceId),
        eq(t.askerId, ticket.askerId),
        lt(t.id, ticket.id),
        ticket.isDirect ? undefined : eq(t.isDirect, false),
      ),
    )
    .orderBy(desc(t.createdAt))
    .limit(5);
  return rows.map((row) => row.subject);
}
