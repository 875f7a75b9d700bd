import { listUnanswered } from "@firstline/core";
import type { UnansweredSearch } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import type { Html } from "../pages/layout.ts";
import { consoleFrame } from "./frame.ts";
import { when } from "./parts.ts";

const DAYS = 30;
const SHOWN = 100;

/** What visitors looked for in vain: what to write next. */
export async function unansweredPage(web: Web, agent: string | null): Promise<Html> {
  const since = new Date(web.ctx.now().getTime() - DAYS * 86_400_000);
  const searches = await listUnanswered(web.ctx, { workspaceId: web.workspace.id, since, limit: SHOWN });
  const isFull = searches.length === SHOWN;
  return consoleFrame(web, {
    title: "What people did not find",
    agent,
    body: html`<section class="tickets posts">
      <h1>What people did not find <span class="count">${searches.length}${isFull ? "+" : ""}</span></h1>
      <p class="empty">Searches of the last ${DAYS} days that found no article, the most frequent first.</p>
      ${
        searches.length === 0
          ? html`<p class="empty">Everybody found something.</p>`
          : html`<ul>
              ${searches.map((search) => renderSearch(search, web.ctx.now()))}
            </ul>`
      }
    </section>`,
  });
}

function renderSearch({ query, times, lastAt }: UnansweredSearch, now: Date): Html {
  return html`<li>
    <div class="row">
      <span class="what"><strong>${query}</strong></span>
      <span class="meta">${times === 1 ? "once" : `${times} times`} · last ${when(lastAt, now)}</span>
    </div>
  </li>`;
}
