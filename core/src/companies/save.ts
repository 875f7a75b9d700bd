import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, ne, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import { requestRecount } from "../feedback/request-recount.ts";
import { toDomain } from "./domain.ts";
import { COMPANY_COLUMNS, getCompany, lockCompanies } from "./load.ts";
import type { Company } from "./load.ts";

export type CompanyChanges = {
  name?: string | undefined;
  domain?: string | null | undefined;
  externalId?: string | null | undefined;
  /** US dollars a month. */
  mrrUsd?: number | undefined;
};

const c = schema.companies;
const HIGHEST_MRR = 1_000_000_000;

/**
 * The company with this id of the operator's, else with this domain: changed, or made on first sight, which takes a name.
 * Throws `InvalidError`, and `ConflictError` where id and domain belong to two companies.
 */
export async function saveCompany(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number } & CompanyChanges,
): Promise<{ company: Company; created: boolean }> {
  const { workspaceId, ...given } = input;
  const changes = requireUsable(given);
  if (!changes.externalId && !changes.domain) {
    throw new InvalidError("Say which company it is: give an externalId or a domain.");
  }
  return ctx.db.transaction(async (tx) => {
    await lockCompanies(tx, workspaceId);
    const known = await findCompany(tx, workspaceId, changes);
    if (known) return { company: await write(ctx, tx, { workspaceId, known, changes }), created: false };
    const name = changes.name ?? changes.domain ?? "";
    if (name === "") throw new InvalidError("A new company needs a name.");
    const [made] = await tx
      .insert(c)
      .values({ workspaceId, ...changes, name })
      .returning(COMPANY_COLUMNS);
    if (!made) throw new Error("a company was not stored");
    return { company: made, created: true };
  });
}

/** Changes a company by its id here. Throws `NotFoundError`, `InvalidError`, `ConflictError`. */
export async function updateCompany(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; companyId: number; changes: CompanyChanges },
): Promise<Company> {
  const { workspaceId, companyId } = input;
  const changes = requireUsable(input.changes);
  return ctx.db.transaction(async (tx) => {
    await lockCompanies(tx, workspaceId);
    const known = await getCompany({ db: tx }, { workspaceId, companyId });
    return write(ctx, tx, { workspaceId, known, changes });
  });
}

function requireUsable({ name, domain, externalId, mrrUsd }: CompanyChanges): CompanyChanges {
  if (name !== undefined && name.trim() === "") throw new InvalidError("The name is empty.");
  if (mrrUsd !== undefined && !(mrrUsd >= 0 && mrrUsd <= HIGHEST_MRR)) {
    throw new InvalidError(`mrrUsd must be from 0 to ${HIGHEST_MRR}.`);
  }
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(domain === undefined ? {} : { domain: domain === null ? null : toDomain(domain) }),
    ...(externalId === undefined
      ? {}
      : { externalId: externalId === null ? null : externalId.trim() || null }),
    ...(mrrUsd === undefined ? {} : { mrrUsd: Math.round(mrrUsd * 100) / 100 }),
  };
}

async function findCompany(
  tx: Db,
  workspaceId: number,
  { externalId, domain }: CompanyChanges,
): Promise<Company | null> {
  for (const is of [externalId && eq(c.externalId, externalId), domain && eq(c.domain, domain)]) {
    if (!is) continue;
    const [row] = await tx
      .select(COMPANY_COLUMNS)
      .from(c)
      .where(and(eq(c.workspaceId, workspaceId), is));
    if (row) return row;
  }
  return null;
}

type Write = { workspaceId: number; known: Company; changes: CompanyChanges };

async function write(
  ctx: Pick<Ctx, "now">,
  tx: Db,
  { workspaceId, known, changes }: Write,
): Promise<Company> {
  await requireFree(tx, { workspaceId, known, changes });
  const [written] = await tx
    .update(c)
    .set({ ...changes, updatedAt: ctx.now() })
    .where(and(eq(c.workspaceId, workspaceId), eq(c.id, known.id)))
    .returning(COMPANY_COLUMNS);
  if (!written) throw new Error("a company was not written");
  if (written.mrrUsd !== known.mrrUsd) await requestRecount(tx, workspaceId);
  return written;
}

async function requireFree(tx: Db, { workspaceId, known, changes }: Write): Promise<void> {
  const { externalId, domain } = changes;
  if (!externalId && !domain) return;
  const [other] = await tx
    .select({ id: c.id })
    .from(c)
    .where(
      and(
        eq(c.workspaceId, workspaceId),
        ne(c.id, known.id),
        or(externalId ? eq(c.externalId, externalId) : undefined, domain ? eq(c.domain, domain) : undefined),
      ),
    )
    .limit(1);
  if (other) throw new ConflictError(`This id or domain belongs to another company (${other.id}).`);
}
