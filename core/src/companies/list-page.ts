import { schema } from "@firstline/db";
import { and, asc, eq, gt, ilike, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { cutPage } from "../cut-page.ts";
import { toPattern } from "../text/index.ts";
import { COMPANY_COLUMNS } from "./load.ts";
import type { Company } from "./load.ts";

export type ListCompaniesInput = {
  workspaceId: number;
  /** Part of the name or the domain. */
  query?: string | undefined;
  /** Only companies after this one. */
  after: number | null;
  limit: number;
};

/** One page of a workspace's companies, oldest first; `next` is the `after` of the following page, null at the end. */
export async function listCompanies(
  ctx: Pick<Ctx, "db">,
  input: ListCompaniesInput,
): Promise<{ companies: Company[]; next: number | null }> {
  const c = schema.companies;
  const pattern = input.query === undefined ? null : toPattern(input.query);
  const rows = await ctx.db
    .select(COMPANY_COLUMNS)
    .from(c)
    .where(
      and(
        eq(c.workspaceId, input.workspaceId),
        input.after === null ? undefined : gt(c.id, input.after),
        pattern === null ? undefined : or(ilike(c.name, pattern), ilike(c.domain, pattern)),
      ),
    )
    .orderBy(asc(c.id))
    .limit(input.limit + 1);
  const { page, nextId } = cutPage(rows, input.limit);
  return { companies: page, next: nextId };
}
