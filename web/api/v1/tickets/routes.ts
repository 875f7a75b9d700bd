import {
  addApiMessage,
  getTicketWithPeople,
  listTicketsPage,
  openApiTicket,
  readTicket,
} from "@firstline/core";
import { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { requireScope } from "../authenticate.ts";
import { DEFAULT_LIMIT, fromCursor, IdPosition, PageQuery, toCursor } from "../cursor.ts";
import { apiRoute } from "../route.ts";
import { answer, Id, IdParam, json, namesOf, Words } from "../schemas.ts";
import {
  NewMessage,
  NewTicket,
  PRIORITIES,
  STATUSES,
  Ticket,
  TicketPage,
  TicketWithMessages,
  TYPES,
} from "./schemas.ts";
import { toMessageJson, toTicketJson } from "./to-json.ts";

const TAGS = ["Tickets"];

const ListQuery = PageQuery.extend({
  status: namesOf(STATUSES, "new,escalated"),
  type: namesOf(TYPES, "bug"),
  priority: namesOf(PRIORITIES, "high,urgent"),
  askerId: Id.optional(),
  q: Words(200).optional().openapi({ description: "Words that subject or question contain." }),
});

/** Opening, reading and listing tickets, and saying something in them. */
export function addTicketRoutes(api: Api, web: Web): void {
  addOpen(api, web);
  addList(api, web);
  addRead(api, web);
  addMessage(api, web);
}

function addOpen(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/tickets",
    operationId: "createTicket",
    summary: "Open a ticket",
    description:
      "It is answered as any other: by the AI where it is sure enough, else by people. Read the ticket again, or take webhooks, to see the answer.",
    tags: TAGS,
    scope: "tickets:write",
    request: { body: { content: json(NewTicket), required: true } },
    responses: { 201: answer(Ticket, "The ticket as it was stored.") },
  });
  api.openapi(route, async (c) => {
    const { asker = {}, ...input } = c.req.valid("json");
    const { workspaceId } = c.get("apiKey");
    const requestKey = c.get("requestKey");
    const { ticketId } = await openApiTicket(web.ctx, { ...input, workspaceId, asker, requestKey });
    const ticket = await getTicketWithPeople(web.ctx, { workspaceId, ticketId });
    c.header("Location", `/api/v1/tickets/${ticketId}`);
    return c.json(toTicketJson(ticket), 201);
  });
}

function addList(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/tickets",
    operationId: "listTickets",
    summary: "List tickets",
    description: "Newest first.",
    tags: TAGS,
    scope: "tickets:read",
    request: { query: ListQuery },
    responses: { 200: answer(TicketPage, "A page of tickets.") },
  });
  api.openapi(route, async (c) => {
    const { limit = DEFAULT_LIMIT, cursor, status, type, priority, askerId, q } = c.req.valid("query");
    const filter = { statuses: status, types: type, priorities: priority, askerId, query: q };
    const list = `tickets ${JSON.stringify(filter)}`;
    const { tickets, next } = await listTicketsPage(web.ctx, {
      workspaceId: c.get("apiKey").workspaceId,
      filter,
      before: fromCursor(list, IdPosition, cursor),
      limit,
    });
    return c.json(
      { tickets: tickets.map(toTicketJson), next: next === null ? null : toCursor(list, next) },
      200,
    );
  });
}

const ReadQuery = z.object({
  include: z
    .enum(["notes"])
    .optional()
    .openapi({ description: "`notes`: also what only agents see. Needs the scope tickets:write." }),
});

function addRead(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/tickets/{id}",
    operationId: "getTicket",
    summary: "Read a ticket with its messages",
    tags: TAGS,
    scope: "tickets:read",
    request: { params: IdParam, query: ReadQuery },
    responses: { 200: answer(TicketWithMessages, "The ticket and what was said in it.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const withNotes = c.req.valid("query").include === "notes";
    if (withNotes) requireScope(key, "tickets:write");
    const which = { workspaceId: key.workspaceId, ticketId: c.req.valid("param").id };
    const ticket = await getTicketWithPeople(web.ctx, which);
    const { messages } = await readTicket(web.ctx, which);
    const shown = messages.filter(
      (message) => message.deletedAt === null && (withNotes || message.visibility === "public"),
    );
    return c.json({ ...toTicketJson(ticket), messages: shown.map(toMessageJson) }, 200);
  });
}

const Added = z
  .object({ added: z.boolean().openapi({ description: "False when the same request was taken in before." }) })
  .openapi("AddedMessage");

function addMessage(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/tickets/{id}/messages",
    operationId: "addTicketMessage",
    summary: "Say something in a ticket",
    description:
      "What the asker says is answered as in chat; what an agent says reaches the asker where they asked. For a ticket from Slack or Discord only agents can be spoken for.",
    tags: TAGS,
    scope: "tickets:write",
    request: { params: IdParam, body: { content: json(NewMessage), required: true } },
    responses: { 201: answer(Added, "It is part of the ticket.") },
  });
  api.openapi(route, async (c) => {
    const { note, ...input } = c.req.valid("json");
    const added = await addApiMessage(web.ctx, {
      ...input,
      key: c.get("apiKey"),
      ticketId: c.req.valid("param").id,
      isNote: note,
      requestKey: c.get("requestKey"),
    });
    return c.json({ added }, 201);
  });
}
