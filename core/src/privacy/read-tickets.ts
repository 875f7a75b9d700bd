import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import type { SQLWrapper } from "drizzle-orm";
import type { PersonKey } from "./requests.ts";

type Row = Record<string, unknown>;

export type ExportedMessage = {
  id: number;
  /** The person themselves, the AI, an agent, or somebody else who wrote along. */
  from: "you" | "ai" | "agent" | "other";
  isNote: boolean;
  text: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
};

export type ExportedTicket = Row & {
  id: number;
  subject: string;
  description: string;
  messages: ExportedMessage[];
  files: Row[];
  events: Row[];
  escalations: Row[];
  bugReport: Row | null;
  issues: Row[];
  trainingExamples: Row[];
};

export type PartInOthers = {
  messages: (ExportedMessage & { ticketId: number })[];
  events: Row[];
};

const {
  tickets: t,
  ticketMessages: m,
  attachments: a,
  ticketEvents: e,
  escalations: x,
  bugReports: b,
  githubLinks: l,
  trainingExamples: g,
} = schema;

/** The tickets that a person asked. Who else spoke in them is not named: that is about others. */
export async function readAskedTickets(tx: Db, key: PersonKey): Promise<ExportedTicket[]> {
  const { workspaceId, personId } = key;
  const asked = and(eq(t.workspaceId, workspaceId), eq(t.askerId, personId));
  const ids = tx.select({ id: t.id }).from(t).where(asked);
  const tickets = await tx.select(ticketColumns).from(t).where(asked).orderBy(asc(t.id));
  const parts = await readParts(tx, key, ids);
  return tickets.map((ticket) => ({
    ...ticket,
    messages: (parts.messages.get(ticket.id) ?? []).map(withoutTicket),
    files: (parts.files.get(ticket.id) ?? []).map(withoutTicket),
    events: (parts.events.get(ticket.id) ?? []).map(withoutTicket),
    escalations: (parts.escalations.get(ticket.id) ?? []).map(withoutTicket),
    bugReport: (parts.bugReports.get(ticket.id) ?? []).map(withoutTicket)[0] ?? null,
    issues: (parts.issues.get(ticket.id) ?? []).map(withoutTicket),
    trainingExamples: (parts.examples.get(ticket.id) ?? []).map(withoutTicket),
  }));
}

const ticketColumns = {
  id: t.id,
  type: t.type,
  status: t.status,
  priority: t.priority,
  subject: t.subject,
  description: t.description,
  satisfactionRating: t.satisfactionRating,
  aiConfidenceScore: t.aiConfidenceScore,
  resolution: t.resolution,
  platform: t.platform,
  channelId: t.channelId,
  threadId: t.threadId,
  isDirect: t.isDirect,
  createdAt: t.createdAt,
  firstRespondedAt: t.firstRespondedAt,
  resolvedAt: t.resolvedAt,
  closedAt: t.closedAt,
};

/** A query for each kind, however many tickets there are. */
async function readParts(tx: Db, { workspaceId, personId }: PersonKey, ids: SQLWrapper) {
  const messages = await tx
    .select(messageColumns(personId))
    .from(m)
    .where(and(eq(m.workspaceId, workspaceId), inArray(m.ticketId, ids)))
    .orderBy(asc(m.createdAt), asc(m.id));
  const files = await tx
    .select({
      ticketId: a.ticketId,
      name: a.name,
      mediaType: a.mediaType,
      size: a.size,
      createdAt: a.createdAt,
    })
    .from(a)
    .where(and(eq(a.workspaceId, workspaceId), inArray(a.ticketId, ids)))
    .orderBy(asc(a.id));
  const events = await tx
    .select(eventColumns(personId))
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), inArray(e.ticketId, ids)))
    .orderBy(asc(e.id));
  const escalations = await tx
    .select({
      ticketId: x.ticketId,
      type: x.type,
      reason: x.reason,
      aiAttempt: x.aiAttempt,
      createdAt: x.createdAt,
    })
    .from(x)
    .where(and(eq(x.workspaceId, workspaceId), inArray(x.ticketId, ids)))
    .orderBy(asc(x.id));
  return {
    messages: byTicket(messages),
    files: byTicket(files),
    events: byTicket(events),
    escalations: byTicket(escalations),
    ...(await readMade(tx, workspaceId, ids)),
  };
}

