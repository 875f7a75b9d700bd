import { rateApiTicket, stepApiTicket } from "@firstline/core";
import type { TicketStepInput } from "@firstline/core";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, IdParam, json, jsonBody } from "../schemas.ts";
import { showTicket } from "./actions.ts";
import { Rating, Step, Ticket } from "./schemas.ts";

/** What can be done with a ticket. */
export const ticketStepRoutes: readonly ApiRoute[] = [
  stepRoute("resolve", "Mark a ticket as solved"),
  stepRoute("reopen", "Open a finished ticket again"),
  stepRoute("escalate", "Hand a ticket over to people"),
  defineRoute({
    method: "post",
    path: "/tickets/{id}/rate",
    operationId: "rateTicket",
    summary: "Pass on the asker's rating",
    description: "For a resolved or closed ticket. Another rating replaces it.",
    tag: "Tickets",
    scope: "tickets:write",
    request: { params: IdParam, body: jsonBody(Rating) },
    responses: { 200: answer(Ticket, "The ticket as it is now.") },
    async run({ params: { id: ticketId }, body: { rating }, workspaceId, ...caller }) {
      await rateApiTicket(caller.web.ctx, { workspaceId, ticketId, rating });
      return showTicket(caller, ticketId);
    },
  }),
];

function stepRoute(step: TicketStepInput["step"], summary: string): ApiRoute {
  return defineRoute({
    method: "post",
    path: `/tickets/{id}/${step}`,
    operationId: `${step}Ticket`,
    summary,
    description: "A second time changes nothing.",
    tag: "Tickets",
    scope: "tickets:write",
    request: { params: IdParam, body: { content: json(Step), required: false } },
    responses: { 200: answer(Ticket, "The ticket as it is now.") },
    async run({ params: { id: ticketId }, body, ...caller }) {
      const { web, key } = caller;
      // Without a body nothing was checked, and no default was filled in.
      const { as } = Step.parse(body);
      await stepApiTicket(web.ctx, { key, ticketId, step, as });
      return showTicket(caller, ticketId);
    },
  });
}
