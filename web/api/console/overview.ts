import { listPeople, listTickets } from "@firstline/core";
import type { TicketInList } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import type { Html } from "../pages/layout.ts";
import { TICKET_STATES } from "./forms.ts";
import type { TicketState } from "./forms.ts";
import { ticketRow } from "./ticket-row.ts";

type Section = {
  title: string;
  state: TicketState;
  order: "newest" | "last_done" | "most_urgent";
  limit: number;
  empty: string;
};

/** What waits for people comes first. */
const SECTIONS: Section[] = [
  {
    title: "Waiting for a person",
    state: "waiting",
    order: "most_urgent",
    limit: 200,
    empty: "Nobody waits. New escalations appear here by themselves.",
  },
  {
    title: "With the AI",
    state: "with_ai",
    order: "newest",
    limit: 100,
    empty: "No open conversation.",
  },
  {
    title: "Done lately",
    state: "done",
    order: "last_done",
    limit: 30,
    empty: "Nothing yet.",
  },
];

/** The live part of the list of tickets. */
export async function renderOverview(web: Web): Promise<Html> {
  const workspaceId = web.workspace.id;
  const lists = await Promise.all(
    SECTIONS.map(({ state, limit, order }) =>
      listTickets(web.ctx, { workspaceId, statuses: [...TICKET_STATES[state].statuses], limit, order }),
    ),
  );
  const assignees = lists.flat().flatMap((ticket) => ticket.assigneeId ?? []);
  const people = await listPeople(web.ctx, { workspaceId, ids: [...new Set(assignees)] });
  const names = new Map(people.map((person) => [person.id, person.name]));
  const now = web.ctx.now();
  return html`${SECTIONS.map((section, index) => renderSection(section, lists[index] ?? [], { names, now }))}`;
}

type Shown = { names: Map<number, string>; now: Date };

function renderSection(section: Section, tickets: TicketInList[], shown: Shown): Html {
  return html`<section class="tickets">
    <h2>${section.title} <span class="count">${countText(section, tickets.length)}</span></h2>
    ${
      tickets.length === 0
        ? html`<p class="empty">${section.empty}</p>`
        : html`<ul>
            ${tickets.map((ticket) => renderRow(ticket, shown))}
          </ul>`
    }
  </section>`;
}

/** Where the list is full there may be more, and the number leads to all of them. */
function countText({ limit, state }: Section, shown: number): Html {
  if (shown < limit) return html`${shown}`;
  const name = `Show all tickets: ${TICKET_STATES[state].label}`;
  return html`<a href="/console/tickets?state=${state}" aria-label="${limit}+. ${name}">${limit}+</a>`;
}

function renderRow(ticket: TicketInList, { names, now }: Shown): Html {
  const assignee = ticket.assigneeId === null ? null : (names.get(ticket.assigneeId) ?? null);
  return ticketRow(ticket, { asker: ticket.askerName, assignee, now });
}
