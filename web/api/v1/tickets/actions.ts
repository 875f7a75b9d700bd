import { addApiMessage, getTicketWithPeople, openApiTicket, readTicket } from "@firstline/core";
import type { z } from "@hono/zod-openapi";
import type { Caller } from "../api.ts";
import type { NewMessage, NewTicket, Ticket, TicketWithMessages } from "./schemas.ts";
import { toMessageJson, toTicketJson } from "./to-json.ts";

type TicketJson = z.input<typeof Ticket>;

/** A repeated request key opens nothing new and shows the ticket that is there. */
export async function openTicket(
  caller: Caller,
  { asker = {}, ...input }: z.output<typeof NewTicket>,
  requestKey: string | null,
): Promise<TicketJson> {
  const { workspaceId } = caller.key;
  const { ticketId } = await openApiTicket(caller.web.ctx, { ...input, workspaceId, asker, requestKey });
  return showTicket(caller, ticketId);
}

/** Throws `NotFoundError`. */
export async function showTicket({ web, key }: Caller, ticketId: number): Promise<TicketJson> {
  return toTicketJson(await getTicketWithPeople(web.ctx, { workspaceId: key.workspaceId, ticketId }));
}

/** A ticket with what was said in it; notes are for callers who may write. Throws `NotFoundError`. */
export async function showTicketWithMessages(
  caller: Caller,
  ticketId: number,
  { withNotes }: { withNotes: boolean },
): Promise<z.input<typeof TicketWithMessages>> {
  const { workspaceId } = caller.key;
  const ticket = await showTicket(caller, ticketId);
  const { messages } = await readTicket(caller.web.ctx, { workspaceId, ticketId });
  const shown = messages.filter(
    (message) => message.deletedAt === null && (withNotes || message.visibility === "public"),
  );
  return { ...ticket, messages: shown.map(toMessageJson) };
}

/** `added` is false where a request with the same key was taken in before. */
export async function addMessage(
  { web, key }: Caller,
  { ticketId, note, ...message }: z.output<typeof NewMessage> & { ticketId: number },
  requestKey: string | null,
): Promise<{ added: boolean }> {
  return { added: await addApiMessage(web.ctx, { ...message, key, ticketId, isNote: note, requestKey }) };
}
