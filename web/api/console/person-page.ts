import type { PersonRecord } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import type { Html } from "../pages/layout.ts";
import { consoleFrame } from "./frame.ts";
import { badge, disabledUnless, factList, PLATFORM_NAMES, when } from "./parts.ts";

/** Who somebody is, and whether anything of theirs is public. */
export function personPage(web: Web, person: PersonRecord, agent: string | null): Html {
  const platforms = new Set(person.identities.map(({ platform }) => PLATFORM_NAMES[platform]));
  return consoleFrame(web, {
    title: person.name,
    agent,
    body: html`<div class="ticket post">
      <div class="head">
        <h1>${person.name}</h1>
        <div class="badges">${badge(person.role)} ${person.optedOut ? badge("opted out", "high") : ""}</div>
      </div>
      <div class="talk">${optOutForm(person, agent !== null)}</div>
      <aside>
        <dl class="facts">
          ${factList([
            ["Address", person.email],
            ["Company", person.company?.name ?? null],
            ["Where", platforms.size === 0 ? null : [...platforms].join(", ")],
            ["Known since", when(person.createdAt, web.ctx.now())],
          ])}
        </dl>
      </aside>
    </div>`,
  });
}

function optOutForm({ id, optedOut }: PersonRecord, can: boolean): Html {
  const hint = optedOut
    ? "This person opted out: their feedback posts are on no public page, and they hear no news of posts."
    : "Where a person opts out, their feedback posts leave the roadmap, searches and every other public place, and they hear no more news of posts. Their votes still count, and nothing is deleted.";
  return html`<form class="panel" method="post" action="/console/people/${id}">
    <h2>Public pages and news</h2>
    <p class="faint">${hint}</p>
    <button class="button" name="do" value="${optedOut ? "opt_in" : "opt_out"}" ${disabledUnless(can)}>
      ${optedOut ? "Bring everything back" : "Opt this person out"}
    </button>
  </form>`;
}
