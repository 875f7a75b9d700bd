import type { Button, FixAttempt } from "@firstline/core";
import { html } from "hono/html";
import { renderMessage } from "../markdown.ts";
import type { Html } from "../pages/layout.ts";
import type { TicketView } from "./load-ticket.ts";
import { badge, disabledUnless, percent, when } from "./parts.ts";

/** The ticket's bug report, its issue and the attempts to fix it; empty for tickets that are about something else. */
export function renderCode(view: TicketView, agent: string | null): Html {
  const { code } = view;
  if (!hasPart(view)) return "";
  return html`<section class="code" aria-labelledby="code-title">
    <h2 id="code-title">Bug and fix</h2>
    ${code.markdown === "" ? "" : html`<div class="prose">${renderMessage(code.markdown)}</div>`}
    ${code.fields.map(
      ({ label, value }) =>
        html`<div class="field">
          <h3>${label}</h3>
          <div class="prose">${renderMessage(value)}</div>
        </div>`,
    )}
    ${renderButtons(view, agent)} ${linkForm(view, agent)}
    ${code.attempts.map((attempt) => renderAttempt(attempt, view))}
  </section>`;
}

/** What is known of a ticket stays in sight while its repository cannot be used. */
function hasPart({ code, ticket }: TicketView): boolean {
  if (ticket.type === "bug" && code.isConnected) return true;
  return code.markdown !== "" || code.fields.length > 0 || code.attempts.length > 0;
}

function renderButtons({ ticket, code }: TicketView, agent: string | null): Html {
  if (code.buttons.length === 0) return "";
  return html`<form class="buttons" method="post" action="/console/tickets/${ticket.id}">
    <input type="hidden" name="do" value="code" />
    ${code.buttons.map((button) => renderButton(button, agent))}
  </form>`;
}

function renderButton({ action, label, value, style }: Button, agent: string | null): Html {
  if (action === "open_link") {
    return html`<a class="button" href="${value}" target="_blank" rel="noopener">${label}</a>`;
  }
  return html`<button
    class="button ${style ?? ""}"
    name="press"
    value="${action}:${value}"
    ${disabledUnless(agent !== null)}
  >
    ${label}
  </button>`;
}

/** An issue that nobody offered: by its number or address. */
function linkForm({ ticket, code }: TicketView, agent: string | null): Html {
  if (agent === null || !code.isConnected) return "";
  return html`<form class="link-issue" method="post" action="/console/tickets/${ticket.id}">
    <input type="hidden" name="do" value="link" />
    <label for="issue">Link another issue</label>
    <input id="issue" name="issue" required maxlength="300" placeholder="12 or its address" />
    <button class="button quiet">Link</button>
  </form>`;
}

function renderAttempt(attempt: FixAttempt, { now }: TicketView): Html {
  const sure = attempt.confidence === null ? "" : badge(`${percent(attempt.confidence)} sure`);
  return html`<p class="attempt">
    <a href="/console/fixes/${attempt.id}">Fix attempt ${attempt.number}</a> ${badge(attempt.status)} ${sure}
    <span class="faint">${when(attempt.createdAt, now)}</span>
  </p>`;
}
