import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, lt } from "drizzle-orm";
import { listFiles } from "../attachments/index.ts";
import { changePosted } from "../delivery/change-posted.ts";
import { readGithubPart } from "../github/card-part.ts";
import type { Button, MessageRef, Reply, Source } from "../ports.ts";
import { cutText } from "../text/index.ts";
import type { Ticket } from "../tickets/load.ts";
import { statusForAgents } from "../tickets/status-words.ts";
import { withoutMassMentions } from "../tickets/text.ts";

export type AiAttempt = {
  answer: string | null;
  confidence: number | null;
  model: string | null;
  sources: Source[];
  /** The member saw it as an answer; else it was held back. */
  wasShown: boolean;
  /** Why it is as sure as it is: phrases. */
  why?: string[];
  /** What was removed from the answer, and what held it back: sentences. */
  notes?: string[];
};

export type Escalation = typeof schema.escalations.$inferSelect;

const EXCERPT = 1500;

/** What agents get to see of an escalation, freshly read, so that the card is the same for every change of it. */
export async function renderCard(tx: Db, ticket: Ticket, escalation: Escalation): Promise<Reply> {
  const asker = await readAsker(tx, ticket);
  const assignee =
    escalation.assignedToId === null ? null : await readName(tx, ticket.workspaceId, escalation.assignedToId);
  const attempt = escalation.aiAttempt;
  const github = await readGithubPart(tx, ticket);
  const { workspaceId, id: ticketId } = ticket;
  const files = (await listFiles(tx, { workspaceId, ticketId })).map((file) =>
    withoutMassMentions(file.name),
  );
  const fields = [
    { label: "Asked by", value: asker.line },
    { label: "Why it is here", value: withoutMassMentions(escalation.reason) },
    { label: "Type and priority", value: `${ticket.type}, ${ticket.priority}` },
    { label: "Assigned to", value: assignee ?? "nobody yet" },
    ...(asker.history === "" ? [] : [{ label: "Earlier tickets", value: asker.history }]),
    ...(files.length === 0 ? [] : [{ label: "Files (in the console)", value: files.join(", ") }]),
    ...github.fields,
  ];
  return {
    title: titleOf(ticket),
    markdown: [questionOf(ticket), attemptText(attempt), github.markdown].filter(Boolean).join("\n\n"),
    fields,
    sources: attempt?.sources ?? [],
    buttons: escalation.resolved ? [] : [cardButtons(escalation), ...inRows(github.buttons)],
    footer: footerOf(escalation, assignee),
    origin: originOf(ticket),
    opensThread: { name: cutText(titleOf(ticket), 90) },
  };
}

export const titleOf = ({ id, subject }: Ticket): string => `#${id} ${withoutMassMentions(subject)}`;

const BUTTONS_IN_ROW = 5;

function inRows(buttons: Button[]): Button[][] {
  return buttons.length === 0
    ? []
    : [buttons.slice(0, BUTTONS_IN_ROW), ...inRows(buttons.slice(BUTTONS_IN_ROW))];
}

function cardButtons(escalation: Escalation): NonNullable<Reply["buttons"]>[number] {
  const value = String(escalation.id);
  const resolve = { action: "escalation_resolve" as const, label: "Resolve", value };
  if (escalation.assignedToId !== null) return [resolve];
  return [{ action: "escalation_claim", label: "Claim", value, style: "primary" }, resolve];
}

function footerOf(escalation: Escalation, assignee: string | null): string {
  if (escalation.resolved) return "Resolved.";
  const how =
    "Write in the thread of this card to answer the member; start a line with // to keep a note among agents.";
  return assignee === null ? how : `Claimed by ${assignee}. ${how}`;
}

function attemptText(attempt: AiAttempt | null): string {
  if (!attempt?.answer) return "";
  const model = attempt.model ?? "AI";
  const sure = attempt.confidence === null ? "" : `, ${Math.round(attempt.confidence * 100)} % sure`;
  const lead = attempt.wasShown
    ? `**What the AI answered** (${model}${sure})`
    : `**What the AI would have said** (${model}${sure}; the member has not seen it)`;
  return [lead, quote(attempt.answer), ...reasonsOf(attempt)].join("\n\n");
}

function reasonsOf({ why = [], notes = [] }: AiAttempt): string[] {
  const because = why.length === 0 ? [] : [`Why this sure: ${why.join("; ")}.`];
  return [...because, ...notes].map((line) => withoutMassMentions(line));
}

function questionOf(ticket: Ticket): string {
  return ticket.description === "" ? "*(deleted by its author)*" : quote(ticket.description);
}

function quote(text: string): string {
  return cutText(withoutMassMentions(text), EXCERPT)
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function originOf(ticket: Ticket): MessageRef {
  return {
    platform: ticket.platform,
    channelId: ticket.channelId,
    threadId: ticket.threadId,
    messageId: ticket.threadId,
  };
}

async function readAsker(tx: Db, ticket: Ticket): Promise<{ line: string; history: string }> {
  const [asker] = await tx
    .select({
      name: schema.people.name,
      email: schema.people.email,
      company: schema.companies.name,
      mrr: schema.companies.mrrUsd,
    })
    .from(schema.people)
    .leftJoin(schema.companies, eq(schema.companies.id, schema.people.companyId))
    .where(and(eq(schema.people.id, ticket.askerId), eq(schema.people.workspaceId, ticket.workspaceId)));
  const earlier = await tx
    .select()
    .from(schema.tickets)
    .where(
      and(
        eq(schema.tickets.workspaceId, ticket.workspaceId),
        eq(schema.tickets.askerId, ticket.askerId),
        lt(schema.tickets.id, ticket.id),
      ),
    )
    .orderBy(desc(schema.tickets.createdAt))
    .limit(3);
  const company = asker?.company ? ` (${asker.company}${asker.mrr ? `, ${asker.mrr} USD a month` : ""})` : "";
  const mail = asker?.email ? `, ${asker.email}` : "";
  return {
    line: `${withoutMassMentions(asker?.name ?? "Somebody")}${company}${mail}`,
    history: earlier
      .map((row) => `#${row.id} ${withoutMassMentions(row.subject)} (${statusForAgents(row)})`)
      .join("\n"),
  };
}

async function readName(tx: Db, workspaceId: number, personId: number): Promise<string | null> {
  const [row] = await tx
    .select({ name: schema.people.name })
    .from(schema.people)
    .where(and(eq(schema.people.workspaceId, workspaceId), eq(schema.people.id, personId)));
  return row ? withoutMassMentions(row.name) : null;
}

/** Posts the card again in place of the old one wherever it was posted; called after every change it shows. */
export async function refreshCard(
  tx: Db,
  ticket: Ticket,
  escalation: Escalation,
  put = changePosted,
): Promise<void> {
  const [card] = await tx
    .select({ id: schema.outgoingMessages.id, platform: schema.outgoingMessages.platform })
    .from(schema.outgoingMessages)
    .where(
      and(
        eq(schema.outgoingMessages.workspaceId, ticket.workspaceId),
        eq(schema.outgoingMessages.dedupeKey, cardKey(escalation.id)),
      ),
    );
  if (!card) return;
  const posted = { ...card, workspaceId: ticket.workspaceId, ticketId: ticket.id };
  await put(tx, posted, await renderCard(tx, ticket, escalation));
}

export const cardKey = (escalationId: number): string => `card:${escalationId}`;
