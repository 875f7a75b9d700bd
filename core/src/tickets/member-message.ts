import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq } from "drizzle-orm";
import { asksOwnQuestion } from "../answers/replies.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { assignEscalation } from "../escalations/assign.ts";
import { relayToAgents } from "../escalations/relay.ts";
import { followBug } from "../github/watch-bug.ts";
import { attachFiles } from "../attachments/index.ts";
import type { Person } from "../workspaces/people.ts";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import { setAssignee } from "./assign.ts";
import { callPeople } from "./call-people.ts";
import { person, recordEvent } from "./events.ts";
import type { Ticket } from "./load.ts";
import { updateTicket } from "./load.ts";
import { mayAnswer } from "./manners.ts";
import type { Speaker } from "./manners.ts";
import { enqueueAnswer, showSeen } from "./schedule-answer.ts";
import { isOpen } from "./status.ts";
import { isChatter, isThanks, isYes } from "../text/index.ts";
import { confirmResolution } from "./confirm.ts";
import { reopenForAsker } from "./reopen.ts";

export type MemberMessage = {
  author: Person;
  text: string;
  messageId: string | null;
  settings: WorkspaceSettings;
  at: Date;
  mentionsUs?: boolean;
  mentionsOthers?: boolean;
  /** Ids of uploaded files that come with it. */
  files?: string[];
};

/** Adds a message to a locked ticket and decides what follows: an answer, a hand-over, a thank-you, or nothing. */
export async function storeMemberMessage(tx: Db, ticket: Ticket, message: MemberMessage): Promise<boolean> {
  const speaker = speakerOf(ticket, message.author);
  const previous = await lastWord(tx, ticket);
  const stored = await insertMessage(tx, ticket, message, speaker);
  if (!stored) return false;

  const { workspaceId } = ticket;
  const attached = { workspaceId, ticketId: ticket.id, messageId: stored.id, files: message.files ?? [] };
  const files = await attachFiles(tx, attached);
  await recordEvent(
    tx,
    {
      workspaceId,
      ticketId: ticket.id,
      kind: "comment_added",
      actor: person(message.author.id),
      metadata: { messageId: stored.id },
    },
    message.at,
  );
  const current = await updateTicket(tx, ticket, { lastMessageAt: message.at }, message.at);
  await announceTicket(tx, workspaceId, ticket.id);

  if (speaker === "agent") await fallSilent(tx, current, message);
  else await followUp(tx, current, message, { speaker, previous, messageRowId: stored.id, files });
  if (speaker === "asker") await followBug(tx, current, message);
  return true;
}

function speakerOf(ticket: Ticket, author: Person): Speaker {
  if (author.id === ticket.askerId) return "asker";
  return author.role === "member" ? "other" : "agent";
}

type Before = {
  speaker: Speaker | "ai" | null;
  /** The AI asked something of its own and waits for the answer. */
  asks: boolean;
};

async function lastWord(tx: Db, ticket: Ticket): Promise<Before> {
  const m = schema.ticketMessages;
  const [last] = await tx
    .select({ sender: m.sender, personId: m.personId, content: m.content })
    .from(m)
    .where(and(eq(m.workspaceId, ticket.workspaceId), eq(m.ticketId, ticket.id), eq(m.visibility, "public")))
    .orderBy(desc(m.createdAt), desc(m.id))
    .limit(1);
  if (!last) return { speaker: null, asks: false };
  const { sender, content } = last;
  const asks = sender === "ai" && ticket.status === "ai_responding" && asksOwnQuestion(content);
  if (sender !== "user") return { speaker: sender, asks };
  return { speaker: last.personId === ticket.askerId ? "asker" : "other", asks };
}

async function insertMessage(
  tx: Db,
  ticket: Ticket,
  message: MemberMessage,
  speaker: Speaker,
): Promise<{ id: number } | null> {
  const [stored] = await tx
    .insert(schema.ticketMessages)
    .values({
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      sender: speaker === "agent" ? "agent" : "user",
      personId: message.author.id,
      content: message.text,
      platform: ticket.platform,
      platformChannelId: ticket.channelId,
      platformMessageId: message.messageId,
      createdAt: message.at,
    })
    .onConflictDoNothing()
    .returning({ id: schema.ticketMessages.id });
  return stored ?? null;
}

/** An agent speaks in the member's own thread: from here on people handle it, and a card shows who does. */
async function fallSilent(tx: Db, ticket: Ticket, { author, at }: MemberMessage): Promise<void> {
  const firstRespondedAt = ticket.firstRespondedAt ?? at;
  const silent = await updateTicket(tx, ticket, { handler: "human", firstRespondedAt }, at);
  if (silent.assigneeId !== null) return;
  const assigned = await setAssignee(tx, silent, { assigneeId: author.id, by: author, at });
  await assignEscalation(tx, assigned, { assigneeId: author.id, at });
}

type FollowUp = { speaker: Speaker; previous: Before; messageRowId: number; files: string[] };

async function followUp(tx: Db, ticket: Ticket, message: MemberMessage, turn: FollowUp): Promise<void> {
  const isAsker = turn.speaker === "asker";
  const relayed = withFileNames(message.text, turn.files);
  const isAnswer = isAsker && turn.previous.asks && isYes(message.text);
  if (
    isAsker &&
    !isAnswer &&
    isThanks(message.text) &&
    (ticket.status === "ai_responding" || ticket.status === "resolved")
  ) {
    await confirmResolution(tx, ticket, { actor: person(message.author.id), at: message.at });
    return;
  }
  if (isChatter(message.text) && !isAnswer) {
    await relayToAgents(tx, ticket, {
      author: message.author,
      text: relayed,
      messageRowId: turn.messageRowId,
    });
    return;
  }
  const answers = mayAnswer({
    handler: ticket.handler,
    status: ticket.status,
    author: turn.speaker,
    previous: turn.previous.speaker,
    mentionsUs: message.mentionsUs ?? false,
    mentionsOthers: message.mentionsOthers ?? false,
  });
  // What the asker says to somebody else opens a finished ticket only where people handled it.
  const comesBack = isAsker && !isOpen(ticket.status) && (answers || ticket.handler === "human");
  const heard = isAsker && !message.mentionsOthers ? await callPeople(tx, ticket, message.at) : ticket;
  const current = comesBack
    ? await reopenForAsker(tx, heard, { personId: message.author.id, at: message.at })
    : heard;
  await relayToAgents(tx, current, {
    author: message.author,
    text: relayed,
    messageRowId: turn.messageRowId,
  });

  if (!answers) return;
  await showSeen(tx, current, message.messageId);
  await enqueueAnswer(tx, current, message.settings, message.at);
}

/** Files are read in the console, where whoever may see them is known. */
function withFileNames(text: string, files: string[]): string {
  if (files.length === 0) return text;
  return `${text}\n\n*Sent with it (open the ticket in the console): ${files.join(", ")}*`;
}
