import { createHash } from "node:crypto";
import { ASKER_ACTIONS } from "../button-actions.ts";
import type { ButtonAction } from "../button-actions.ts";
import type { Ctx } from "../context.ts";
import { ForbiddenError, NotFoundError } from "../errors.ts";
import { act } from "../tickets/act.ts";
import type { ActCtx } from "../tickets/act.ts";
import { addMessage } from "../tickets/add-message.ts";
import { findTicketByThread } from "../tickets/load.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { isToken, PANEL_CHANNEL } from "./keys.ts";
import { visitorId } from "./open.ts";

/** A conversation whose bearer has shown its token. */
export type Conversation = { workspaceId: number; ticketId: number; publicId: string };

/** Throws `NotFoundError` for an unknown id, a wrong token and another workspace's conversation alike. */
export async function getConversation(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; publicId: string; token: string },
): Promise<Conversation> {
  const { workspaceId, publicId } = input;
  if (!/^[\w-]{1,64}$/u.test(publicId)) throw new NotFoundError("The conversation");
  const thread = { platform: "panel" as const, channelId: PANEL_CHANNEL, threadId: publicId };
  const ticket = await findTicketByThread(ctx.db, workspaceId, thread);
  if (!ticket?.accessHash || !isToken(input.token, ticket.accessHash)) {
    throw new NotFoundError("The conversation");
  }
  return { workspaceId, ticketId: ticket.id, publicId };
}

/** Adds what the visitor wrote; false when a message with the same key was taken in before. */
export async function addPanelMessage(
  ctx: Pick<Ctx, "db" | "now">,
  conversation: Conversation,
  input: { text: string; key: string },
): Promise<boolean> {
  const { workspaceId, ticketId, publicId } = conversation;
  const key = createHash("sha256").update(input.key).digest("base64url");
  return addMessage(ctx, {
    workspaceId,
    ticketId,
    messageId: null,
    author: visitorOf(conversation),
    text: input.text,
    eventKey: `panel:message:${publicId}:${key}`,
  });
}

/** Does what a button under a reply says, for the visitor; answers a sentence for them. */
export async function actInConversation(
  ctx: ActCtx,
  conversation: Conversation,
  input: { action: ButtonAction; value: string },
): Promise<string> {
  const { workspaceId, ticketId } = conversation;
  if (!ASKER_ACTIONS.some((known) => known === input.action))
    throw new ForbiddenError("Only agents can do this.");
  // A value names the ticket it belongs to; one that was made for another conversation does not exist here.
  if (input.value.split(":")[0] !== String(ticketId)) throw new NotFoundError("The button");
  return act(ctx, {
    workspaceId,
    platform: "panel",
    channelId: PANEL_CHANNEL,
    by: visitorOf(conversation),
    action: input.action,
    value: input.value,
  });
}

/** The empty name keeps the one that the visitor gave at first. */
function visitorOf(conversation: Conversation): PersonIdentity {
  return { platform: "panel", externalId: visitorId(conversation.publicId), name: "" };
}
