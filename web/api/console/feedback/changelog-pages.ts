import { getChangelogEntry, listChangelog } from "@firstline/core";
import type { ChangelogEntry } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../../context.ts";
import { renderMessage } from "../../markdown.ts";
import type { Html } from "../../pages/layout.ts";
import { consoleFrame } from "../frame.ts";
import { badge, disabledUnless, when } from "../parts.ts";

/** All entries, drafts first. */
export async function changelogPage(web: Web, agent: string | null): Promise<Html> {
  const workspaceId = web.workspace.id;
  const drafts = await listChangelog(web.ctx, { workspaceId, status: "draft", limit: 100 });
  const published = await listChangelog(web.ctx, { workspaceId, status: "published", limit: 100 });
  const now = web.ctx.now();
  return consoleFrame(web, {
    title: "Changelog",
    agent,
    body: html`<div class="tickets posts">
      <h1>Changelog</h1>
      <p><a class="button" href="/console/changelog/new">New entry</a></p>
      ${section("Drafts", drafts.entries, now, "Nothing waits. A post that is completed becomes a draft here.")}
      ${section("Published", published.entries, now, "Nothing is published yet.")}
    </div>`,
  });
}

function section(title: string, entries: ChangelogEntry[], now: Date, empty: string): Html {
  return html`<section>
    <h2>${title} <span class="count">${entries.length}</span></h2>
    ${
      entries.length === 0
        ? html`<p class="empty">${empty}</p>`
        : html`<ul>
            ${entries.map(
              (entry) =>
                html`<li>
                  <a class="row" href="/console/changelog/${entry.id}">
                    <span class="what"><strong>${entry.title}</strong></span>
                    <span class="meta">${when(entry.publishedAt ?? entry.createdAt, now)}</span>
                  </a>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
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
        <h2>How it will look</h2>
        <div class="entry prose">
          <h3>${texts.title}</h3>
          ${renderMessage(texts.body)}
        </div>
        ${
          entry === null || entry.postId === null
            ? ""
            : html`<p>Made of <a href="/console/feedback/${entry.postId}">post #${entry.postId}</a>.</p>`
        }
      </aside>
    </div>`,
  });
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
