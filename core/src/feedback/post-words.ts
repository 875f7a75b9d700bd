import { cutText } from "../text/index.ts";
import type { PostSummary } from "./load.ts";
import { STATUS_NAMES } from "./status.ts";

/** Text of a stranger as it stands inside a line of CommonMark: nothing in it is markup. */
export function asPlainText(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[\\`*_~[\]<|&]/gu, String.raw`\$&`);
}

export const countVotes = (votes: number): string => (votes === 1 ? "1 vote" : `${votes} votes`);

/** Votes for and, where there are any, against. */
export function votesOf({ upvotes, downvotes }: Pick<PostSummary, "upvotes" | "downvotes">): string {
  return downvotes === 0 ? countVotes(upvotes) : `${countVotes(upvotes)}, ${downvotes} against`;
}

const TITLE_IN_LINE = 100;

/** A post as one line of CommonMark: `**#12** Dark mode · 3 votes · Planned`. */
export function postLine(post: PostSummary): string {
  const title = asPlainText(cutText(post.title, TITLE_IN_LINE));
  return `**#${post.id}** ${title} · ${votesOf(post)} · ${STATUS_NAMES[post.status]}`;
}

/** `#12 Dark mode`, for a sentence in which nothing is markup. */
export const namePost = (post: Pick<PostSummary, "id" | "title">): string =>
  `#${post.id} “${cutText(post.title, TITLE_IN_LINE)}”`;
