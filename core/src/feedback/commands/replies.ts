import type { Button, Reply } from "../../ports.ts";
import type { MyPost } from "../list-mine.ts";
import type { PostSummary } from "../load.ts";
import { namePost, postLine } from "../post-words.ts";
import { isClosed, STATUS_NAMES } from "../status.ts";
import type { FeedbackStatus } from "../status.ts";
import type { VotePlace } from "../voter.ts";
import type { Published } from "./publish-draft.ts";

/** What `/feedback help` says. */
export const HELP: Reply = {
  markdown: [
    "**Ask for what you miss, and vote for what others ask for.**",
    "- `/feedback new` posts something. What others ask for already is shown first.",
    "- `/feedback search WORDS` looks for posts; `/feedback list` shows those with the most votes, `/feedback list planned` those that are planned.",
    "- `/feedback vote 12` votes for a post, `/feedback unvote 12` takes the vote back. Words find the post as well.",
    "- `/feedback mine` shows what you have posted and voted for.",
    "- `/feedback link` gives you a code: enter it on the website or on the other chat, and your votes there are yours, too.",
    "- `/feedback opt-out` takes your posts off public pages and ends news to you; `/feedback opt-in` brings everything back.",
    "- In the menu of any message, **Make a feature request** makes a post of it.",
  ].join("\n"),
};

export const OPTED_OUT: Reply = {
  markdown:
    "Done: your posts are on no public page and in no list any more, and you get no news of posts. Your votes still count. `/feedback opt-in` brings everything back.",
};

export const OPTED_IN: Reply = {
  markdown:
    "Done: your posts can be seen by everybody, and you hear what comes of what you voted for. `/feedback opt-out` ends that.",
};

/** What agents can do beside it. */
export const AGENTS_HELP =
  "- For agents, in their channel: `/feedback status 12 planned We build it in spring.` and `/feedback merge 12 into 7`.";

export function listReply(posts: PostSummary[], status: FeedbackStatus | null, hasMore: boolean): Reply {
  if (posts.length === 0) return { markdown: noPosts(status) };
  const which = status === null ? "" : ` that are ${STATUS_NAMES[status].toLowerCase()}`;
  const head = `**Posts${which}, the most wanted first**`;
  return { ...linesOf(head, posts), ...(hasMore ? { footer: MORE } : {}) };
}

const MORE = "There are more: /feedback search finds them by their words.";

/** A new post is open: it is none of those with another status. */
function noPosts(status: FeedbackStatus | null): string {
  const which = status === null ? "" : ` with the status “${STATUS_NAMES[status]}”`;
  const offer = status === null || status === "open" ? " `/feedback new` makes one." : "";
  return `There are no posts${which} yet.${offer}`;
}

export function searchReply(posts: PostSummary[]): Reply {
  if (posts.length === 0)
    return { markdown: "Nobody has asked for that yet. `/feedback new` lets you be the first." };
  return linesOf("**This is what I found**", posts);
}

export function whichReply(posts: PostSummary[], what: "vote" | "unvote"): Reply {
  const { buttons, ...lines } = linesOf("**Which one do you mean?**", posts);
  if (what === "vote") return { ...lines, ...(buttons ? { buttons } : {}) };
  return { ...lines, buttons: inRows(posts.map(takeBackButton)) };
}

function takeBackButton({ id }: PostSummary): Button {
  return { action: "feedback_unvote", label: `Take back #${id}`, value: String(id) };
}

export function mineReply(posts: MyPost[], hasMore: boolean): Reply {
  if (posts.length === 0)
    return { markdown: "You have not posted or voted yet. `/feedback list` shows what others want." };
  const lines = posts.map((post) => `- ${postLine(post)} · ${yourPart(post)}`);
  const voted = posts.filter(({ myVote }) => myVote !== null);
  return {
    markdown: ["**Your posts and votes**", ...lines].join("\n"),
    buttons: inRows(voted.slice(0, MOST_BUTTONS).map(takeBackButton)),
    ...(hasMore ? { footer: MORE } : {}),
  };
}

/** Four rows of five: one row is left for what stands below. */
const MOST_BUTTONS = 20;
const IN_ROW = 5;

function inRows(buttons: Button[]): Button[][] {
  return buttons.length === 0 ? [] : [buttons.slice(0, IN_ROW), ...inRows(buttons.slice(IN_ROW))];
}

/** A small button for each post of a list; closed posts take no votes. */
function voteButtonsFor(posts: readonly PostSummary[]): Button[][] {
  const buttons = posts
    .filter(({ status }) => !isClosed(status))
    .map(({ id }): Button => ({ action: "feedback_vote", label: `Vote for #${id}`, value: String(id) }));
  return inRows(buttons);
}

function yourPart({ isMine, myVote }: MyPost): string {
  if (isMine) return "you posted it";
  return myVote === -1 ? "you voted against it" : "you voted for it";
}

/** Posts that ask for the same as what somebody wants to post. */
export function alikeReply(posts: PostSummary[], draftId: number): Reply {
  const anyway: Button = { action: "feedback_post", label: "Post mine anyway", value: String(draftId) };
  return {
    markdown: [
      "**Is it one of these?** One post with many votes counts for more than several with few.",
      ...posts.map((post) => `- ${postLine(post)}`),
    ].join("\n"),
    buttons: [...voteButtonsFor(posts), [anyway]],
  };
}

/** A message was made a post of before. */
export function alreadyReply(post: PostSummary): Reply {
  return linesOf("**This message is a post already**", [post]);
}

/** What the author hears of their post; plain words, nothing in it is markup. */
export function publishedSentence({ post, created, isShown, place }: Published): string {
  const name = namePost(post);
  if (!created) return `This is posted already: ${name}.`;
  const where = isShown ? " Everybody here can vote for it now." : "";
  return `Posted as ${name}, with your vote.${where} ${whereNews(place)}`;
}

export function whereNews(place: VotePlace): string {
  if (place === null) return "I'll write to you directly when there is news.";
  return place.threadId === null
    ? "I'll tell you here when there is news."
    : "I'll tell you in this thread when there is news.";
}

function linesOf(head: string, posts: PostSummary[]): Reply {
  return {
    markdown: [head, ...posts.map((post) => `- ${postLine(post)}`)].join("\n"),
    buttons: voteButtonsFor(posts),
  };
}
