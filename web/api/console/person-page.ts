import type { PersonRecord, PersonRequest } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import type { Html } from "../pages/layout.ts";
import { consoleFrame } from "./frame.ts";
import { badge, disabledUnless, factList, PLATFORM_NAMES, when } from "./parts.ts";

type View = { person: PersonRecord; requests: PersonRequest[]; agent: string | null };

/** Who somebody is, whether anything of theirs is public, and what was done with their data. */
export function personPage(web: Web, { person, requests, agent }: View): Html {
  const platforms = new Set(person.identities.map(({ platform }) => PLATFORM_NAMES[platform]));
  return consoleFrame(web, {
    title: person.name,
    agent,
    body: html`<div class="ticket post">
      <div class="head">
        <h1>${person.name}</h1>
        <div class="badges">
          ${badge(person.role)} ${person.optedOut ? badge("opted out", "high") : ""}
          ${person.erasedAt ? badge("erased", "high") : ""}
        </div>
      </div>
      <div class="talk">${person.erasedAt ? erasedNote() : forms(person, agent !== null)}</div>
      <aside>
        <dl class="facts">
          ${factList([
            ["Address", person.email],
            ["Company", person.company?.name ?? null],
            ["Where", platforms.size === 0 ? null : [...platforms].join(", ")],
            ["Known since", when(person.createdAt, web.ctx.now())],
            ...requests.map((request) => requestFact(request, web.ctx.now())),
          ])}
        </dl>
      </aside>
    </div>`,
  });
}

const DONE = { export: "Exported", erase: "Erased" } as const;

function requestFact({ kind, byName, createdAt, finishedAt }: PersonRequest, now: Date): [string, Html] {
  const by = byName === null ? "on the command line" : html`by ${byName}`;
  const end = finishedAt === null ? "; it broke off, so do it again" : "";
  return [DONE[kind], html`${when(createdAt, now)} ${by}${end}`];
}

const forms = (person: PersonRecord, can: boolean): Html =>
  html`${optOutForm(person, can)} ${exportForm(person, can)} ${eraseForm(person, can)}`;

const erasedNote = (): Html =>
  html`<p class="faint">
    Everything of this person was erased. What stays are states, times and figures; whoever they were is
    somebody new when they come again.
  </p>`;

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

function exportForm({ id }: PersonRecord, can: boolean): Html {
  return html`<form class="panel" method="post" action="/console/people/${id}">
    <h2>Everything that is held of them</h2>
    <p class="faint">
      A JSON file with their tickets and all that was said in them, notes included, what they wrote elsewhere,
      posts, votes and how platforms know them. Files that came with a ticket are named; open them on its
      page.
    </p>
    <button class="button" name="do" value="export" ${disabledUnless(can)}>Export everything</button>
  </form>`;
}

function eraseForm({ id, name, role }: PersonRecord, can: boolean): Html {
  const ofTeam = role === "member" ? "" : " What they answered for the team stays, without their name.";
  return html`<details class="panel">
    <summary>Erase this person</summary>
    <form method="post" action="/console/people/${id}">
      <p class="faint">
        Their tickets lose everything that was said in them and are closed, and what Firstline posted for them
        is replaced in chat. What they wrote in tickets of others goes, and so do their votes and how
        platforms know them. Their posts lose their words and are hidden. Nothing of this can be brought
        back.${ofTeam}
      </p>
      <label class="line start">
        <input type="checkbox" name="sure" value="yes" required ${disabledUnless(can)} />
        <span>I am sure that everything of ${name} shall go</span>
      </label>
      <button class="button" name="do" value="erase" ${disabledUnless(can)}>Erase everything for good</button>
    </form>
  </details>`;
}
