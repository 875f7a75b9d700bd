import { createHash, randomUUID } from "node:crypto";
import type { Ctx } from "../context.ts";
import { findTicketByThread } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { openTicket } from "../tickets/open.ts";
import { API_CHANNEL } from "./channel.ts";
import { toIdentity } from "./identity.ts";
import type { GivenPerson } from "./identity.ts";

export type OpenApiTicketInput = {
  workspaceId: number;
  asker: GivenPerson;
  question: string;
  subject?: string | undefined;
  type?: Ticket["type"] | undefined;
  /** The same key opens one ticket; null: every call opens one. */
  requestKey: string | null;
};

/** Opens a ticket for somebody whom a program speaks for; it is answered like any other. */
export async function openApiTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: OpenApiTicketInput,
): Promise<{ ticketId: number; created: boolean }> {
  const { workspaceId, requestKey } = input;
  const requestId = requestKey === null ? randomUUID() : digest(`${workspaceId}\n${requestKey}`);
  const thread = { platform: "panel" as const, channelId: API_CHANNEL, threadId: requestId };
  const opened = await openTicket(ctx, {
    workspaceId,
    thread,
    messageId: null,
    asker: toIdentity(input.asker, requestId),
    text: input.question,
    subject: input.subject ?? null,
    type: input.type ?? null,
    eventKey: `api:ticket:${requestId}`,
  });
  if (opened) return opened;
  const known = await findTicketByThread(ctx.db, workspaceId, thread);
  if (!known) throw new Error("a ticket was taken in before, but is not there");
  return { ticketId: known.id, created: false };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
