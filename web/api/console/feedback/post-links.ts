import type { PostForAgents } from "@firstline/core";
import { html } from "hono/html";
import type { Html } from "../../pages/layout.ts";
import { disabledUnless } from "../parts.ts";

/** What the post has to do with, and the field to link more. */
export function linkPart(view: PostForAgents, can: boolean): Html {
  const { post, article, issues, tickets } = view;
  const rows = [
    ...(article
      ? [
          linkRow(view, can, {
            kind: "article",
            id: article.id,
            href: `/articles/${article.slug}`,
            text: article.title,
          }),
        ]
      : []),
    ...issues.map(({ id, number, repo, url, title }) =>
      linkRow(view, can, { kind: "issue", id, href: url, text: `${repo}#${number} ${title}` }),
    ),
    ...tickets.map(({ id, subject }) =>
      linkRow(view, can, { kind: "ticket", id, href: `/console/tickets/${id}`, text: `#${id} ${subject}` }),
    ),
  ];
  return html`<section class="panel">
    <h2>Links</h2>
    ${
      rows.length === 0
        ? ""
        : html`<ul class="links">
            ${rows}
          </ul>`
    }
    <form method="post" action="/console/feedback/${post.id}">
      <label>
        <span>Link a ticket, an issue or an article</span>
        <input name="what" required maxlength="500" placeholder="ticket 12" ${disabledUnless(can)} />
      </label>
      <button class="button" name="do" value="link" ${disabledUnless(can)}>Link</button>
    </form>
  </section>`;
}

type Row = { kind: "article" | "issue" | "ticket"; id: number; href: string; text: string };

function linkRow({ post }: PostForAgents, can: boolean, { kind, id, href, text }: Row): Html {
  return html`<li>
    <span class="faint">${kind}</span> <a href="${href}">${text}</a>
    <form method="post" action="/console/feedback/${post.id}">
      <input type="hidden" name="kind" value="${kind}" />
      <input type="hidden" name="id" value="${id}" />
      <button
        class="link"
        name="do"
        value="unlink"
        aria-label="Remove the link to ${kind} ${id}"
        ${disabledUnless(can)}
      >
        Remove
      </button>
    </form>
  </li>`;
}
