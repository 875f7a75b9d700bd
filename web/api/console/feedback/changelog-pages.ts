import { getChangelogEntry, listChangelog } from "@firstline/core";
import type { ChangelogEntry } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../../context.ts";
import { renderMessage } from "../../markdown.ts";
import type { Html } from "../../pages/layout.ts";
import { consoleFrame } from "../frame.ts";
import { badge, disabledUnless, when } from "../parts.ts";
import type { ChangelogQuery } from "./forms.ts";

const SECTIONS = [
  {
    status: "draft",
    title: "Drafts",
    empty: "Nothing waits. A post that is completed becomes a draft here.",
  },
  { status: "published", title: "Published", empty: "Nothing is published yet." },
] as const;
type Section = (typeof SECTIONS)[number];

/** All entries, drafts first; with a cursor the list of one status goes on from there. */
export async function changelogPage(
  web: Web,
  { status, cursor }: ChangelogQuery,
  agent: string | null,
): Promise<Html> {
  const shown = SECTIONS.filter((section) => cursor === undefined || section.status === status);
  return consoleFrame(web, {
    title: "Changelog",
    agent,
    body: html`<div class="tickets posts">
      <h1>Changelog</h1>
      <p><a class="button" href="/console/changelog/new">New entry</a></p>
      ${shown.map((section) => renderSection(web, section, cursor))}
    </div>`,
  });
}

async function renderSection(web: Web, section: Section, cursor: string | undefined): Promise<Html> {
  const { status, title, empty } = section;
  const asked = { workspaceId: web.workspace.id, status, limit: 50, cursor: cursor ?? null };
  const { entries, next } = await listChangelog(web.ctx, asked);
  return html`<section>
    <h2>${title} <span class="count">${entries.length}${next === null ? "" : "+"}</span></h2>
    ${
      entries.length === 0
        ? html`<p class="empty">${empty}</p>`
        : html`<ul>
            ${entries.map((entry) => renderRow(entry, web.ctx.now()))}
          </ul>`
    }
    ${
      next === null
        ? ""
        : html`<p class="more">
            <a class="button" href="/console/changelog?status=${status}&amp;cursor=${next}">Show more</a>
          </p>`
    }
  </section>`;
}

function renderRow(entry: ChangelogEntry, now: Date): Html {
  return html`<li>
    <a class="row" href="/console/changelog/${entry.id}">
      <span class="what"><strong>${entry.title}</strong></span>
      <span class="meta">${when(entry.publishedAt ?? entry.createdAt, now)}</span>
    </a>
  </li>`;
}

export type EntryTexts = { title: string; body: string };

type Shown = {
  /** Null: an entry that is not there yet. */
  entryId: number | null;
  agent: string | null;
  /** What was typed and not saved yet; null shows what is stored. */
  unsaved: EntryTexts | null;
};

/** An entry in its form, with how it will look. */
export async function entryPage(web: Web, { entryId, agent, unsaved }: Shown): Promise<Html> {
  const entry =
    entryId === null ? null : await getChangelogEntry(web.ctx, { workspaceId: web.workspace.id, entryId });
  const texts = unsaved ?? { title: entry?.title ?? "", body: entry?.body ?? "" };
  const isPublished = entry?.status === "published";
  return consoleFrame(web, {
    title: entry === null ? "New entry" : entry.title,
    agent,
    body: html`<div class="ticket post">
      <div class="head">
        <p class="crumbs"><a href="/console/changelog">Changelog</a></p>
        <h1>${entry === null ? "New entry" : entry.title}</h1>
        <div class="badges">
          ${entry === null ? "" : badge(entry.status, isPublished ? "resolved" : "")}
          ${unsaved === null ? "" : badge("not saved yet", "high")}
        </div>
      </div>
      <div class="talk">${entryForm({ entryId, texts, isPublished, can: agent !== null })}</div>
      <aside>
        ${texts.title === "" ? "" : preview(texts)}
        ${
          entry === null || entry.postId === null
            ? ""
            : html`<p>Made of <a href="/console/feedback/${entry.postId}">post #${entry.postId}</a>.</p>`
        }
      </aside>
    </div>`,
  });
}

function preview({ title, body }: EntryTexts): Html {
  return html`<h2>How it will look</h2>
    <div class="entry prose">
      <h3>${title}</h3>
      ${renderMessage(body)}
    </div>`;
}

type Form = { entryId: number | null; texts: EntryTexts; isPublished: boolean; can: boolean };

function entryForm({ entryId, texts, isPublished, can }: Form): Html {
  return html`<form class="panel" method="post" action="/console/changelog/${entryId ?? "new"}">
    <label>
      <span>Title</span>
      <input name="title" value="${texts.title}" required maxlength="150" ${disabledUnless(can)} />
    </label>
    <label>
      <span>What is new (Markdown)</span>
      <textarea name="body" rows="14" required maxlength="10000" ${disabledUnless(can)}>
${texts.body}</textarea>
    </label>
    <div class="line start">
      <button class="button" name="do" value="preview" ${disabledUnless(can)}>Preview</button>
      <button class="button" name="do" value="save" ${disabledUnless(can)}>Save</button>
      ${
        isPublished
          ? html`<button class="button" name="do" value="withdraw" ${disabledUnless(can)}>
              Take off the page
            </button>`
          : html`<button class="button primary" name="do" value="publish" ${disabledUnless(can)}>
              Save and publish
            </button>`
      }
    </div>
  </form>`;
}
