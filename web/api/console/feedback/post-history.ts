import { STATUS_NAMES } from "@firstline/core";
import type { PostForAgents } from "@firstline/core";
import { html } from "hono/html";
import { renderMessage } from "../../markdown.ts";
import { POST_STATUSES } from "../../kinds.ts";
import type { Html } from "../../pages/layout.ts";
import { badge, when } from "../parts.ts";

type History = Pick<PostForAgents, "events" | "hasMoreEvents">;
type Event = History["events"][number];

/** What happened to a post, the newest first, and whether there is more. */
export function history({ events, hasMoreEvents }: History, now: Date): Html {
  return html`<ol class="timeline">
      ${events.map(
        (event) =>
          html`<li class="entry ${event.kind === "note_added" ? "note" : ""}">
            <header>
              <strong>${event.actorName ?? "Firstline"}</strong> ${sentence(event)}
              <span class="faint">${when(event.createdAt, now)}</span>
              ${event.isPublic ? "" : badge("agents only")}
            </header>
            ${event.comment === "" ? "" : html`<div class="prose">${renderMessage(event.comment)}</div>`}
          </li>`,
      )}
    </ol>
    ${hasMoreEvents ? html`<p class="faint">These are the newest ${events.length} entries; older ones are not shown.</p>` : ""}`;
}

function sentence({ kind, oldValue, newValue }: Event): string {
  switch (kind) {
    case "created":
      return "posted this.";
    case "edited":
      return oldValue === newValue ? "edited it." : `renamed it; it was "${oldValue ?? ""}".`;
    case "status_changed":
      return `set the status to ${statusName(newValue)}; it was ${statusName(oldValue)}.`;
    case "merged":
      return mergedSentence(oldValue, newValue);
    case "unmerged":
      return /^\d+$/u.test(oldValue ?? "") ? `took it out of #${oldValue}.` : `took "${oldValue ?? ""}" out.`;
    case "note_added":
      return "noted:";
    case "linked":
      return `linked ${linkName(newValue)}.`;
    case "unlinked":
      return `took the link to ${linkName(newValue)} away.`;
    case "hidden":
      return "hid it.";
    case "shown":
      return "showed it again.";
  }
}

/** On the merged post the new value is the other's id; on the one that stands for it, its title. */
function mergedSentence(oldValue: string | null, newValue: string | null): string {
  if (oldValue === null || /^\d+$/u.test(newValue ?? "")) return `merged it into #${newValue}.`;
  return `merged #${oldValue} "${newValue ?? ""}" into it.`;
}

function statusName(value: string | null): string {
  const status = POST_STATUSES.find((known) => known === value);
  return status === undefined ? "nothing" : STATUS_NAMES[status].toLowerCase();
}

const linkName = (value: string | null): string => (value ?? "").replace(":", " ");
