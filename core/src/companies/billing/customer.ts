import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull } from "drizzle-orm";
import { requestRecount } from "../../feedback/request-recount.ts";
import { companyDomainOf } from "../free-mail.ts";
import { COMPANY_COLUMNS } from "../load.ts";
import type { Company } from "../load.ts";

const { companies, people } = schema;

export type Customer = { customerId: string; name: string | null; email: string | null };

/**
 * The company that a customer of the billing service is, found by the domain of its address or made; call it inside a
 * transaction that holds `lockCompanies`. Only what is not known yet is filled in, so that the order of events is all the
 * same.
 */
export async function findCompanyOfCustomer(
  tx: Db,
  workspaceId: number,
  customer: Customer,
): Promise<number> {
  const { customerId, name, email } = customer;
  const domain = email === null ? null : companyDomainOf(email);
  const known = await findOne(tx, workspaceId, eq(companies.stripeCustomerId, customerId));
  const atDomain = domain === null ? null : await findOne(tx, workspaceId, eq(companies.domain, domain));
  if (known && atDomain && known.id !== atDomain.id)
    return settle(tx, workspaceId, { known, atDomain, customer });
  if (known) {
    await fillIn(tx, workspaceId, known, { customerId, name, domain });
    return known.id;
  }
  if (atDomain && (await isFree(tx, workspaceId, atDomain.id))) {
    await tie(tx, workspaceId, atDomain.id, customerId);
    return atDomain.id;
  }
  const [made] = await tx
    .insert(companies)
    .values({
      workspaceId,
      name: name ?? domain ?? customerId,
      domain: atDomain ? null : domain,
      stripeCustomerId: customerId,
    })
    .returning({ id: companies.id });
  if (!made) throw new Error("a company was not stored");
  return made.id;
}

async function findOne(tx: Db, workspaceId: number, is: ReturnType<typeof eq>): Promise<Company | null> {
  const [row] = await tx
    .select(COMPANY_COLUMNS)
    .from(companies)
    .where(and(eq(companies.workspaceId, workspaceId), is));
  return row ?? null;
}

/** A company has one customer; a second one with the same domain is a company of its own. */
async function isFree(tx: Db, workspaceId: number, companyId: number): Promise<boolean> {
  const [row] = await tx
    .select({ id: companies.id })
    .from(companies)
    .where(
      and(
        eq(companies.workspaceId, workspaceId),
        eq(companies.id, companyId),
        isNull(companies.stripeCustomerId),
      ),
    );
  return row !== undefined;
}

async function tie(tx: Db, workspaceId: number, companyId: number, customerId: string): Promise<void> {
  await tx
    .update(companies)
    .set({ stripeCustomerId: customerId })
    .where(and(eq(companies.workspaceId, workspaceId), eq(companies.id, companyId)));
}

type Known = { customerId: string; name: string | null; domain: string | null };

async function fillIn(
  tx: Db,
  workspaceId: number,
  known: Company,
  { customerId, name, domain }: Known,
): Promise<void> {
  const set = {
    ...(name !== null && known.name === customerId && { name }),
    ...(domain !== null && known.domain === null && { domain }),
  };
  if (Object.keys(set).length === 0) return;
  await tx
    .update(companies)
    .set(set)
    .where(and(eq(companies.workspaceId, workspaceId), eq(companies.id, known.id)));
}

type Two = { known: Company; atDomain: Company; customer: Customer };

/** A subscription may come before its customer: what was made for it is then the company that was there already. */
async function settle(tx: Db, workspaceId: number, { known, atDomain, customer }: Two): Promise<number> {
  const { customerId, name } = customer;
  const isMakeshift = known.name === customerId && known.domain === null && known.externalId === null;
  if (!isMakeshift || !(await isFree(tx, workspaceId, atDomain.id))) {
    await fillIn(tx, workspaceId, known, { customerId, name, domain: null });
    return known.id;
  }
  await tx
    .update(people)
    .set({ companyId: atDomain.id })
    .where(and(eq(people.workspaceId, workspaceId), eq(people.companyId, known.id)));
  await tx.delete(companies).where(and(eq(companies.workspaceId, workspaceId), eq(companies.id, known.id)));
  await tie(tx, workspaceId, atDomain.id, customerId);
  await requestRecount(tx, workspaceId);
  return atDomain.id;
}
