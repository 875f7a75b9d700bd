import { schema } from "@firstline/db";
import { and, desc, eq, ilike, inArray, lt, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Ctx } from "../context.ts";
import { cutPage } from "../cut-page.ts";
import { NotFoundError } from "../errors.ts";
import { toPattern } from "../text/index.ts";
import { conditionsOfWords } from "./conditions-of-words.ts";
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
  const { workspaceId, filter } = input;
  const { query, words = "" } = filter;
  const isBefore = and(
    eq(t.workspaceId, workspaceId),
    input.before === null ? undefined : lt(t.id, input.before),
  );
  const isWanted = and(
    isBefore,
    ...conditionsOf(filter),
    ...(await conditionsOfWords(ctx, { workspaceId, words })),
  );
  const limit = input.limit + 1;
  const isSearch = query !== undefined || words.trim() !== "";
  const newest = await selectWithPeople(ctx, and(isWanted, isSearch ? isRecent(isBefore) : undefined), limit);
  const isWhole = !isSearch || newest.length === limit;
  const rows = isWhole ? newest : await selectWithPeople(ctx, isWanted, limit, BY_WORDS);
  const { page, nextId } = cutPage(rows, input.limit);
  return { tickets: page, next: nextId };
}

/** Words that many tickets have are found among the newest; for rare ones the index of words is the faster way. */
const RECENT = 5_000;

function isRecent(isBefore: SQL | undefined): SQL {
  const t = schema.tickets;
  return sql`${t.id} > coalesce((select id from ${t} where ${isBefore} order by id desc limit 1 offset ${RECENT}), 0)`;
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

/** The same order, which no index of ids can serve. */
const BY_WORDS = desc(sql`${schema.tickets.id} + 0`);

async function selectWithPeople(
  ctx: Pick<Ctx, "db">,
  where: SQL | undefined,
  limit: number,
  order = desc(schema.tickets.id),
): Promise<TicketWithPeople[]> {
  const t = schema.tickets;
  const askers = alias(schema.people, "askers");
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
    .orderBy(order)
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
