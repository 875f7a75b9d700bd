import { schema } from "@firstline/db";
import { and, desc, eq, ilike, inArray, lt, or } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Ctx } from "../context.ts";
import { cutPage } from "../cut-page.ts";
import { NotFoundError } from "../errors.ts";
import { toPattern } from "../text/index.ts";
import type { Ticket } from "./load.ts";
import type { TicketStatus } from "./status.ts";

export type TicketFilter = {
  statuses?: TicketStatus[] | undefined;
  types?: Ticket["type"][] | undefined;
  priorities?: Ticket["priority"][] | undefined;
  askerId?: number | undefined;
  /** Words that subject or question must contain. */
  query?: string | undefined;
  /** What an agent looks for: each word in subject, question or the asker's name; or the ticket's number, as in "#123". */
  words?: string | undefined;
};

/** A ticket with the people it concerns. */
export type TicketWithPeople = Ticket & {
  asker: { id: number; name: string; email: string | null };
  assignee: { id: number; name: string } | null;
};

export type TicketPageInput = {
  workspaceId: number;
  filter: TicketFilter;
  /** Only tickets older than this one. */
  before: number | null;
  limit: number;
};

/** One page of a workspace's tickets, newest first; `next` is the `before` of the following page, null at the end. */
export async function listTicketsPage(
  ctx: Pick<Ctx, "db">,
  input: TicketPageInput,
): Promise<{ tickets: TicketWithPeople[]; next: number | null }> {
  const t = schema.tickets;
  const rows = await selectWithPeople(
    ctx,
    and(
      eq(t.workspaceId, input.workspaceId),
      ...conditionsOf(input.filter),
      ...conditionsOfWords(input.filter.words ?? ""),
      input.before === null ? undefined : lt(t.id, input.before),
    ),
    input.limit + 1,
  );
  const { page, nextId } = cutPage(rows, input.limit);
  return { tickets: page, next: nextId };
}

/** Throws `NotFoundError` for another workspace's ticket as well. */
export async function getTicketWithPeople(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; ticketId: number },
): Promise<TicketWithPeople> {
  const t = schema.tickets;
  const isTicket = and(eq(t.workspaceId, input.workspaceId), eq(t.id, input.ticketId));
  const [ticket] = await selectWithPeople(ctx, isTicket, 1);
  if (!ticket) throw new NotFoundError("The ticket");
  return ticket;
}

const askers = alias(schema.people, "askers");

async function selectWithPeople(
  ctx: Pick<Ctx, "db">,
  where: SQL | undefined,
  limit: number,
): Promise<TicketWithPeople[]> {
  const t = schema.tickets;
  const assignees = alias(schema.people, "assignees");
  const rows = await ctx.db
    .select({
      ticket: t,
      asker: { id: askers.id, name: askers.name, email: askers.email },
      assignee: { id: assignees.id, name: assignees.name },
    })
    .from(t)
    .innerJoin(askers, eq(askers.id, t.askerId))
    .leftJoin(assignees, eq(assignees.id, t.assigneeId))
    .where(where)
    .orderBy(desc(t.id))
    .limit(limit);
  return rows.map(({ ticket, asker, assignee }) => ({ ...ticket, asker, assignee }));
}

function conditionsOf(filter: TicketFilter): (SQL | undefined)[] {
  const t = schema.tickets;
  const pattern = filter.query === undefined ? null : toPattern(filter.query);
  return [
    filter.statuses && inArray(t.status, filter.statuses),
    filter.types && inArray(t.type, filter.types),
    filter.priorities && inArray(t.priority, filter.priorities),
    filter.askerId === undefined ? undefined : eq(t.askerId, filter.askerId),
    pattern === null ? undefined : or(ilike(t.subject, pattern), ilike(t.description, pattern)),
  ];
}

const MOST_WORDS = 20;

function conditionsOfWords(words: string): (SQL | undefined)[] {
  const t = schema.tickets;
  const isWords = words
    .split(/\s+/u)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS)
    .map((word) => {
      const pattern = toPattern(word);
      return or(ilike(t.subject, pattern), ilike(t.description, pattern), ilike(askers.name, pattern));
    });
  const number = /^\s*#?(\d{1,15})\s*$/u.exec(words)?.[1];
  return number === undefined ? isWords : [or(eq(t.id, Number(number)), ...isWords)];
}
