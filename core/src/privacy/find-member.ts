import { schema } from "@firstline/db";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { InvalidError, NotFoundError } from "../errors.ts";
import { getPersonRecord } from "../people/record.ts";
import type { PersonRecord } from "../people/record.ts";

const { people: p, personIdentities: i } = schema;

/** Ids of Discord have more digits than any id here. */
const PERSON_ID = /^#?(\d{1,15})$/u;
const NAMED_PLATFORM = /^(slack|discord|panel):(.+)$/su;

/**
 * The one whom an operator names: by the id here (`12`, `#12`), as a platform knows them (`slack:U0123`, `U0123`), or by the
 * address. Throws `NotFoundError`, and `InvalidError` where it may be several.
 */
export async function findMember(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; member: string },
): Promise<PersonRecord> {
  const { workspaceId } = input;
  const member = input.member.trim();
  const rows = await ctx.db
    .selectDistinct({ id: p.id })
    .from(p)
    .leftJoin(i, and(eq(i.personId, p.id), eq(i.workspaceId, p.workspaceId)))
    .where(and(eq(p.workspaceId, workspaceId), isNamed(member)))
    .orderBy(p.id);
  const [first, ...others] = rows;
  if (!first) throw new NotFoundError(`The member ${member}`);
  if (others.length > 0)
    throw new InvalidError(
      `${member} may be several people: ${rows.map(({ id }) => id).join(", ")}. Give one of these numbers.`,
    );
  return getPersonRecord(ctx, { workspaceId, personId: first.id });
}

function isNamed(member: string): SQL | undefined {
  const id = PERSON_ID.exec(member)?.[1];
  if (id !== undefined) return eq(p.id, Number(id));
  const [, platform, externalId] = NAMED_PLATFORM.exec(member) ?? [];
  if (platform !== undefined && externalId !== undefined)
    return and(eq(sql`${i.platform}`, platform), eq(i.externalId, externalId));
  const isAddress = and(eq(sql`lower(${p.email})`, member.toLowerCase()), isNull(p.erasedAt));
  return or(eq(i.externalId, member), isAddress);
}
