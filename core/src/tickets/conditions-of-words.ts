import { schema } from "@firstline/db";
import { and, eq, ilike, inArray, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { toPattern } from "../text/index.ts";

const MOST_WORDS = 20;
/** What stands in more names than this is no name that somebody looks for. */
const MOST_ASKERS = 1_000;

const { people, tickets } = schema;

/** That each word stands in a ticket's subject, question or asker's name; or that they are the ticket's number. */
export async function conditionsOfWords(
  ctx: Pick<Ctx, "db">,
  { workspaceId, words }: { workspaceId: number; words: string },
): Promise<SQL[]> {
  const patterns = words
    .split(/\s+/u)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS)
    .map(toPattern);
  const askers = await findAskers(ctx, workspaceId, patterns);
  const number = /^\s*#?(\d{1,15})\s*$/u.exec(words)?.[1];
  const isNumber = number === undefined ? undefined : eq(tickets.id, Number(number));
  return patterns.flatMap((pattern, index) => {
    const isSaid = or(ilike(tickets.subject, pattern), ilike(tickets.description, pattern));
    return or(isNumber, isSaid, askers[index]) ?? [];
  });
}

/**
 * For each pattern, that a ticket's asker has such a name. The people are looked up first: a condition on two tables cannot
 * use the indexes of either.
 */
async function findAskers(ctx: Pick<Ctx, "db">, workspaceId: number, patterns: string[]): Promise<SQL[]> {
  if (patterns.length === 0) return [];
  const rows = await ctx.db.execute<{ pattern: string; ids: string[] }>(sql`
    select pattern, array(
      select id::text from ${people} where workspace_id = ${workspaceId} and name ilike pattern limit ${MOST_ASKERS + 1}
    ) as ids
    from jsonb_array_elements_text(${JSON.stringify(patterns)}::jsonb) with ordinality as asked (pattern, place)
    order by place`);
  return [...rows].map(({ pattern, ids }) => {
    if (ids.length <= MOST_ASKERS) return sql`${tickets.askerId} = any(${`{${ids.join(",")}}`}::bigint[])`;
    const isNamed = and(eq(people.workspaceId, workspaceId), ilike(people.name, pattern));
    return inArray(tickets.askerId, ctx.db.select({ id: people.id }).from(people).where(isNamed));
  });
}
