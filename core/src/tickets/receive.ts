import { schema } from "@firstline/db";
import { and, desc, eq, ne } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { sendOut } from "../delivery/send-out.ts";
import { findTicketOfCard, sendAgentMessage } from "../escalations/relay.ts";
import type { Platform } from "../ports.ts";
import { wordsOf } from "../words/words-of.ts";
import { findChannelRole } from "../workspaces/connect.ts";
import type { ChannelRole } from "../workspaces/connect.ts";
import { rememberAgent } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { addMessage } from "./add-message.ts";
import { isRemark } from "./detect.ts";
import { isFirstSight } from "./first-sight.ts";
import { findTicketByThread } from "./load.ts";
import { findMessage } from "./message-change.ts";
import { openTicket } from "./open.ts";
import { isOpen } from "./status.ts";
import { isChatter, isThanks } from "../text/index.ts";
import { cleanText } from "./text.ts";

/** A message that a person wrote on a chat platform, as its listener understood it. */
export type IncomingMessage = {
  workspaceId: number;
  platform: Platform;
  /** The channel, or the channel that the thread belongs to. */
  channelId: string;
  /** The thread it was written in; null at the top of a channel. */
  threadId: string | null;
  messageId: string;
  /** The message that this one answers beside its thread, on platforms that have such replies (Discord). */
  repliesTo?: string | null;
  author: PersonIdentity;
  /** Without the mention of the bot itself. */
  text: string;
  /** Title of a forum post or thread that the message opens. */
  title?: string | null;
  isDirect: boolean;
  mentionsUs: boolean;
  mentionsOthers: boolean;
  /** The message opens its thread: a Discord forum post, or a thread that a member started. */
  opensThread?: boolean;
  /** False when it comes late and was not written right after another of the same person. */
  joinsBurst?: boolean;
};

export type Received =
  | { outcome: "opened" | "joined" | "added" | "relayed"; ticketId: number }
  | { outcome: "greeted" | "ignored" | "repeated" };

/** Decides what a message is: a question, a follow-up, an agent's answer, or nothing to Firstline. */
export async function receiveMessage(
  ctx: Pick<Ctx, "db" | "now">,
  input: IncomingMessage,
): Promise<Received> {
  const text = cleanText(input.text);
  if (text === "" && !input.mentionsUs && !input.isDirect) return { outcome: "ignored" };
  const role = await findChannelRole(ctx, { ...input, channelIds: [input.channelId] });
  if (role === "agents") return receiveInAgentChannel(ctx, input, text);

  const ticketId = await findTicketFor(ctx, input);
  if (ticketId !== null) {
    if (text === "") return { outcome: "ignored" };
    const added = await addMessage(ctx, { ...input, ticketId, eventKey: eventKeyOf(input) });
    return added ? { outcome: "added", ticketId } : { outcome: "repeated" };
  }
  if (!isCandidate(input, role)) return { outcome: "ignored" };
  if (isChatter(text) && !input.title) return greet(ctx, input);
  if (!isAddressed(input) && isRemark(text)) return { outcome: "ignored" };
  return open(ctx, input, text);
}

const eventKeyOf = (input: IncomingMessage): string => `message:${input.channelId}:${input.messageId}`;

/** Whoever writes to the bot itself, or opens a thread or a post, wants something, whatever the words. */
const isAddressed = (input: IncomingMessage): boolean =>
  input.isDirect || input.mentionsUs || input.opensThread === true || Boolean(input.title);

function isCandidate(input: IncomingMessage, role: ChannelRole | null): boolean {
  if (input.isDirect || input.mentionsUs) return true;
  if (role !== "support") return false;
  return input.threadId === null || input.opensThread === true;
}

async function findTicketFor(ctx: Pick<Ctx, "db" | "now">, input: IncomingMessage): Promise<number | null> {
  if (input.threadId !== null) {
    const { workspaceId, platform, channelId, threadId } = input;
    const ticket = await findTicketByThread(ctx.db, workspaceId, { platform, channelId, threadId });
    if (ticket) return ticket.id;
    // The second message of a burst stands for itself in the channel, and people answer in its thread, too.
    const root = await findMessage(ctx.db, { workspaceId, platform, channelId, messageId: threadId });
    return root?.ticketId ?? null;
  }
  return input.isDirect ? findDirectTicket(ctx, input) : null;
}

