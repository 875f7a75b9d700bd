import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, sql } from "drizzle-orm";
import { NEWS } from "./news.ts";
import type { News } from "./news.ts";

export type Told = { outgoingId: number; news: News };

const startOf = (issueId: number, ticketId: number): string => `github-news:${issueId}:${ticketId}:`;

/** What the asker of a ticket has heard of an issue, oldest first. Call with the ticket's lock held before adding to it. */
export async function listTold(
  db: Db,
  of: { workspaceId: number; issueId: number; ticketId: number },
): Promise<Told[]> {
  const o = schema.outgoingMessages;
  const start = startOf(of.issueId, of.ticketId);
  const rows = await db
    .select({ id: o.id, key: o.dedupeKey })
    .from(o)
    .where(
      and(
        eq(o.workspaceId, of.workspaceId),
        eq(o.ticketId, of.ticketId),
        sql`starts_with(${o.dedupeKey}, ${start})`,
      ),
    )
    .orderBy(asc(o.id));
  return rows.flatMap(({ id, key }) => {
    const name = key.split(":").at(-1);
    const news = NEWS.find((one) => one === name);
    return news === undefined ? [] : [{ outgoingId: id, news }];
  });
}

/** The count makes the second closing another piece of news than the first. */
export function toldKey(of: { issueId: number; ticketId: number }, count: number, news: News): string {
  return `${startOf(of.issueId, of.ticketId)}${count + 1}:${news}`;
}
