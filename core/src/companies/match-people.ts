import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, gt, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { requestRecount } from "../feedback/request-recount.ts";
import { companyDomainOf } from "./free-mail.ts";

const { companies, people, personIdentities } = schema;
const BATCH = 1_000;

/**
 * Gives people without a company the one whose domain their address has; answers how many. What a visitor whom nobody knows
 * typed into the help panel is no proof: they would speak with the weight of whatever company they name.
 */
export async function matchPeople(
  ctx: Pick<Ctx, "db" | "now">,
  { workspaceId }: { workspaceId: number },
): Promise<{ matched: number }> {
  let matched = 0;
  for (let last = 0; ;) {
    const rows = await ctx.db
      .select({ id: people.id, email: people.email })
      .from(people)
      .where(
        and(
          eq(people.workspaceId, workspaceId),
          isNull(people.companyId),
          isNotNull(people.email),
          isKnown,
          gt(people.id, last),
        ),
      )
      .orderBy(people.id)
      .limit(BATCH);
    if (rows.length > 0) matched += await ctx.db.transaction((tx) => matchSome(tx, workspaceId, rows));
    last = rows.at(-1)?.id ?? last;
    if (rows.length < BATCH) return { matched };
  }
}

const isKnown = sql`exists (
  select 1 from ${personIdentities} i
  where i.person_id = ${people.id} and not (i.platform = 'panel' and starts_with(i.external_id, 'visitor:')))`;

async function matchSome(
  tx: Db,
  workspaceId: number,
  rows: { id: number; email: string | null }[],
): Promise<number> {
  const byDomain = new Map<string, number[]>();
  for (const { id, email } of rows) {
    const domain = companyDomainOf(email ?? "");
    if (domain !== null) byDomain.set(domain, [...(byDomain.get(domain) ?? []), id]);
  }
  if (byDomain.size === 0) return 0;
  const found = await tx
    .select({ id: companies.id, domain: companies.domain })
    .from(companies)
    .where(and(eq(companies.workspaceId, workspaceId), inArray(companies.domain, [...byDomain.keys()])));
  let matched = 0;
  for (const { id, domain } of found) {
    const ids = byDomain.get(domain ?? "") ?? [];
    matched += ids.length;
    await tx
      .update(people)
      .set({ companyId: id })
      .where(and(eq(people.workspaceId, workspaceId), inArray(people.id, ids), isNull(people.companyId)));
  }
  if (matched > 0) await requestRecount(tx, workspaceId);
  return matched;
}
