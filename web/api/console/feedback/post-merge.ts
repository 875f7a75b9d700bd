import type { PostForAgents, PostSummary } from "@firstline/core";
import { html } from "hono/html";
import type { Html } from "../../pages/layout.ts";
import { disabledUnless } from "../parts.ts";
import { votesText } from "./post-row.ts";

type Options = { mergeQuery: string; mayMerge: PostSummary[]; can: boolean };

/** Posts that this one stands for or could be merged into. */
export function mergePart(view: PostForAgents, options: Options): Html {
  return html`<section class="panel" id="merge">
    <h2>Merge</h2>
    ${view.standing === null ? offer(view, options) : takeOut(view, view.post.id, "Take it out again", options.can)}
    ${
      view.merged.length === 0
        ? ""
        : html`<h3>Part of this post</h3>
            <ul class="links">
              ${view.merged.map(
                (part) =>
                  html`<li>
                    <a href="/console/feedback/${part.id}">#${part.id} ${part.title}</a>
                    ${takeOut(view, part.id, "Take out", options.can)}
                  </li>`,
              )}
            </ul>`
    }
  </section>`;
}

function offer({ post }: PostForAgents, { mergeQuery, mayMerge, can }: Options): Html {
  return html`<form action="/console/feedback/${post.id}#merge">
      <label>
        <span>Find the post that asks for the same</span>
        <input type="search" name="merge" value="${mergeQuery}" maxlength="500" />
      </label>
      <button class="button">Search</button>
    </form>
    ${
      mayMerge.length === 0
        ? html`<p class="faint">
            ${mergeQuery === "" ? "No other post asks for the same." : "Nothing was found."}
          </p>`
        : html`<ul class="links">
            ${mayMerge.map((other) => mergeRow(post.id, other, can))}
          </ul>`
    }`;
}

function mergeRow(postId: number, other: PostSummary, can: boolean): Html {
  return html`<li>
    <a href="/console/feedback/${other.id}">#${other.id} ${other.title}</a>
    <span class="faint">${votesText(other)}</span>
    <form method="post" action="/console/feedback/${postId}">
      <input type="hidden" name="into" value="${other.id}" />
      <button
        class="link"
        name="do"
        value="merge"
        aria-label="Merge into this: #${other.id}"
        ${disabledUnless(can)}
      >
        Merge into this
      </button>
    </form>
  </li>`;
}

function takeOut({ post }: PostForAgents, partId: number, label: string, can: boolean): Html {
  return html`<form method="post" action="/console/feedback/${post.id}">
    <input type="hidden" name="post" value="${partId}" />
    <button class="link" name="do" value="unmerge" ${disabledUnless(can)}>${label}</button>
  </form>`;
}
