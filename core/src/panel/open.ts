import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import { findTicketByThread } from "../tickets/load.ts";
import { openTicket } from "../tickets/open.ts";
import { cleanText } from "../tickets/text.ts";
import { conversationKeys, hashToken, PANEL_CHANNEL, randomSecret } from "./keys.ts";

export type OpenPanelConversationInput = {
  workspaceId: number;
  text: string;
  name?: string | undefined;
  email?: string | undefined;
  /** A fresh random text of the client: the same one with the same question opens nothing twice. */
  secret?: string | undefined;
};

export type OpenedConversation = { publicId: string; token: string; ticketId: number; created: boolean };

const SHORTEST_SECRET = 16;

/** Opens a ticket for a visitor of the help panel; the token is answered here and nowhere else. */
export async function openPanelConversation(
  ctx: Pick<Ctx, "db" | "now">,
  input: OpenPanelConversationInput,
): Promise<OpenedConversation> {
  const { workspaceId } = input;
  if (input.secret !== undefined && input.secret.length < SHORTEST_SECRET) {
    throw new InvalidError("The idempotency key must be a fresh random UUID.");
  }
  const { publicId, token, eventKey } = conversationKeys(workspaceId, input.secret ?? randomSecret());
  const thread = { platform: "panel" as const, channelId: PANEL_CHANNEL, threadId: publicId };
  const opened = await openTicket(ctx, {
    workspaceId,
    thread,
    messageId: null,
    asker: {
      platform: "panel",
      externalId: visitorId(publicId),
      name: cleanText(input.name ?? "") || "Visitor",
      email: cleanText(input.email ?? "") || null,
    },
    text: input.text,
    eventKey,
    accessHash: hashToken(token),
  });
  if (opened) return { publicId, token, ticketId: opened.ticketId, created: true };

  const known = await findTicketByThread(ctx.db, workspaceId, thread);
  if (!known || known.description !== cleanText(input.text)) {
    throw new ConflictError("This idempotency key was used for another question.");
  }
  return { publicId, token, ticketId: known.id, created: false };
}

/** How the panel names the person behind a conversation. */
export const visitorId = (publicId: string): string => `visitor:${publicId}`;
