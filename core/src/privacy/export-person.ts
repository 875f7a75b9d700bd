import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { readFeedback } from "./read-feedback.ts";
import type { ExportedFeedback } from "./read-feedback.ts";
import { readAskedTickets, readPartInOthers } from "./read-tickets.ts";
import type { ExportedTicket, PartInOthers } from "./read-tickets.ts";
import { finishRequests, openRequest } from "./requests.ts";
import type { PersonKey, PersonRequest, RequestedBy } from "./requests.ts";
import { listPersonRequests } from "./requests.ts";

export type ExportPersonInput = PersonKey & { by: RequestedBy };

/** Everything that is held of a person, as one object for JSON. */
export type PersonExport = {
  exportedAt: Date;
  person: ExportedPerson;
  identities: { platform: string; externalId: string; createdAt: Date }[];
  /** Other people here that turned out to be this one. */
  joined: { name: string; identities: { platform: string; externalId: string }[]; createdAt: Date }[];
  githubLogin: string | null;
  /** With everything that was said in them, notes of agents included. */
  tickets: ExportedTicket[];
  ticketsOfOthers: PartInOthers;
  feedback: ExportedFeedback;
  /** Until when browsers are signed in. */
  webSessions: { createdAt: Date; expiresAt: Date }[];
  apiKeysMade: { name: string; prefix: string; createdAt: Date }[];
  articlesWritten: { id: number; title: string; createdAt: Date }[];
  workdays: Record<string, unknown>[];
  /** What was asked for of this data before. */
  requests: PersonRequest[];
};

type ExportedPerson = {
  id: number;
  name: string;
  email: string | null;
  avatarUrl: string | null;
  role: string;
  company: string | null;
  locale: string | null;
  /** When they asked that nothing of theirs is used for learning or public pages. */
  optedOutAt: Date | null;
  createdAt: Date;
};

/** Reads everything of a person, and writes down that it was. Throws `NotFoundError` for somebody who was erased, too. */
export async function exportPerson(
  ctx: Pick<Ctx, "db" | "now">,
  input: ExportPersonInput,
): Promise<PersonExport> {
  const at = ctx.now();
  return ctx.db.transaction(async (tx) => {
    const person = await readPerson(tx, input);
    const requests = await listPersonRequests({ db: tx }, input);
    const request = { kind: "export", by: input.by, at } as const;
    await openRequest(tx, input, request);
    await finishRequests(tx, input, request);
    return {
      exportedAt: at,
      person,
      ...(await readNames(tx, input)),
      tickets: await readAskedTickets(tx, input),
      ticketsOfOthers: await readPartInOthers(tx, input),
      feedback: await readFeedback(tx, input),
      ...(await readDoings(tx, input)),
      requests,
    };
  });
}

async function readPerson(tx: Db, { workspaceId, personId }: PersonKey): Promise<ExportedPerson> {
  const { people: p, companies: c } = schema;
  const [row] = await tx
    .select({ person: p, company: c.name })
    .from(p)
    .leftJoin(c, and(eq(c.id, p.companyId), eq(c.workspaceId, p.workspaceId)))
    .where(and(eq(p.workspaceId, workspaceId), eq(p.id, personId)));
  if (!row || row.person.erasedAt !== null) throw new NotFoundError("The person");
  const { id, name, email, avatarUrl, role, locale, optedOutAt, createdAt } = row.person;
  return { id, name, email, avatarUrl, role, company: row.company, locale, optedOutAt, createdAt };
}

type Names = Pick<PersonExport, "identities" | "joined" | "githubLogin">;

async function readNames(tx: Db, { workspaceId, personId }: PersonKey): Promise<Names> {
  const { personIdentities: i, personJoins: j, githubAccounts: g } = schema;
  const identities = await tx
    .select({ platform: i.platform, externalId: i.externalId, createdAt: i.createdAt })
    .from(i)
    .where(and(eq(i.workspaceId, workspaceId), eq(i.personId, personId)))
    .orderBy(asc(i.id));
  const joined = await tx
    .select({ name: j.goneName, identities: j.goneIdentities, createdAt: j.createdAt })
    .from(j)
    .where(and(eq(j.workspaceId, workspaceId), eq(j.keptId, personId)))
    .orderBy(asc(j.id));
  const [account] = await tx
    .select({ login: g.login })
    .from(g)
    .where(and(eq(g.workspaceId, workspaceId), eq(g.personId, personId)));
  return { identities, joined, githubLogin: account?.login ?? null };
}

type Doings = Pick<PersonExport, "webSessions" | "apiKeysMade" | "articlesWritten" | "workdays">;

async function readDoings(tx: Db, { workspaceId, personId }: PersonKey): Promise<Doings> {
  const { webSessions: s, apiKeys: k, articles: a, agentPerformance: w } = schema;
  const webSessions = await tx
    .select({ createdAt: s.createdAt, expiresAt: s.expiresAt })
    .from(s)
    .where(and(eq(s.workspaceId, workspaceId), eq(s.personId, personId)));
  const apiKeysMade = await tx
    .select({ name: k.name, prefix: k.prefix, createdAt: k.createdAt })
    .from(k)
    .where(and(eq(k.workspaceId, workspaceId), eq(k.createdById, personId)));
  const articlesWritten = await tx
    .select({ id: a.id, title: a.title, createdAt: a.createdAt })
    .from(a)
    .where(and(eq(a.workspaceId, workspaceId), eq(a.authorId, personId)));
  const workdays = await tx
    .select({
      day: w.day,
      handled: w.handled,
      resolved: w.resolved,
      escalatedFurther: w.escalatedFurther,
      firstResponses: w.firstResponses,
      firstResponseSecondsTotal: w.firstResponseSecondsTotal,
      resolutionSecondsTotal: w.resolutionSecondsTotal,
    })
    .from(w)
    .where(and(eq(w.workspaceId, workspaceId), eq(w.agentId, personId)))
    .orderBy(asc(w.day));
  return { webSessions, apiKeysMade, articlesWritten, workdays };
}
