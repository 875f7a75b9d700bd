import { schema } from "@firstline/db";
import { and, asc, eq, gt, ilike, isNull, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { cutPage } from "../cut-page.ts";
import { NotFoundError } from "../errors.ts";
import type { Platform } from "../ports.ts";
import { toPattern } from "../text/index.ts";

/** Everything that is known of a person but what they wrote. */
export type PersonRecord = {
  id: number;
  name: string;
  email: string | null;
  role: "member" | "agent" | "admin";
  locale: string | null;
  company: { id: number; name: string } | null;
  /** They asked that nothing of theirs is used for learning or public pages. */
  optedOut: boolean;
  /** Everything of theirs was erased then. */
  erasedAt: Date | null;
  /** How platforms name them. */
  identities: { platform: Platform; externalId: string }[];
  createdAt: Date;
  updatedAt: Date;
};

export type PersonFilter = {
  /** Part of the name or the address. */
  query?: string | undefined;
  /** The whole address. */
  email?: string | undefined;
  role?: PersonRecord["role"] | undefined;
  companyId?: number | undefined;
};

export type ListPeopleInput = {
  workspaceId: number;
  filter: PersonFilter;
  /** Only people after this one. */
  after: number | null;
  limit: number;
};

const p = schema.people;

/** One page of a workspace's people, oldest first, without those who were erased; `next` is the `after` of the following page, null at the end. */
export async function listPeoplePage(
  ctx: Pick<Ctx, "db">,
  input: ListPeopleInput,
): Promise<{ people: PersonRecord[]; next: number | null }> {
  const where = and(
    eq(p.workspaceId, input.workspaceId),
    isNull(p.erasedAt),
    input.after === null ? undefined : gt(p.id, input.after),
    ...conditionsOf(input.filter),
  );
  const rows = await select(ctx, where, input.limit + 1);
  const { page, nextId } = cutPage(rows, input.limit);
  return { people: page, next: nextId };
}

/** Throws `NotFoundError` for somebody of another workspace as well. */
export async function getPersonRecord(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; personId: number },
): Promise<PersonRecord> {
  const [person] = await select(ctx, and(eq(p.workspaceId, input.workspaceId), eq(p.id, input.personId)), 1);
  if (!person) throw new NotFoundError("The person");
  return person;
}

function conditionsOf({ query, email, role, companyId }: PersonFilter): (SQL | undefined)[] {
  const pattern = query === undefined ? null : toPattern(query);
  return [
    pattern === null ? undefined : or(ilike(p.name, pattern), ilike(p.email, pattern)),
    email === undefined ? undefined : eq(sql`lower(${p.email})`, email.toLowerCase()),
    role === undefined ? undefined : eq(p.role, role),
    companyId === undefined ? undefined : eq(p.companyId, companyId),
  ];
}

async function select(ctx: Pick<Ctx, "db">, where: SQL | undefined, limit: number): Promise<PersonRecord[]> {
  const { companies: c, personIdentities: i } = schema;
  return ctx.db
    .select({
      id: p.id,
      name: p.name,
      email: p.email,
      role: p.role,
      locale: p.locale,
      company: { id: c.id, name: c.name },
      optedOut: sql<boolean>`${p.optedOutAt} is not null`,
      erasedAt: p.erasedAt,
      identities: sql<PersonRecord["identities"]>`coalesce((
        select json_agg(json_build_object('platform', ${i.platform}, 'externalId', ${i.externalId}) order by ${i.id})
        from ${i} where ${i.personId} = ${p.id}), '[]'::json)`,
      createdAt: p.createdAt,
      updatedAt: p.updatedAt,
    })
    .from(p)
    .leftJoin(c, eq(c.id, p.companyId))
    .where(where)
    .orderBy(asc(p.id))
    .limit(limit);
}
