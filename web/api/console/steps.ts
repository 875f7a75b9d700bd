import { html } from "hono/html";
import type { Html } from "../pages/layout.ts";
import { openEscalationOf } from "./load-ticket.ts";
import type { TicketView } from "./load-ticket.ts";
import { disabledUnless } from "./parts.ts";

type Step = { name: "claim" | "resolve" | "close" | "reopen"; label: string; kind: string };

export function renderActions(view: TicketView, agent: string | null): Html {
  const action = `/console/tickets/${view.ticket.id}`;
  return html`<form method="post" action="${action}">
      ${stepsFor(view).map(
        ({ name, label, kind }) =>
          html`<button class="button ${kind}" name="do" value="${name}" ${disabledUnless(agent !== null)}>
            ${label}
          </button>`,
      )}
    </form>
    ${featureForm(view, agent)}`;
}

/** A wish can collect votes; a ticket that is one already leads to its post. */
function featureForm({ ticket }: TicketView, agent: string | null): Html {
  if (ticket.type !== "feature") return "";
  return html`<form method="post" action="/console/tickets/${ticket.id}/feature">
    <button class="button quiet" ${disabledUnless(agent !== null)}>Make it a feature request</button>
  </form>`;
}

function stepsFor(view: TicketView): Step[] {
  const { ticket } = view;
  if (ticket.status === "closed") return [{ name: "reopen", label: "Reopen", kind: "" }];
  const close: Step = { name: "close", label: "Close", kind: "quiet" };
  if (ticket.status === "resolved") return [{ name: "reopen", label: "Reopen", kind: "" }, close];
  const isFree = (openEscalationOf(view)?.assignedToId ?? ticket.assigneeId) === null;
  const label = ticket.status === "escalated" ? "Claim" : "Take over";
  const claim: Step[] = isFree ? [{ name: "claim", label, kind: "primary" }] : [];
  return [...claim, { name: "resolve", label: "Resolve", kind: "" }, close];
}
