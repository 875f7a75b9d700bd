import { listPeople, listTickets, statusForAgents } from "@firstline/core";
import type { TicketInList, TicketStatus } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import type { Html } from "../pages/layout.ts";
import { badge, PLATFORM_NAMES, when } from "./parts.ts";

type Section = {
  title: string;
  statuses: TicketStatus[];
  order: "newest" | "last_done" | "most_urgent";
  limit: number;
  empty: string;
};

/** What waits for people comes first. */
const SECTIONS: Section[] = [
  {
    title: "Waiting for a person",
    statuses: ["escalated"],
    order: "most_urgent",
    limit: 200,
    empty: "Nobody waits. New escalations appear here by themselves.",
  },
  {
    title: "With the AI",
    statuses: ["new", "analyzing", "ai_responding"],
    order: "newest",
    limit: 100,
    empty: "No open conversation.",
  },
  {
    title: "Done lately",
    statuses: ["resolved", "closed"],
    order: "last_done",
    limit: 30,
    empty: "Nothing yet.",
  },
];

/** The live part of the list of tickets. */
export async function renderOverview(web: Web): Promise<Html> {
  const workspaceId = web.workspace.id;
  const lists = await Promise.all(
    SECTIONS.map(({ statuses, limit, order }) =>
      listTickets(web.ctx, { workspaceId, statuses, limit, order }),
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

/** Where the list is full there may be more. */
const countText = ({ limit }: Section, shown: number): string => (shown < limit ? `${shown}` : `${limit}+`);

function renderRow(ticket: TicketInList, { names, now }: Shown): Html {
  const assignee = ticket.assigneeId === null ? undefined : names.get(ticket.assigneeId);
  return html`<li>
    <a class="row" href="/console/tickets/${ticket.id}">
      <span class="what"><span class="id">#${ticket.id}</span> <strong>${ticket.subject}</strong></span>
      <span class="meta">
        ${ticket.askerName} · ${PLATFORM_NAMES[ticket.platform]} · ${when(ticket.lastMessageAt, now)}
      </span>
      <span class="badges">
        ${ticket.priority === "normal" ? "" : badge(ticket.priority, ticket.priority)}
        ${ticket.type === "general" ? "" : badge(ticket.type)}
        ${
          ticket.status === "escalated"
            ? badge(assignee ?? "unclaimed", assignee ? "claimed" : "waiting")
            : badge(statusForAgents(ticket), ticket.status)
        }
      </span>
    </a>
  </li>`;
}
