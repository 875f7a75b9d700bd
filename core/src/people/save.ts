import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { getCompany } from "../companies/load.ts";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import { requestRecount } from "../feedback/request-recount.ts";
import { touchSite } from "../site/request-job.ts";
import { createPerson, findPerson, lockIdentity } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { getPersonRecord } from "./record.ts";
import type { PersonRecord } from "./record.ts";

export type PersonChanges = {
  name?: string | undefined;
  email?: string | null | undefined;
  locale?: string | null | undefined;
  companyId?: number | null | undefined;
  /** Whether nothing of theirs may be used for learning or public pages. */
  optedOut?: boolean | undefined;
};

export type SavePersonInput = { workspaceId: number; externalId?: string | undefined } & PersonChanges;

/**
 * The person with this id of the operator's, else with this address: changed, or made on first sight. Both ways lead to the
 * same person from then on, unless the address is somebody else's already. Throws `InvalidError`, `NotFoundError`.
 */
export async function savePerson(
  ctx: Pick<Ctx, "db" | "now">,
  input: SavePersonInput,
): Promise<{ person: PersonRecord; created: boolean }> {
  const { workspaceId, externalId, ...changes } = input;
  const identities = identitiesOf(externalId, changes);
  const [first] = identities;
  if (!first) throw new InvalidError("Say who it is: give an externalId or an email.");
  return ctx.db.transaction(async (tx) => {
    for (const identity of inLockOrder(identities)) await lockIdentity(tx, workspaceId, identity);
    const known = await findFirst(tx, workspaceId, identities);
    const personId = known ?? (await createPerson(tx, workspaceId, first)).id;
    await addIdentities(tx, { workspaceId, personId, identities });
    const person = await write(ctx, tx, { workspaceId, personId, changes });
    return { person, created: known === null };
  });
}

/** Changes a person by their id here. Throws `ConflictError` for an erased one, `InvalidError`, `NotFoundError`. */
export async function updatePerson(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; personId: number; changes: PersonChanges },
): Promise<PersonRecord> {
  const { workspaceId, personId, changes } = input;
  return ctx.db.transaction((tx) => write(ctx, tx, { workspaceId, personId, changes }));
}

/** The one that wins first. */
function identitiesOf(externalId: string | undefined, { email, name = "" }: PersonChanges): PersonIdentity[] {
  const common = { platform: "panel" as const, name, email: email ? email.toLowerCase() : null };
  return [
    ...(externalId === undefined ? [] : [{ ...common, externalId: `user:${externalId}` }]),
    ...(email ? [{ ...common, externalId: `email:${email.toLowerCase()}` }] : []),
  ];
}

/** In the order of `joinPeople`, which would else wait in a circle with whoever locks them one after the other. */
const inLockOrder = (identities: PersonIdentity[]): PersonIdentity[] =>
  identities.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1));

async function findFirst(tx: Db, workspaceId: number, identities: PersonIdentity[]): Promise<number | null> {
  for (const identity of identities) {
    const found = await findPerson(tx, workspaceId, identity);
    if (found) return found.id;
  }
  return null;
}

type Named = { workspaceId: number; personId: number; identities: PersonIdentity[] };

async function addIdentities(tx: Db, { workspaceId, personId, identities }: Named): Promise<void> {
  const rows = identities.map(({ platform, externalId }) => ({
    workspaceId,
    personId,
    platform,
    externalId,
  }));
  await tx.insert(schema.personIdentities).values(rows).onConflictDoNothing();
}

type Write = { workspaceId: number; personId: number; changes: PersonChanges };

async function write(
  ctx: Pick<Ctx, "now">,
  tx: Db,
  { workspaceId, personId, changes }: Write,
): Promise<PersonRecord> {
  const before = await getPersonRecord({ db: tx }, { workspaceId, personId });
  if (before.erasedAt !== null) throw new ConflictError("Everything of this person was erased.");
  const { name, email, locale, companyId, optedOut = before.optedOut } = changes;
  if (name !== undefined && name.trim() === "") throw new InvalidError("The name is empty.");
  if (companyId) await getCompany({ db: tx }, { workspaceId, companyId });
  const p = schema.people;
  await tx
    .update(p)
    .set({
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(email === undefined ? {} : { email: email?.toLowerCase() ?? null }),
      ...(locale === undefined ? {} : { locale }),
      ...(companyId === undefined ? {} : { companyId }),
      ...(optedOut === before.optedOut ? {} : { optedOutAt: optedOut ? ctx.now() : null }),
      updatedAt: ctx.now(),
    })
    .where(and(eq(p.workspaceId, workspaceId), eq(p.id, personId)));
  if (companyId !== undefined && companyId !== (before.company?.id ?? null)) {
    await requestRecount(tx, workspaceId);
  }
  if (optedOut !== before.optedOut) await touchSite(tx, workspaceId);
  return getPersonRecord({ db: tx }, { workspaceId, personId });
}
