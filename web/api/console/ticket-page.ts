import { randomUUID } from "node:crypto";
import type { Ticket } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import { TICKET_PRIORITIES, TICKET_TYPES } from "../kinds.ts";
import type { Html } from "../pages/layout.ts";
import { consoleFrame } from "./frame.ts";
import type { TicketView } from "./load-ticket.ts";
import { disabledUnless, option } from "./parts.ts";
import { liveParts } from "./ticket-parts.ts";

type TicketPage = { view: TicketView; agent: string | null };

export function ticketPage(web: Web, { view, agent }: TicketPage): Html {
  const { ticket } = view;
  const parts = liveParts(web, view, agent);
  return consoleFrame(web, {
    title: `#${ticket.id} ${ticket.subject}`,
    agent,
    body: html`<div class="ticket" data-live="/console/tickets/${ticket.id}/events">
      <div class="head">
        <p class="crumbs"><a href="/console">Tickets</a> <span aria-hidden="true">/</span> #${ticket.id}</p>
        <h1>${ticket.subject}</h1>
        <div id="state" class="badges">${parts.state}</div>
      </div>
      <div class="talk">
        <div id="why">${parts.why}</div>
        <ol id="timeline" class="timeline" aria-label="Conversation">
          ${parts.timeline}
        </ol>
        ${agent === null ? "" : replyForm(ticket, agent)}
      </div>
      <aside>
        <div id="actions" class="actions">${parts.actions}</div>
        <dl id="facts" class="facts">${parts.facts}</dl>
        ${corrections(ticket, agent)}
        <div id="code">${parts.code}</div>
        <details class="log">
          <summary>Audit log</summary>
          <ol id="audit">
            ${parts.audit}
          </ol>
        </details>
      </aside>
    </div>`,
  });
}

function replyForm(ticket: Ticket, agent: string): Html {
  return html`<form class="reply" method="post" action="/console/tickets/${ticket.id}" data-reply>
    <input type="hidden" name="key" value="${randomUUID()}" />
    <label class="sr-only" for="reply">Reply to the member, or a note for agents</label>
    <textarea
      id="reply"
      name="text"
      rows="4"
      required
      maxlength="40000"
      placeholder="Write to the member…"
    ></textarea>
    <div class="send">
      <span class="faint">As ${agent}. Markdown works; notes stay among agents.</span>
      <button class="button" name="do" value="note">Keep as note</button>
      <button class="button primary" name="do" value="reply">Send to member</button>
    </div>
  </form>`;
}

function corrections(ticket: Ticket, agent: string | null): Html {
  return html`<div class="corrections">
    ${choice({ ticket, agent, name: "type", label: "Type", values: TICKET_TYPES, now: ticket.type })}
    ${choice({ ticket, agent, name: "priority", label: "Priority", values: TICKET_PRIORITIES, now: ticket.priority })}
  </div>`;
}

type Choice = {
  ticket: Ticket;
  agent: string | null;
  name: "type" | "priority";
  label: string;
  values: readonly string[];
  now: string;
};

function choice({ ticket, agent, name, label, values, now }: Choice): Html {
  return html`<form method="post" action="/console/tickets/${ticket.id}" data-submit-on-change>
    <input type="hidden" name="do" value="${name}" />
    <label for="choose-${name}">${label}</label>
    <select id="choose-${name}" name="${name}" ${disabledUnless(agent !== null)}>
      ${values.map((value) => option(value, value, now))}
    </select>
    <button class="button quiet" ${disabledUnless(agent !== null)}>Set</button>
  </form>`;
}
