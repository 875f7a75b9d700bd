import { STATUS_NAMES, TYPE_NAMES } from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import { html } from "hono/html";
import type { Html } from "../../pages/layout.ts";
import { badge, when } from "../parts.ts";

/** "12", or "12 for, 3 against". */
export function votesText({ upvotes, downvotes }: Pick<PostSummary, "upvotes" | "downvotes">): string {
  const votes = upvotes === 1 ? "1 vote" : `${upvotes} votes`;
  return downvotes === 0 ? votes : `${votes}, ${downvotes} against`;
}

/** A post in a list of agents. */
export function postRow(post: PostSummary, now: Date): Html {
  return html`<li>
    <a class="row" href="/console/feedback/${post.id}">
      <span class="what"><span class="id">#${post.id}</span> <strong>${post.title}</strong></span>
      <span class="meta">
        ${votesText(post)} · score ${scoreText(post.weightedScore)} · ${TYPE_NAMES[post.type]} ·
        ${when(post.createdAt, now)}
      </span>
      <span class="badges">${post.isPublic ? "" : badge("hidden", "high")}${statusBadge(post)}</span>
    </a>
  </li>`;
}

export const scoreText = (score: number): string => score.toFixed(1);

export function statusBadge({ status }: Pick<PostSummary, "status">): Html {
  return badge(STATUS_NAMES[status], `status-${status}`);
}