/** What was made of the tickets. */
async function readMade(tx: Db, workspaceId: number, ids: SQLWrapper) {
  const bugReports = await tx
    .select({ ticketId: b.ticketId, status: b.status, spec: b.spec, createdAt: b.createdAt })
    .from(b)
    .where(and(eq(b.workspaceId, workspaceId), inArray(b.ticketId, ids)));
  const issues = await tx
    .select({ ticketId: l.ticketId, issueUrl: l.issueUrl, prUrl: l.prUrl, suggestedFix: l.suggestedFix })
    .from(l)
    .where(and(eq(l.workspaceId, workspaceId), inArray(l.ticketId, ids)));
  const examples = await tx
    .select({
      ticketId: g.ticketId,
      query: g.query,
      answer: g.answer,
      anonymizedQuery: g.anonymizedQuery,
      anonymizedAnswer: g.anonymizedAnswer,
      usedInTraining: g.usedInTraining,
      createdAt: g.createdAt,
    })
    .from(g)
    .where(and(eq(g.workspaceId, workspaceId), inArray(g.ticketId, ids)));
  return { bugReports: byTicket(bugReports), issues: byTicket(issues), examples: byTicket(examples) };
}

/** What a person wrote and did in tickets that somebody else asked. */
export async function readPartInOthers(tx: Db, key: PersonKey): Promise<PartInOthers> {
  const { workspaceId, personId } = key;
  const isOfOthers = and(eq(t.workspaceId, workspaceId), ne(t.askerId, personId));
  const messages = await tx
    .select(messageColumns(personId))
    .from(m)
    .innerJoin(t, eq(t.id, m.ticketId))
    .where(and(isOfOthers, eq(m.personId, personId)))
    .orderBy(asc(m.id));
  const events = await tx
    .select(eventColumns(personId))
    .from(e)
    .innerJoin(t, eq(t.id, e.ticketId))
    .where(and(isOfOthers, eq(e.workspaceId, workspaceId), eq(e.actorId, personId)))
    .orderBy(asc(e.id));
  return { messages, events };
}

const messageColumns = (personId: number) => ({
  ticketId: m.ticketId,
  id: m.id,
  from: sql<ExportedMessage["from"]>`case when ${m.personId} = ${personId} then 'you'
    when ${m.sender} = 'user' then 'other' else ${m.sender} end`,
  isNote: sql<boolean>`${m.visibility} = 'note'`,
  text: m.content,
  createdAt: m.createdAt,
  editedAt: m.editedAt,
  deletedAt: m.deletedAt,
});

const eventColumns = (personId: number) => ({
  ticketId: e.ticketId,
  kind: e.kind,
  field: e.field,
  oldValue: e.oldValue,
  newValue: e.newValue,
  byYou: sql<boolean>`${e.actorId} is not distinct from ${personId}::bigint`,
  createdAt: e.createdAt,
});

function byTicket<Part extends { ticketId: number | null }>(parts: Part[]): Map<number, Part[]> {
  const of = new Map<number, Part[]>();
  for (const part of parts) {
    if (part.ticketId === null) continue;
    const others = of.get(part.ticketId);
    if (others) others.push(part);
    else of.set(part.ticketId, [part]);
  }
  return of;
}

function withoutTicket<Part extends { ticketId: number | null }>(part: Part): Omit<Part, "ticketId"> {
  const { ticketId: _, ...rest } = part;
  return rest;
}
