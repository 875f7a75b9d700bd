import { STATUS_NAMES, TYPE_NAMES } from "@firstline/core";
import type { PostForAgents } from "@firstline/core";
import { html } from "hono/html";
import { POST_STATUSES, POST_TYPES } from "../../kinds.ts";
import type { Html } from "../../pages/layout.ts";
import { disabledUnless, option } from "../parts.ts";

type Post = PostForAgents["post"];

export function statusForm(post: Post, can: boolean): Html {
  return html`<form class="panel" method="post" action="/console/feedback/${post.id}">
    <h2>Status</h2>
    <div class="line">
      <label>
        <span class="sr-only">Status</span>
        <select name="status" ${disabledUnless(can)}>
          ${POST_STATUSES.map((status) => option(status, STATUS_NAMES[status], post.status))}
        </select>
      </label>
    </div>
    <label>
      <span>What the voters read with it (Markdown, may stay empty)</span>
      <textarea name="comment" rows="2" maxlength="2000" ${disabledUnless(can)}></textarea>
    </label>
    <div class="line">
      <span class="faint">Voters hear it a minute later, where they voted.</span>
      <button class="button primary" name="do" value="status" ${disabledUnless(can)}>Change status</button>
    </div>
  </form>`;
}

export function noteForm(post: Post, can: boolean): Html {
  return html`<form class="panel" method="post" action="/console/feedback/${post.id}">
    <label>
      <span>Note for agents</span>
      <textarea name="note" rows="2" required maxlength="2000" ${disabledUnless(can)}></textarea>
    </label>
    <div class="line">
      <span class="faint">Members never see it.</span>
      <button class="button" name="do" value="note" ${disabledUnless(can)}>Keep note</button>
    </div>
  </form>`;
}

export function visibilityForm(post: Post, can: boolean): Html {
  const [what, label, hint] = post.isPublic
    ? ["hide", "Hide this post", "Nobody but agents then sees it."]
    : ["show", "Show this post", "Everybody can then see it."];
  return html`<form class="panel" method="post" action="/console/feedback/${post.id}">
    <h2>Visibility</h2>
    <p class="faint">${hint}</p>
    <button class="button" name="do" value="${what}" ${disabledUnless(can)}>${label}</button>
  </form>`;
}

export function editForm(post: Post, can: boolean): Html {
  return html`<details class="panel">
    <summary>Edit</summary>
    <form method="post" action="/console/feedback/${post.id}">
      <label>
        <span>Title</span>
        <input name="title" value="${post.title}" required maxlength="150" ${disabledUnless(can)} />
      </label>
      <label>
        <span>Description (Markdown)</span>
        <textarea name="description" rows="6" maxlength="10000" ${disabledUnless(can)}>
${post.description}</textarea>
      </label>
      <label>
        <span>Type</span>
        <select name="type" ${disabledUnless(can)}>
          ${POST_TYPES.map((type) => option(type, TYPE_NAMES[type], post.type))}
        </select>
      </label>
      <label>
        <span>What agents should know (never public)</span>
        <textarea name="notes" rows="3" maxlength="2000" ${disabledUnless(can)}>${post.adminNotes}</textarea>
      </label>
      <button class="button" name="do" value="edit" ${disabledUnless(can)}>Save</button>
    </form>
  </details>`;
}
