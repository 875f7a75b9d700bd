import { listPosts, searchPosts, STATUS_NAMES, TYPE_NAMES } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../../context.ts";
import { POST_STATUSES, POST_TYPES } from "../../kinds.ts";
import type { Html } from "../../pages/layout.ts";
import { consoleFrame } from "../frame.ts";
import { option } from "../parts.ts";
import type { ListQuery } from "./forms.ts";
import { postRow } from "./post-row.ts";

const ON_A_PAGE = 50;

/** All posts, for agents: filtered and searched by the page's address. */
export async function postListPage(web: Web, query: ListQuery, agent: string | null): Promise<Html> {
  const { q, ...filter } = query;
  const asked = { workspaceId: web.workspace.id, ...filter, limit: ON_A_PAGE, forAgents: true };
  const { posts, next } =
    q === ""
      ? await listPosts(web.ctx, asked)
      : { posts: await searchPosts(web.ctx, { ...asked, query: q }), next: null };
  const now = web.ctx.now();
  return consoleFrame(web, {
    title: "Feedback",
    agent,
    body: html`<div class="tickets posts">
      <h1>Feedback</h1>
      ${filters(query)}
      ${
        posts.length === 0
          ? html`<p class="empty">${emptyText(query)}</p>`
          : html`<ul>
              ${posts.map((post) => postRow(post, now))}
            </ul>`
      }
      ${q !== "" && posts.length === ON_A_PAGE ? html`<p class="faint more">These ${ON_A_PAGE} fit best. To see others, add words or choose a status or type.</p>` : ""}
      ${next === null ? "" : html`<p class="more"><a class="button" href="${addressOfPage(query, next)}">Show more</a></p>`}
    </div>`,
  });
}

function emptyText({ q, status, type }: ListQuery): string {
  if (q !== "") return `Nothing was found for "${q}".`;
  return status === undefined && type === undefined
    ? "Nobody has asked for anything yet. Members post with /feedback in Slack or Discord."
    : "No post is like this.";
}

function addressOfPage(query: ListQuery, cursor: string): string {
  const { status, type, order } = query;
  const params = new URLSearchParams({ ...(status && { status }), ...(type && { type }), order, cursor });
  return `/console/feedback?${params.toString()}`;
}

function filters({ q, status, type, order }: ListQuery): Html {
  return html`<form class="filters" action="/console/feedback">
    <label class="grow"
      ><span>Search</span><input type="search" name="q" value="${q}" maxlength="500"
    /></label>
    <label>
      <span>Status</span>
      <select name="status">
        <option value="">Any</option>
        ${POST_STATUSES.map((one) => option(one, STATUS_NAMES[one], status))}
      </select>
    </label>
    <label>
      <span>Type</span>
      <select name="type">
        <option value="">Any</option>
        ${POST_TYPES.map((one) => option(one, TYPE_NAMES[one], type))}
      </select>
    </label>
    <label>
      <span>Order</span>
      <select name="order">
        ${option("top", "Highest score", order)}${option("new", "Newest", order)}
      </select>
    </label>
    <button class="button">Show</button>
  </form>`;
}
