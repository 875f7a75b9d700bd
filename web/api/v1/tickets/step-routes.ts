import { getTicketWithPeople, rateApiTicket, stepApiTicket } from "@firstline/core";
import type { TicketStepInput } from "@firstline/core";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { apiRoute } from "../route.ts";
import { answer, IdParam, json } from "../schemas.ts";
import { Rating, Step, Ticket } from "./schemas.ts";
import { toTicketJson } from "./to-json.ts";

const STEPS = {
  resolve: "Mark a ticket as solved",
  reopen: "Open a finished ticket again",
  escalate: "Hand a ticket over to people",
} as const satisfies Record<TicketStepInput["step"], string>;

/** What can be done with a ticket. */
export function addTicketStepRoutes(api: Api, web: Web): void {
  addStep(api, web, "resolve");
  addStep(api, web, "reopen");
  addStep(api, web, "escalate");
  addRate(api, web);
}

function addStep(api: Api, web: Web, step: TicketStepInput["step"]): void {
  const route = apiRoute(web, {
    method: "post",
    path: `/tickets/{id}/${step}`,
    operationId: `${step}Ticket`,
    summary: STEPS[step],
    description: "A second time changes nothing.",
    tags: ["Tickets"],
    scope: "tickets:write",
    request: { params: IdParam, body: { content: json(Step), required: false } },
    responses: { 200: answer(Ticket, "The ticket as it is now.") },
  });
  api.openapi(route, async (c) => {
    const key = c.get("apiKey");
    const ticketId = c.req.valid("param").id;
    // Without a body nothing was checked, and no default was filled in.
    const { as } = Step.parse(c.req.valid("json"));
    await stepApiTicket(web.ctx, { key, ticketId, step, as });
    const ticket = await getTicketWithPeople(web.ctx, { workspaceId: key.workspaceId, ticketId });
    return c.json(toTicketJson(ticket), 200);
  });
}

function addRate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/tickets/{id}/rate",
    operationId: "rateTicket",
    summary: "Pass on the asker's rating",
    description: "For a resolved or closed ticket. Another rating replaces it.",
    tags: ["Tickets"],
    scope: "tickets:write",
    request: { params: IdParam, body: { content: json(Rating), required: true } },
    responses: { 200: answer(Ticket, "The ticket as it is now.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const ticketId = c.req.valid("param").id;
    await rateApiTicket(web.ctx, { workspaceId, ticketId, rating: c.req.valid("json").rating });
    const ticket = await getTicketWithPeople(web.ctx, { workspaceId, ticketId });
    return c.json(toTicketJson(ticket), 200);
  });
}
