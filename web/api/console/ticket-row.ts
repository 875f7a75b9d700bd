import { statusForAgents } from "@firstline/core";
import type { TicketWithPeople } from "@firstline/core";
import { html } from "hono/html";
import type { Html } from "../pages/layout.ts";
import { badge, PLATFORM_NAMES, when } from "./parts.ts";

type InRow = Pick<
  TicketWithPeople,
  "id" | "subject" | "platform" | "lastMessageAt" | "priority" | "type" | "status" | "handler" | "resolution"
>;

/** A ticket in a list of agents. */
export function ticketRow(
  ticket: InRow,
  { asker, assignee, now }: { asker: string; assignee: string | null; now: Date },
): Html {
  return html`<li>
    <a class="row" href="/console/tickets/${ticket.id}">
      <span class="what"><span class="id">#${ticket.id}</span> <strong>${ticket.subject}</strong></span>
      <span class="meta">
        ${asker} · ${PLATFORM_NAMES[ticket.platform]} · ${when(ticket.lastMessageAt, now)}
      </span>
      <span class="badges">
        ${ticket.priority === "normal" ? "" : badge(ticket.priority, ticket.priority)}
        ${ticket.type === "general" ? "" : badge(ticket.type)}
        ${
          ticket.status === "escalated"
            ? badge(assignee ?? "unclaimed", assignee === null ? "waiting" : "claimed")
            : badge(statusForAgents(ticket), ticket.status)
        }
      </span>
    </a>
  </li>`;
}
