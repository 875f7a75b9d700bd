import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import type { Ticket } from "../tickets/load.ts";
import { rememberAgent } from "../workspaces/people.ts";
import type { Person, PersonIdentity } from "../workspaces/people.ts";

/** Whom a program speaks for: its own id of the person wins over the address. */
export type GivenPerson = {
  externalId?: string | undefined;
  email?: string | undefined;
  name?: string | undefined;
};

/**
 * How the panel's platform names the person. An id is the one that a host site's signed token carries, so that both lead
 * to the same person; nobody at all is a person of this one request.
 */
export function toIdentity(given: GivenPerson, requestId: string): PersonIdentity {
  const email = given.email?.trim().toLowerCase() ?? null;
  return {
    platform: "panel",
    externalId: externalIdOf(given, email, requestId),
    name: given.name ?? "",
    email,
  };
}

function externalIdOf(given: GivenPerson, email: string | null, requestId: string): string {
  if (given.externalId !== undefined) return `user:${given.externalId}`;
  return email === null ? `api:${requestId}` : `email:${email}`;
}

/** The person that a program is when it acts by itself: an agent with the name of its key. */
export function getProgram(
  ctx: Pick<Ctx, "db">,
  key: { id: number; workspaceId: number; name: string },
): Promise<Person> {
  const identity: PersonIdentity = { platform: "panel", externalId: `key:${key.id}`, name: key.name };
  return ctx.db.transaction((tx) => rememberAgent(tx, key.workspaceId, identity));
}

/** How the asker of a ticket of the panel's platform is named there. Throws `ConflictError` for a ticket from a chat. */
export async function getAskerIdentity(db: Db, ticket: Ticket): Promise<PersonIdentity> {
  if (ticket.platform !== "panel") {
    throw new ConflictError(
      "The asker of this ticket writes in a chat; only they can speak for themselves there.",
    );
  }
  const i = schema.personIdentities;
  const [row] = await db
    .select({ externalId: i.externalId })
    .from(i)
    .where(
      and(eq(i.workspaceId, ticket.workspaceId), eq(i.personId, ticket.askerId), eq(i.platform, "panel")),
    )
    .orderBy(asc(i.id))
    .limit(1);
  if (!row) throw new Error("a panel ticket's asker has no panel identity");
  return { platform: "panel", externalId: row.externalId, name: "" };
}

/** Somebody who votes or posts; nobody at all cannot. Throws `InvalidError`. */
export function toKnownIdentity(given: GivenPerson): PersonIdentity {
  if (given.externalId === undefined && given.email === undefined) {
    throw new InvalidError("Say who it is: give an externalId or an email.");
  }
  return toIdentity(given, "");
}
