import { schema } from "@firstline/db";
import { and, desc, eq, sql } from "drizzle-orm";
import { createHash } from "node:crypto";
import { ASKER_ACTIONS } from "../button-actions.ts";
import type { ButtonAction } from "../button-actions.ts";
import type { Ctx } from "../context.ts";
import { ForbiddenError, NotFoundError } from "../errors.ts";
import { act } from "../tickets/act.ts";
import type { ActCtx } from "../tickets/act.ts";
import { addMessage } from "../tickets/add-message.ts";
import { FEEDBACK_ACTIONS } from "../feedback/act-on-feedback.ts";
import { findTicketByThread } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { findPerson } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { isToken, PANEL_CHANNEL, visitorId } from "./keys.ts";

/** A conversation whose reader has shown that it is theirs. */
export type Conversation = {
  workspaceId: number;
  ticketId: number;
  publicId: string;
  /** In whose name its reader writes. */
  visitor: PersonIdentity;
};

/** What lets somebody in: the conversation's own token, or who they are. */
export type ConversationKey = { token: string } | { identity: PersonIdentity };

/** Throws `NotFoundError` for an unknown id, a wrong key and another workspace's conversation alike. */
export async function getConversation(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; publicId: string; key: ConversationKey },
): Promise<Conversation> {
  const { workspaceId, publicId, key } = input;
  if (!/^[\w-]{1,64}$/u.test(publicId)) throw new NotFoundError("The conversation");
  const thread = { platform: "panel" as const, channelId: PANEL_CHANNEL, threadId: publicId };
  const ticket = await findTicketByThread(ctx.db, workspaceId, thread);
  const visitor =
    ticket &&
    ("token" in key ? await byToken(ctx, ticket, key.token) : await byIdentity(ctx, ticket, key.identity));
  if (!ticket || !visitor) throw new NotFoundError("The conversation");
  return { workspaceId, ticketId: ticket.id, publicId, visitor };
}

async function byToken(ctx: Pick<Ctx, "db">, ticket: Ticket, token: string): Promise<PersonIdentity | null> {
  if (!ticket.accessHash || !isToken(token, ticket.accessHash)) return null;
  const i = schema.personIdentities;
  // The asker may have been known under another name when it was opened, or joined with somebody since.
  const [known] = await ctx.db
    .select({ externalId: i.externalId })
    .from(i)
    .where(
      and(eq(i.workspaceId, ticket.workspaceId), eq(i.platform, "panel"), eq(i.personId, ticket.askerId)),
    )
    .orderBy(desc(sql`${i.externalId} = ${visitorId(ticket.threadId)}`))
    .limit(1);
  return identityOf(known?.externalId ?? visitorId(ticket.threadId));
}

async function byIdentity(
  ctx: Pick<Ctx, "db">,
  ticket: Ticket,
  identity: PersonIdentity,
): Promise<PersonIdentity | null> {
  const person = await findPerson(ctx.db, ticket.workspaceId, identity);
  return person?.id === ticket.askerId ? identity : null;
}

/** Adds what the visitor wrote; false when a message with the same key was taken in before. */
export async function addPanelMessage(
  ctx: Pick<Ctx, "db" | "now">,
  conversation: Conversation,
  input: { text: string; key: string; files?: string[] | undefined },
): Promise<boolean> {
  const { workspaceId, ticketId, publicId, visitor } = conversation;
  const key = createHash("sha256").update(input.key).digest("base64url");
  return addMessage(ctx, {
    workspaceId,
    ticketId,
    messageId: null,
    author: visitor,
    text: input.text,
    eventKey: `panel:message:${publicId}:${key}`,
    files: input.files ?? [],
  });
}

/** Does what a button under a reply says, for the visitor; answers a sentence for them. Without a value it is about the ticket. */
export async function actInConversation(
  ctx: ActCtx,
  conversation: Conversation,
  input: { action: ButtonAction; value?: string | undefined },
): Promise<string> {
  const { workspaceId, ticketId, visitor } = conversation;
  const value = input.value ?? String(ticketId);
  if (!ASKER_ACTIONS.some((known) => known === input.action))
    throw new ForbiddenError("Only agents can do this.");
  const isVote = VOTES.some((vote) => vote === input.action);
  // Whoever nobody knows could give as many votes as they open conversations; a post is public, and has its author's vote.
  const isFeedback = FEEDBACK_ACTIONS.some((known) => known === input.action);
  if (isFeedback && !visitor.externalId.startsWith("user:")) {
    throw new ForbiddenError(isVote ? "Sign in to vote." : "Sign in to post a feature request.");
  }
  // A value names the ticket it belongs to; one that was made for another conversation does not exist here.
  if (!isVote && value.split(":")[0] !== String(ticketId)) throw new NotFoundError("The button");
  const where = { workspaceId, platform: "panel" as const, channelId: PANEL_CHANNEL };
  return act(ctx, { ...where, by: visitor, action: input.action, value });
}

/** They are about a post, and done in the visitor's own name. */
const VOTES = ["feedback_vote", "feedback_unvote", "feedback_downvote", "feedback_unsubscribe"] as const;

/** The empty name keeps the one that the visitor gave at first. */
const identityOf = (externalId: string): PersonIdentity => ({ platform: "panel", externalId, name: "" });
