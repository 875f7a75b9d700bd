import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { canSayWhole, sendParts } from "../delivery/send-parts.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import type { Platform } from "../ports.ts";
import { setAssignee } from "../tickets/assign.ts";
import { person, recordEvent } from "../tickets/events.ts";
import { lockTicket, threadOf, updateTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { isOpen } from "../tickets/status.ts";
import { cleanText, MAX_MESSAGE_LENGTH, withoutMassMentions } from "../tickets/text.ts";
import type { Person } from "../workspaces/people.ts";
import type { Escalation } from "./card.ts";
import { takeOver } from "./claim.ts";
import { followAgents } from "./follow-agents.ts";
import { isNote, withoutNoteMark } from "./note.ts";
import { agentReply } from "./replies.ts";

/** A member's follow-up reaches the agents under the card, if the ticket has one. Call with the ticket's lock held. */
export async function relayToAgents(
  tx: Db,
  ticket: Ticket,
  message: { author: Pick<Person, "name" | "avatarUrl">; text: string; messageRowId: number },
): Promise<void> {
  const escalation = await findOpenEscalation(tx, ticket);
  if (!escalation) return;
  await followAgents(tx, ticket, escalation);
  const [card] = await tx
    .select({ platform: schema.outgoingMessages.platform })
    .from(schema.outgoingMessages)
    .where(
      and(
        eq(schema.outgoingMessages.workspaceId, ticket.workspaceId),
        eq(schema.outgoingMessages.dedupeKey, `card:${escalation.id}`),
      ),
    );
  if (!card) return;
  await sendParts(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    escalationId: escalation.id,
    platform: card.platform,
    dedupeKey: `relay:${message.messageRowId}`,
    outgoing: {
      operation: "post",
      target: "card_thread",
      reply: {
        markdown: withoutMassMentions(message.text),
        author: { name: withoutMassMentions(message.author.name), avatarUrl: message.author.avatarUrl },
      },
    },
  });
}

export async function findOpenEscalation(db: Db, ticket: Ticket): Promise<Escalation | null> {
  const e = schema.escalations;
  const [row] = await db
    .select()
    .from(e)
    .where(and(eq(e.workspaceId, ticket.workspaceId), eq(e.ticketId, ticket.id), eq(e.resolved, false)));
  return row ?? null;
}

export type AgentMessageInput = {
  workspaceId: number;
  ticketId: number;
  agent: Person;
  text: string;
  /** Where the agent wrote it; null ids when it was the web console. */
  platform: Platform;
  channelId: string | null;
  messageId: string | null;
  /** Given where the caller knows; else a text that starts with // is a note. */
  isNote?: boolean;
};

/**
 * What an agent writes reaches the member's thread under the agent's name; a text that starts with // stays a note
 * among agents. The first word of an agent claims the ticket. Answers false when the message was taken in before.
 */
export async function sendAgentMessage(
  ctx: Pick<Ctx, "db" | "now">,
  input: AgentMessageInput,
): Promise<boolean> {
  const text = cleanText(input.text);
  if (text === "") return false;
  const forAgents = input.isNote ?? isNote(text);
  const isMarked = forAgents && input.isNote === undefined;

  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    if (!forAgents) requireWhole(ticket.platform, input.text);
    const at = ctx.now();
    const [stored] = await tx
      .insert(schema.ticketMessages)
      .values({
        workspaceId: ticket.workspaceId,
        ticketId: ticket.id,
        sender: "agent",
        personId: input.agent.id,
        visibility: forAgents ? "note" : "public",
        content: isMarked ? withoutNoteMark(text) : text,
        platform: input.platform,
        platformChannelId: input.channelId,
        platformMessageId: input.messageId,
        createdAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: schema.ticketMessages.id });
    if (!stored) return false;
    if (!forAgents && !isOpen(ticket.status)) {
      throw new ConflictError("This ticket is finished; the member would not be told. Open it again first.");
    }

    await recordEvent(
      tx,
      {
        workspaceId: ticket.workspaceId,
        ticketId: ticket.id,
        kind: "comment_added",
        actor: person(input.agent.id),
        metadata: { messageId: stored.id, note: forAgents },
      },
      at,
    );
    if (!forAgents) await passOn(tx, ticket, { agent: input.agent, text, messageRowId: stored.id, at });
    await announceTicket(tx, ticket.workspaceId, ticket.id);
    return true;
  });
}

/** A member shall not get half of what an agent wrote. */
function requireWhole(platform: Platform, text: string): void {
  if (text.length <= MAX_MESSAGE_LENGTH && canSayWhole(platform, text)) return;
  throw new InvalidError("This was not sent: it is too long. Write less, or send it in several messages.");
}

async function passOn(
  tx: Db,
  ticket: Ticket,
  message: { agent: Person; text: string; messageRowId: number; at: Date },
): Promise<void> {
  const answered = await updateTicket(
    tx,
    ticket,
    { handler: "human", firstRespondedAt: ticket.firstRespondedAt ?? message.at, lastMessageAt: message.at },
    message.at,
  );
  const escalation = await findOpenEscalation(tx, answered);
  if (escalation && escalation.assignedToId === null) {
    await takeOver(tx, answered, escalation, { agent: message.agent, at: message.at, quiet: true });
  }
  if (!escalation && answered.assigneeId === null) {
    const { agent, at } = message;
    await setAssignee(tx, answered, { assigneeId: agent.id, by: agent, at });
  }
  await sendParts(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    ticketMessageId: message.messageRowId,
    platform: ticket.platform,
    dedupeKey: `agent:${message.messageRowId}`,
    outgoing: {
      operation: "post",
      target: threadOf(ticket),
      reply: agentReply(message.agent, message.text),
    },
  });
}

/** The ticket whose card's thread this is; null when the thread is no card's. */
export async function findTicketOfCard(
  db: Db,
  workspaceId: number,
  card: { platform: Platform; channelId: string; threadId: string },
): Promise<number | null> {
  const e = schema.escalations;
  const [row] = await db
    .select({ ticketId: e.ticketId })
    .from(e)
    .where(
      and(
        eq(e.workspaceId, workspaceId),
        eq(e.cardPlatform, card.platform),
        eq(e.cardChannelId, card.channelId),
        eq(e.cardThreadId, card.threadId),
      ),
    );
  return row?.ticketId ?? null;
}