/** Minutes in which a word after an answer still belongs to it, in a direct message without threads. */
const AFTERWORD_MINUTES = 15;

/**
 * In a direct message a thank-you belongs to the last ticket: people say it beside the answer's thread, too. On Discord
 * there are no threads: an open ticket goes on until it is done, and so does what is said soon after it was resolved.
 */
async function findDirectTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: IncomingMessage,
): Promise<number | null> {
  const t = schema.tickets;
  const [last] = await ctx.db
    .select({ id: t.id, status: t.status, lastMessageAt: t.lastMessageAt })
    .from(t)
    .where(
      and(
        eq(t.workspaceId, input.workspaceId),
        eq(t.platform, input.platform),
        eq(t.channelId, input.channelId),
        ne(t.status, "closed"),
      ),
    )
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(1);
  if (!last) return null;
  if (isThanks(input.text)) return last.id;
  if (input.platform !== "discord") return null;
  const isRecent = ctx.now().getTime() - last.lastMessageAt.getTime() < AFTERWORD_MINUTES * 60_000;
  return isOpen(last.status) || isRecent ? last.id : null;
}

async function open(ctx: Pick<Ctx, "db" | "now">, input: IncomingMessage, text: string): Promise<Received> {
  const opened = await openTicket(ctx, {
    workspaceId: input.workspaceId,
    thread: {
      platform: input.platform,
      channelId: input.channelId,
      threadId: input.threadId ?? input.messageId,
    },
    messageId: input.messageId,
    asker: input.author,
    text: text === "" ? (input.title ?? "") : text,
    subject: input.title ?? null,
    isDirect: input.isDirect,
    joinsBurst: input.threadId === null && input.joinsBurst !== false,
    eventKey: eventKeyOf(input),
  });
  if (!opened) return { outcome: "repeated" };
  return { outcome: opened.created ? "opened" : "joined", ticketId: opened.ticketId };
}

/** Somebody says hello to the bot itself: it says what it can do. Elsewhere chatter is left alone. */
async function greet(ctx: Pick<Ctx, "db">, input: IncomingMessage): Promise<Received> {
  if (!input.isDirect && !input.mentionsUs) return { outcome: "ignored" };
  return ctx.db.transaction(async (tx) => {
    if (!(await isFirstSight(tx, input.workspaceId, input.platform, eventKeyOf(input)))) {
      return { outcome: "repeated" };
    }
    const { platform, channelId, threadId } = input;
    const hasThreads = platform === "slack";
    const words = await wordsOf(tx, { workspaceId: input.workspaceId, description: input.text });
    await sendOut(tx, {
      workspaceId: input.workspaceId,
      ticketId: null,
      platform,
      dedupeKey: `greeting:${channelId}:${input.messageId}`,
      outgoing: {
        operation: "post",
        target: { platform, channelId, threadId: threadId ?? (hasThreads ? input.messageId : null) },
        reply: { markdown: words.greeting },
      },
    });
    return { outcome: "greeted" };
  });
}

async function receiveInAgentChannel(
  ctx: Pick<Ctx, "db" | "now">,
  input: IncomingMessage,
  text: string,
): Promise<Received> {
  // A card's thread has the card's id, and a reply to the card is a word in its thread.
  const threadId = input.threadId ?? input.repliesTo ?? null;
  if (threadId === null || text === "") return { outcome: "ignored" };
  const { workspaceId, platform, channelId, messageId } = input;
  const ticketId = await findTicketOfCard(ctx.db, workspaceId, { platform, channelId, threadId });
  if (ticketId === null) return { outcome: "ignored" };
  const agent = await ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, input.author));
  const sent = await sendAgentMessage(ctx, {
    workspaceId,
    ticketId,
    agent,
    text,
    platform,
    channelId,
    messageId,
  });
  return sent ? { outcome: "relayed", ticketId } : { outcome: "repeated" };
}
