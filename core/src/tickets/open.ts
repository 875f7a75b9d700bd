import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { attachFiles } from "../attachments/index.ts";
import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { InvalidError } from "../errors.ts";
import type { ThreadRef } from "../ports.ts";
import { announceTicketEvent } from "../webhooks/ticket-events.ts";
import { createPerson, findPerson, followIdentity, lockIdentity } from "../workspaces/people.ts";
import type { KnownPerson, Person, PersonIdentity } from "../workspaces/people.ts";
import { getChannelSettings } from "../workspaces/settings.ts";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import { detectPriority, detectType } from "./detect.ts";
import { isFirstSight } from "./first-sight.ts";
import { insertTicket } from "./insert-ticket.ts";
import type { NewTicket } from "./insert-ticket.ts";
import type { Ticket } from "./load.ts";
import { findTicketByThread, lockTicket } from "./load.ts";
import { storeMemberMessage } from "./member-message.ts";
import { enqueueAnswer, showSeen } from "./schedule-answer.ts";
import { cleanText, subjectOf } from "./text.ts";

export type OpenTicketInput = {
  workspaceId: number;
  thread: ThreadRef;
  /** Id of the message that asks; null when the ticket comes from a form. */
  messageId: string | null;
  asker: PersonIdentity;
  text: string;
  /** Given by a form or a forum post's title; else taken from the text. */
  subject?: string | null;
  /** Chosen by the asker in a form; else detected. */
  type?: Ticket["type"] | null;
  isDirect?: boolean;
  /** Several messages of one person in the channel within a few seconds are one question. */
  joinsBurst?: boolean;
  /** What makes this event the same as its redelivery. */
  eventKey: string;
  /** Hash of the secret of an anonymous panel visitor. */
  accessHash?: string | null;
  /** Ids of uploaded files that come with the question. */
  files?: string[];
};

export type OpenTicketResult = { ticketId: number; created: boolean };

/**
 * Takes a question in: ticket, first message, audit event and the job that answers it, all or nothing.
 * Answers null when the event was taken in before.
 */
export async function openTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: OpenTicketInput,
): Promise<OpenTicketResult | null> {
  const text = requireText(input.text);
  return ctx.db.transaction(async (tx) => {
    const before = await lookAround(tx, input);
    if (!before.isNew) return null;
    const { settings } = before;
    const at = ctx.now();
    const burst =
      input.joinsBurst && before.asker ? await findBurst(tx, input, before.asker, settings, at) : null;
    const known = burst ?? before.thread;
    const locked = known ? await lockTicket(tx, input.workspaceId, known.id) : null;
    const asker = await rememberAsker(tx, input, before.asker);
    if (locked) {
      await storeMemberMessage(tx, locked, { author: asker, text, messageId: input.messageId, settings, at });
      return { ticketId: locked.id, created: false };
    }
    return createTicket(tx, input, { asker, text, settings, at });
  });
}

/** A question as it is kept. Throws `InvalidError` when there is nothing in it that a person could read. */
export function requireText(text: string): string {
  const clean = cleanText(text);
  if (clean === "") throw new InvalidError("The message is empty. Write what you need help with.");
  return clean;
}

/** Visitors of the help panel may be nameless at any time; that says nothing new of them. */
async function rememberAsker(tx: Db, input: OpenTicketInput, known: KnownPerson | null): Promise<Person> {
  const { workspaceId, asker } = input;
  if (!known) return createPerson(tx, workspaceId, asker);
  return asker.platform === "panel" ? known : followIdentity(tx, workspaceId, known, asker);
}

type Before = {
  /** False when the event was taken in before. */
  isNew: boolean;
  settings: WorkspaceSettings;
  asker: KnownPerson | null;
  thread: Ticket | null;
};

/**
 * Everything that has to be known first, sent in one go; the connection runs it in this order. Messages of one person
 * queue up behind the lock, so that a burst never becomes two tickets.
 */
async function lookAround(tx: Db, input: OpenTicketInput): Promise<Before> {
  const { workspaceId, thread } = input;
  const [, isNew, settings, asker, ticket] = await Promise.all([
    lockIdentity(tx, workspaceId, input.asker),
    isFirstSight(tx, workspaceId, thread.platform, input.eventKey),
    getChannelSettings({ db: tx }, workspaceId, thread),
    findPerson(tx, workspaceId, input.asker),
    findTicketByThread(tx, workspaceId, thread),
  ]);
  return { isNew, settings, asker, thread: ticket };
}

async function findBurst(
  tx: Db,
  input: OpenTicketInput,
  asker: Person,
  settings: WorkspaceSettings,
  at: Date,
): Promise<{ id: number } | null> {
  const since = new Date(at.getTime() - settings.burstSeconds * 1000);
  const t = schema.tickets;
  const [ticket] = await tx
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        eq(t.workspaceId, input.workspaceId),
        eq(t.platform, input.thread.platform),
        eq(t.channelId, input.thread.channelId),
        eq(t.askerId, asker.id),
        eq(t.status, "new"),
        isNull(t.answeredMessageId),
        gt(t.lastMessageAt, since),
      ),
    )
    .orderBy(desc(t.createdAt))
    .limit(1);
  return ticket ?? null;
}

type Question = { asker: Person; text: string; settings: WorkspaceSettings; at: Date };

async function createTicket(tx: Db, input: OpenTicketInput, question: Question): Promise<OpenTicketResult> {
  const { messageId } = input;
  const { settings, at } = question;
  const made = toNewTicket(input, question);
  const ticket = { ...made, id: await insertTicket(tx, made), answeredMessageId: null, createdAt: at };
  if (input.files?.length) {
    const messageId = await findFirstMessage(tx, ticket.workspaceId, ticket.id);
    await attachFiles(tx, { ...ticket, ticketId: ticket.id, messageId, files: input.files });
  }
  const event = {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    kind: "created",
    actor: { kind: "person" },
  } as const;
  await Promise.all([
    announceTicketEvent(tx, event, at),
    enqueueAnswer(tx, ticket, settings, at),
    announceTicket(tx, ticket.workspaceId, ticket.id),
    showSeen(tx, ticket, messageId),
  ]);
  return { ticketId: ticket.id, created: true };
}

function toNewTicket(input: OpenTicketInput, { asker, text, at }: Question): NewTicket {
  const subject = subjectOf(input.subject?.trim() ? cleanText(input.subject) : text);
  const detectable = `${subject}\n${text}`;
  return {
    ...input.thread,
    workspaceId: input.workspaceId,
    type: input.type ?? detectType(detectable),
    typeCorrected: (input.type ?? null) !== null,
    priority: detectPriority(detectable),
    subject,
    description: text,
    askerId: asker.id,
    isDirect: input.isDirect ?? false,
    accessHash: input.accessHash ?? null,
    messageId: input.messageId,
    at,
  };
}

async function findFirstMessage(tx: Db, workspaceId: number, ticketId: number): Promise<number> {
  const m = schema.ticketMessages;
  const [first] = await tx
    .select({ id: m.id })
    .from(m)
    .where(and(eq(m.workspaceId, workspaceId), eq(m.ticketId, ticketId)))
    .limit(1);
  if (!first) throw new Error("a ticket has no first message");
  return first.id;
}
