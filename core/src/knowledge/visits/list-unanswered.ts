import { schema } from "@firstline/db";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../../context.ts";

export type UnansweredSearch = {
  query: string;
  /** How often it was looked for in vain. */
  times: number;
  lastAt: Date;
};

export type ListUnansweredInput = { workspaceId: number; since: Date; limit?: number };

const Row = z.object({ query: z.string(), times: z.coerce.number(), last_at: z.coerce.date() });

/** What people looked for and did not find, the most frequent first: what to write next. */
export async function listUnanswered(
  ctx: Pick<Ctx, "db">,
  input: ListUnansweredInput,
): Promise<UnansweredSearch[]> {
  const { searches } = schema;
  const rows = await ctx.db.execute(sql`
    select (array_agg(${searches.query} order by ${searches.id} desc))[1] as query,
      count(*) as times, max(${searches.createdAt}) as last_at
    from ${searches}
    where ${searches.workspaceId} = ${input.workspaceId} and ${searches.resultCount} = 0
      and ${searches.createdAt} >= ${input.since.toISOString()}::timestamptz
    group by lower(${searches.query})
    order by times desc, last_at desc
    limit ${Math.min(input.limit ?? 100, 500)}`);
  return Row.array()
    .parse([...rows])
    .map(({ query, times, last_at }) => ({ query, times, lastAt: last_at }));
}
