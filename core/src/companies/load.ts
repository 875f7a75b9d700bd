import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import { lockName } from "../lock.ts";

const c = schema.companies;

export const COMPANY_COLUMNS = {
  id: c.id,
  name: c.name,
  domain: c.domain,
  externalId: c.externalId,
  mrrUsd: c.mrrUsd,
  createdAt: c.createdAt,
  updatedAt: c.updatedAt,
};

export type Company = {
  id: number;
  name: string;
  /** In small letters, without www. */
  domain: string | null;
  /** Its id in the operator's own systems. */
  externalId: string | null;
  /** US dollars a month. */
  mrrUsd: number;
  createdAt: Date;
  updatedAt: Date;
};

/** Throws `NotFoundError` for another workspace's company as well. */
export async function getCompany(
  ctx: { db: Db },
  input: { workspaceId: number; companyId: number },
): Promise<Company> {
  const [row] = await ctx.db
    .select(COMPANY_COLUMNS)
    .from(c)
    .where(and(eq(c.workspaceId, input.workspaceId), eq(c.id, input.companyId)));
  if (!row) throw new NotFoundError("The company");
  return row;
}

/** Two that save the same company at the same time make one. */
export async function lockCompanies(tx: Db, workspaceId: number): Promise<void> {
  await lockName(tx, `companies:${workspaceId}`);
}
