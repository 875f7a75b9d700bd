import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull, sql } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import { lockName } from "../lock.ts";
import type { Platform } from "../ports.ts";

/** How a platform names somebody. */
export type PersonIdentity = {
  platform: Platform;
  /** User id on the platform. */
  externalId: string;
  name: string;
  email?: string | null;
  avatarUrl?: string | null;
};

export type Person = {
  id: number;
  name: string;
  role: "member" | "agent" | "admin";
  avatarUrl: string | null;
};

/** Somebody who was seen before, with the address that is known of them. */
export type KnownPerson = Person & { email: string | null };

const columns = {
  id: schema.people.id,
  name: schema.people.name,
  role: schema.people.role,
  avatarUrl: schema.people.avatarUrl,
};

const isPerson = (workspaceId: number, personId: number) =>
  and(eq(schema.people.workspaceId, workspaceId), eq(schema.people.id, personId));

/** Throws `NotFoundError` for somebody of another workspace as well. */
export async function getPerson(db: Db, workspaceId: number, personId: number): Promise<Person> {
  const [row] = await db.select(columns).from(schema.people).where(isPerson(workspaceId, personId));
  if (!row) throw new NotFoundError("The person");
  return row;
}

/**
 * The same, and keeps others from joining this person to another one, or erasing them, until the transaction ends. Throws
 * for somebody who was erased, too.
 */
export async function holdPerson(tx: Db, workspaceId: number, personId: number): Promise<Person> {
  const [row] = await tx
    .select(columns)
    .from(schema.people)
    .where(and(isPerson(workspaceId, personId), isNull(schema.people.erasedAt)))
    .for("key share");
  if (!row) throw new NotFoundError("The person");
  return row;
}

type Identified = { platform: Platform; externalId: string };

export async function findPerson(
  db: Db,
  workspaceId: number,
  identity: Identified,
): Promise<KnownPerson | null> {
  const [row] = await selectPerson(db, workspaceId, identity);
  return row ?? null;
}

/** The same, and keeps others from joining this person to another one, or erasing them, until the transaction ends. */
async function findAndHold(tx: Db, workspaceId: number, identity: Identified): Promise<KnownPerson | null> {
  const [row] = await selectPerson(tx, workspaceId, identity).for("key share", { of: schema.people });
  return row ?? null;
}

function selectPerson(db: Db, workspaceId: number, identity: Identified) {
  return db
    .select({ ...columns, email: schema.people.email })
    .from(schema.personIdentities)
    .innerJoin(schema.people, eq(schema.people.id, schema.personIdentities.personId))
    .where(
      and(
        eq(schema.personIdentities.workspaceId, workspaceId),
        eq(schema.personIdentities.platform, identity.platform),
        eq(schema.personIdentities.externalId, identity.externalId),
        // Whoever waited here while the person was erased finds nobody.
        isNull(schema.people.erasedAt),
      ),
    );
}

/**
 * The person behind an identity, made on first sight; the name follows the platform. Call inside a transaction: until it
 * ends nobody joins them to somebody else.
 */
export async function rememberPerson(tx: Db, workspaceId: number, identity: PersonIdentity): Promise<Person> {
  const known = await findAndHold(tx, workspaceId, identity);
  if (known) return followIdentity(tx, workspaceId, known, identity);

  await lockIdentity(tx, workspaceId, identity);
  return (await findPerson(tx, workspaceId, identity)) ?? createPerson(tx, workspaceId, identity);
}

/** The name follows the platform, and an address that it tells only now is kept: a first look may have come too soon. */
export async function followIdentity(
  tx: Db,
  workspaceId: number,
  known: KnownPerson,
  identity: PersonIdentity,
): Promise<Person> {
  const name = identity.name === "" ? known.name : identity.name;
  const email = known.email ?? identity.email ?? null;
  if (name === known.name && email === known.email) return known;
  const avatarUrl = identity.avatarUrl ?? known.avatarUrl;
  await tx.update(schema.people).set({ name, email, avatarUrl }).where(isPerson(workspaceId, known.id));
  return { ...known, name };
}

/** Keeps others from making or joining the same person, or opening a ticket for them, until the transaction ends. */
export async function lockIdentity(tx: Db, workspaceId: number, identity: Identified): Promise<void> {
  await lockName(tx, `person:${workspaceId}:${identity.platform}:${identity.externalId}`);
}

/** Person and identity in one statement. Call with the identity's lock held. */
export async function createPerson(tx: Db, workspaceId: number, identity: PersonIdentity): Promise<Person> {
  const name = identity.name === "" ? "Somebody" : identity.name;
  const avatarUrl = identity.avatarUrl ?? null;
  const [row] = await tx.execute<{ id: string }>(sql`
    with person as (
      insert into ${schema.people} (workspace_id, name, email, avatar_url)
      values (${workspaceId}, ${name}, ${identity.email ?? null}, ${avatarUrl}) returning id
    )
    insert into ${schema.personIdentities} (workspace_id, person_id, platform, external_id)
    select ${workspaceId}, id, ${identity.platform}, ${identity.externalId} from person
    returning person_id as id`);
  if (!row) throw new Error("a person was not stored");
  return { id: Number(row.id), name, role: "member", avatarUrl };
}

/** Somebody who acts from the agent channel is an agent from then on. */
export async function rememberAgent(tx: Db, workspaceId: number, identity: PersonIdentity): Promise<Person> {
  const person = await rememberPerson(tx, workspaceId, identity);
  if (person.role !== "member") return person;
  await tx.update(schema.people).set({ role: "agent" }).where(isPerson(workspaceId, person.id));
  return { ...person, role: "agent" };
}
