import { listTicketsPage } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import type { Html } from "../pages/layout.ts";
import { TICKET_STATES } from "./forms.ts";
import type { TicketsQuery } from "./forms.ts";
import { consoleFrame } from "./frame.ts";
import { option } from "./parts.ts";
import { ticketRow } from "./ticket-row.ts";

const ON_A_PAGE = 50;

/** Every ticket, the newest first: filtered and searched by the page's address. */
export async function ticketsPage(web: Web, query: TicketsQuery, agent: string | null): Promise<Html> {
  const { state, q } = query;
  const { tickets, next } = await listTicketsPage(web.ctx, {
    workspaceId: web.workspace.id,
    filter: { statuses: state && [...TICKET_STATES[state].statuses], words: q },
    before: query.before ?? null,
    limit: ON_A_PAGE,
  });
  const now = web.ctx.now();
  return consoleFrame(web, {
    title: "All tickets",
    agent,
    body: html`<div class="tickets posts">
      <h1>All tickets</h1>
      ${ticketFilters(query)}
      ${
        tickets.length === 0
          ? html`<p class="empty">${emptyText(query)}</p>`
          : html`<ul>
              ${tickets.map((ticket) =>
                ticketRow(ticket, {
                  asker: ticket.asker.name,
                  assignee: ticket.assignee?.name ?? null,
                  now,
                }),
              )}
            </ul>`
      }
      ${next === null ? "" : html`<p class="more"><a class="button" href="${addressOfPage(query, next)}">Show more</a></p>`}
    </div>`,
  });
}

/** Where agents look for a ticket, whatever page they are on. */
export function ticketFilters({ q, state }: Pick<TicketsQuery, "q" | "state">): Html {
  return html`<form class="filters" role="search" action="/console/tickets">
    <label class="grow"
      ><span>Words, asker or #number</span><input type="search" name="q" value="${q}" maxlength="200"
    /></label>
    <label>
      <span>State</span>
      <select name="state">
        <option value="">Any</option>
        ${Object.entries(TICKET_STATES).map(([value, { label }]) => option(value, label, state))}
      </select>
    </label>
    <button class="button">Search</button>
  </form>`;
}

function emptyText({ q, state, before }: TicketsQuery): string {
  if (before !== undefined) return "There are no older tickets.";
  if (q !== "") return `Nothing was found for "${q}".`;
  return state === undefined ? "Nobody has asked anything yet." : "No ticket is like this.";
}

function addressOfPage({ q, state }: TicketsQuery, next: number): string {
  const params = new URLSearchParams({ ...(q !== "" && { q }), ...(state && { state }), before: `${next}` });
  return `/console/tickets?${params.toString()}`;
}
