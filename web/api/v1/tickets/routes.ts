import { listTicketsPage } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { TICKET_PRIORITIES, TICKET_STATUSES, TICKET_TYPES } from "../../kinds.ts";
import { requireScope } from "../authenticate.ts";
import { IdPosition, openPage, PageQuery } from "../cursor.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, Id, IdParam, jsonBody, namesOf, Words } from "../schemas.ts";
import { addMessage, openTicket, showTicketWithMessages } from "./actions.ts";
import { NewMessage, NewTicket, Ticket, TicketPage, TicketWithMessages } from "./schemas.ts";
import { toTicketJson } from "./to-json.ts";

const ListQuery = PageQuery.extend({
  status: namesOf(TICKET_STATUSES, "new,escalated"),
  type: namesOf(TICKET_TYPES, "bug"),
  priority: namesOf(TICKET_PRIORITIES, "high,urgent"),
  askerId: Id.optional(),
  q: Words(200).optional().openapi({ description: "Words that subject or question contain." }),
});

const ReadQuery = z.object({
  include: z
    .enum(["notes"])
    .optional()
    .openapi({ description: "`notes`: also what only agents see. Needs the scope tickets:write." }),
});

const Added = z
  .object({ added: z.boolean().openapi({ description: "False when the same request was taken in before." }) })
  .openapi("AddedMessage");

/** Opening, reading and listing tickets, and saying something in them. */
export const ticketRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "post",
    path: "/tickets",
    operationId: "createTicket",
    summary: "Open a ticket",
    description:
      "It is answered as any other: by the AI where it is sure enough, else by people. Read the ticket again, or take webhooks, to see the answer.",
    tag: "Tickets",
    scope: "tickets:write",
    request: { body: jsonBody(NewTicket) },
    responses: { 201: answer(Ticket, "The ticket as it was stored.") },
    async run({ body, requestKey, made, ...caller }) {
      const ticket = await openTicket(caller, body, requestKey);
      made(ticket.id);
      return ticket;
    },
  }),
  defineRoute({
    method: "get",
    path: "/tickets",
    operationId: "listTickets",
    summary: "List tickets",
    description: "Newest first.",
    tag: "Tickets",
    scope: "tickets:read",
    request: { query: ListQuery },
    responses: { 200: answer(TicketPage, "A page of tickets.") },
    async run({ web, workspaceId, query: { limit, cursor, status, type, priority, askerId, q } }) {
      const filter = { statuses: status, types: type, priorities: priority, askerId, query: q };
      const page = openPage({ limit, cursor }, { list: "tickets", filter, position: IdPosition });
      const input = { workspaceId, filter, before: page.at, limit: page.limit };
      const { tickets, next } = await listTicketsPage(web.ctx, input);
      return { tickets: tickets.map(toTicketJson), next: page.toNext(next) };
    },
  }),
  defineRoute({
    method: "get",
    path: "/tickets/{id}",
    operationId: "getTicket",
    summary: "Read a ticket with its messages",
    tag: "Tickets",
    scope: "tickets:read",
    request: { params: IdParam, query: ReadQuery },
    responses: { 200: answer(TicketWithMessages, "The ticket and what was said in it.") },
    async run({ params, query, ...caller }) {
      const withNotes = query.include === "notes";
      if (withNotes) requireScope(caller.key, "tickets:write");
      return showTicketWithMessages(caller, params.id, { withNotes });
    },
  }),
  defineRoute({
    method: "post",
    path: "/tickets/{id}/messages",
    operationId: "addTicketMessage",
    summary: "Say something in a ticket",
    description:
      "What the asker says is answered as in chat; what an agent says reaches the asker where they asked. For a ticket from Slack or Discord only agents can be spoken for.",
    tag: "Tickets",
    scope: "tickets:write",
    request: { params: IdParam, body: jsonBody(NewMessage) },
    responses: { 201: answer(Added, "It is part of the ticket.") },
    run: ({ params, body, requestKey, ...caller }) =>
      addMessage(caller, { ticketId: params.id, ...body }, requestKey),
  }),
];
