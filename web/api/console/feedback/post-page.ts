import { findSimilarPosts, postPath, readPostForAgents, searchPosts, TYPE_NAMES } from "@firstline/core";
import type { PostForAgents, PostSummary } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../../context.ts";
import { renderMessage } from "../../markdown.ts";
import type { Html } from "../../pages/layout.ts";
import { consoleFrame } from "../frame.ts";
import { badge, factList, personLink, when } from "../parts.ts";
import { editForm, noteForm, statusForm, visibilityForm } from "./post-forms.ts";
import { history } from "./post-history.ts";
import { linkPart } from "./post-links.ts";
import { mergePart } from "./post-merge.ts";
import { scoreText, statusBadge, votesText } from "./post-row.ts";
import { voterTable } from "./post-voters.ts";

type Page = { postId: number; mergeQuery: string; agent: string | null };

/** Everything about a post, and what agents do with it. */
export async function postPage(web: Web, { postId, mergeQuery, agent }: Page): Promise<Html> {
  const view = await readPostForAgents(web.ctx, { workspaceId: web.workspace.id, postId });
  const mayMerge = await findMergeable(web, view, mergeQuery);
  const { post } = view;
  const can = agent !== null;
  return consoleFrame(web, {
    title: `#${post.id} ${post.title}`,
    agent,
    body: html`<div class="ticket post">
      <div class="head">
        <p class="crumbs">
          <a href="/console/feedback">Feedback</a> <span aria-hidden="true">/</span> #${post.id}
        </p>
        <h1>${post.title}</h1>
        <div class="badges">${post.isPublic ? "" : badge("hidden", "high")}${statusBadge(post)}</div>
      </div>
      <div class="talk">
        ${standingNote(view)}
        <div class="entry prose">
          ${post.description === "" ? html`<p class="faint">No description.</p>` : renderMessage(post.description)}
        </div>
        ${view.standing === null ? statusForm(post, can) : ""}
        <h2>Voters <span class="count">${votesText(post)}</span></h2>
        ${voterTable(view.voters, post.upvotes + post.downvotes)}
        <h2>History</h2>
        ${noteForm(post, can)} ${history(view, web.ctx.now())}
      </div>
      <aside>
        ${facts(view, web.ctx.now())} ${linkPart(view, can)} ${mergePart(view, { mergeQuery, mayMerge, can })}
        ${visibilityForm(post, can)} ${editForm(post, can)}
      </aside>
    </div>`,
  });
}

/** What was searched for, else what asks for the same. */
async function findMergeable(
  { ctx, workspace }: Web,
  { post, standing }: PostForAgents,
  mergeQuery: string,
): Promise<PostSummary[]> {
  if (standing !== null) return [];
  const workspaceId = workspace.id;
  const { title, description } = post;
  const found =
    mergeQuery === ""
      ? await findSimilarPosts(ctx, { workspaceId, title, description, limit: 6 })
      : await searchPosts(ctx, { workspaceId, query: mergeQuery, limit: 10, forAgents: true });
  return found.filter(({ id }) => id !== post.id);
}

function standingNote({ standing }: PostForAgents): Html {
  if (standing === null) return "";
  return html`<div class="why">
    <h2>Merged</h2>
    <p>
      <a href="/console/feedback/${standing.id}">#${standing.id} ${standing.title}</a> stands for this post.
      Its votes count there.
    </p>
  </div>`;
}

function facts({ post, author }: PostForAgents, now: Date): Html {
  const ticket =
    post.ticketId === null ? null : html`<a href="/console/tickets/${post.ticketId}">#${post.ticketId}</a>`;
  return html`<dl class="facts">
    ${factList([
      ["Votes", votesText(post)],
      ["Score", scoreText(post.weightedScore)],
      ["Type", TYPE_NAMES[post.type]],
      ["Posted by", author === null ? "somebody who left" : personLink(author)],
      ["Posted", when(post.createdAt, now)],
      ["Made of ticket", ticket],
      ["Public page", post.isPublic ? html`<a href="${postPath(post)}">Open</a>` : null],
    ])}
  </dl>`;
}
