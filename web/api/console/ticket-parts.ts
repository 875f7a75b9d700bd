import { explainConfidence, statusForAgents, wordsOfStatus } from "@firstline/core";
import type { MessageInTicket, TicketEvent } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import { renderMessage } from "../markdown.ts";
import type { Html } from "../pages/layout.ts";
import { renderCode } from "./code-part.ts";
import { nameOf, openEscalationOf } from "./load-ticket.ts";
import type { TicketView } from "./load-ticket.ts";
import { renderActions } from "./steps.ts";
import { badge, factList, percent, personLink, PLATFORM_NAMES, sourceList, when } from "./parts.ts";

/** The parts of a ticket's page that change while it is open, by the id of the element that holds them. */
export function liveParts(web: Web, view: TicketView, agent: string | null) {
  return {
    actions: renderActions(view, agent),
    state: renderState(view),
    why: renderWhy(view),
    timeline: html`${view.messages.map((message) => renderEntry(web, view, message))}`,
    code: renderCode(view, agent),
    facts: renderFacts(view),
    audit: html`${view.events.map((event) => renderEvent(view, event))}`,
  } satisfies Record<string, Html>;
}

function renderState(view: TicketView): Html {
  const { ticket } = view;
  const assignee = nameOf(view, ticket.assigneeId);
  return html`${badge(statusForAgents(ticket), ticket.status)} ${assignee ? badge(assignee, "claimed") : ""}
  ${ticket.status === "escalated" && assignee === null ? badge("unclaimed", "waiting") : ""}`;
}

function renderWhy(view: TicketView): Html {
  const escalation = openEscalationOf(view);
  if (!escalation) return "";
  return html`<section class="why">
    <h2>Why it is here</h2>
    <p>${escalation.reason} <span class="faint">${when(escalation.createdAt, view.now)}</span></p>
  </section>`;
}

const SENDERS = { user: "member", ai: "AI", agent: "agent" } as const;

function renderEntry(web: Web, view: TicketView, message: MessageInTicket): Html {
  const isNote = message.visibility === "note";
  const who = message.sender === "ai" ? "Firstline" : (message.authorName ?? "Somebody");
  const role = isNote && message.sender === "ai" ? "AI, not sent" : SENDERS[message.sender];
  return html`<li class="entry ${message.sender} ${isNote ? "note" : ""}">
    <header>
      <strong>${who}</strong> ${badge(role, message.sender)}
      ${isNote && message.sender === "agent" ? badge("note", "note") : ""}
      <span class="faint">${when(message.createdAt, view.now)}${message.editedAt ? ", edited" : ""}</span>
    </header>
    ${renderContent(message)} ${fileList(view, message)} ${sourceList(message.sources ?? [], web.publicUrl)}
    ${renderCost(message)} ${renderReasons(message)}
  </li>`;
}

function fileList({ ticket, files }: TicketView, message: MessageInTicket): Html {
  const sent = files.filter((file) => file.messageId === message.id && message.deletedAt === null);
  if (sent.length === 0) return "";
  return html`<ul class="files">
    ${sent.map(
      (file) =>
        html`<li>
          <a href="/console/tickets/${ticket.id}/files/${file.id}" download>${file.name}</a>
          <span class="faint">${Math.ceil(file.size / 1000)} kB</span>
        </li>`,
    )}
  </ul>`;
}

function renderContent(message: MessageInTicket): Html {
  if (message.deletedAt) return html`<p class="faint">Deleted by its author.</p>`;
  if (message.sender === "user") return html`<div class="plain">${message.content}</div>`;
  return html`<div class="prose">${renderMessage(message.content)}</div>`;
}

function renderCost(message: MessageInTicket): Html {
  if (message.sender !== "ai") return "";
  const tokens = (message.aiTokensUsed?.input ?? 0) + (message.aiTokensUsed?.output ?? 0);
  const parts = [
    message.aiModelUsed,
    message.aiConfidence === null ? null : `${percent(message.aiConfidence)} sure`,
    tokens === 0 ? null : `${tokens} tokens`,
    message.aiCostUsd ? `${message.aiCostUsd.toFixed(4)} USD` : null,
  ].filter((part) => part !== null);
  return html`<p class="faint">${parts.join(" · ")}</p>`;
}

/** Why the AI was as sure as it was, and what was held against its answer. */
function renderReasons(message: MessageInTicket): Html {
  if (message.sender !== "ai") return "";
  const why = explainConfidence(message.aiConfidenceParts, message.aiModelUsed);
  const because = why.length === 0 ? [] : [`Why this sure: ${why.join("; ")}.`];
  return html`${[...because, ...(message.aiNotes ?? [])].map((line) => html`<p class="faint">${line}</p>`)}`;
}

function renderFacts(view: TicketView): Html {
  const { ticket } = view;
  const asker = view.people.get(ticket.askerId);
  return factList([
    ["Asked by", asker ? html`${personLink(asker)} ${asker.email ?? ""}` : "Somebody"],
    ["Where", `${PLATFORM_NAMES[ticket.platform]}${ticket.isDirect ? ", direct message" : ""}`],
    ["Opened", when(ticket.createdAt, view.now)],
    ["Answers", whoAnswers(view)],
    ["AI confidence", ticket.aiConfidenceScore === null ? null : percent(ticket.aiConfidenceScore)],
    ["Rating", ticket.satisfactionRating === null ? null : `${ticket.satisfactionRating} of 5`],
  ]);
}

function whoAnswers({ ticket }: TicketView): string {
  if (ticket.handler === "human") return "people; the AI is silent";
  return ticket.status === "escalated" ? "nobody yet" : "the AI";
}

function renderEvent(view: TicketView, event: TicketEvent): Html {
  const who = event.actor === "person" ? (nameOf(view, event.actorId) ?? "Somebody") : event.actor;
  const value = (text: string | null): string | null => {
    if (text === null) return null;
    if (event.field === "assignee") return nameOf(view, Number(text));
    return event.field === "status" ? wordsOfStatus(text) : text;
  };
  const [from, to] = [value(event.oldValue), value(event.newValue)];
  const change = [from, to].filter((part) => part !== null).join(" → ");
  return html`<li>
    <span class="faint">${when(event.createdAt, view.now)}</span>
    <span>${who === "ai" ? "AI" : who}: ${event.kind.replaceAll("_", " ")}</span>
    ${change === "" ? "" : html`<span class="faint">${change.replaceAll("_", " ")}</span>`}
  </li>`;
}
