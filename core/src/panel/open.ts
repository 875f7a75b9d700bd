import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import { findTicketByThread } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { openTicket } from "../tickets/open.ts";
import { cleanText } from "../tickets/text.ts";
import { findPerson } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { conversationKeys, hashToken, PANEL_CHANNEL, randomSecret, visitorId } from "./keys.ts";

export type OpenPanelConversationInput = {
  workspaceId: number;
  text: string;
  name?: string | undefined;
  email?: string | undefined;
  /** A fresh random text of the client: the same one with the same question opens nothing twice. */
  secret?: string | undefined;
  /** The form's own subject and type; else found in the text. */
  subject?: string | undefined;
  type?: Ticket["type"] | undefined;
  /** Ids of uploaded files. */
  files?: string[] | undefined;
  /** Who the host site says that the visitor is; null: nobody is known. */
  identity?: PersonIdentity | null;
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
    asker: input.identity ? named(input.identity) : anonymous(input, publicId),
    text: input.text,
    subject: input.subject ?? null,
    type: input.type ?? null,
    files: input.files ?? [],
    eventKey,
    accessHash: hashToken(token),
  });
  if (input.identity) await keepEmail(ctx, workspaceId, input.identity);
  if (opened) return { publicId, token, ticketId: opened.ticketId, created: true };

  const known = await findTicketByThread(ctx.db, workspaceId, thread);
  if (!known || known.description !== cleanText(input.text)) {
    throw new ConflictError("This idempotency key was used for another question.");
  }
  return { publicId, token, ticketId: known.id, created: false };
}

function anonymous(input: OpenPanelConversationInput, publicId: string): PersonIdentity {
  return {
    platform: "panel",
    externalId: visitorId(publicId),
    name: cleanText(input.name ?? "") || "Visitor",
    email: cleanText(input.email ?? "") || null,
  };
}

const named = (identity: PersonIdentity): PersonIdentity => ({
  ...identity,
  name: identity.name || "Visitor",
});

/** The host site knows its members' present addresses best. */
async function keepEmail(ctx: Pick<Ctx, "db">, workspaceId: number, identity: PersonIdentity): Promise<void> {
  const person = await findPerson(ctx.db, workspaceId, identity);
  if (!person || !identity.email) return;
  const p = schema.people;
  await ctx.db
    .update(p)
    .set({ email: identity.email })
    .where(and(eq(p.workspaceId, workspaceId), eq(p.id, person.id)));
}
