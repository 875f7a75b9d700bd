import { escapeText } from "../../knowledge/reading/html/escape.ts";
import type { Button, Reply } from "../../ports.ts";
import { cutText } from "../../text/index.ts";
import { STATUS_NAMES } from "../status.ts";
import type { FeedbackStatus } from "../status.ts";
import type { Voted } from "./addressees.ts";

export type StatusNews = {
  post: { id: number; title: string };
  status: FeedbackStatus;
  /** What the team says with it; "" for nothing. */
  comment: string;
  /** Address of the post's page. */
  url: string | null;
  /** How those voted who read it. */
  voted: Voted;
};

const MAX_COMMENT_SHOWN = 1_500;

/** What voters read when a post changes its status. */
export function newsMarkdown({ post, status, comment, voted }: StatusNews): string {
  const title = `**${escapeText(post.title)}**`;
  const said = cutText(comment, MAX_COMMENT_SHOWN);
  const quote = said === "" ? "" : `\n\n${said.replace(/^/gmu, "> ")}`;
  return `${sentence(status, title, voted)}${quote}`;
}

/** Whoever was against it is neither congratulated nor thanked for asking for it. */
function sentence(status: FeedbackStatus, title: string, voted: Voted): string {
  return voted === "for"
    ? SENTENCES[status](title)
    : `News about ${title}, which you voted ${voted}: ${PLAIN[status]}.`;
}

const SENTENCES: Readonly<Record<FeedbackStatus, (title: string) => string>> = {
  open: (title) => `News about ${title}, which you voted for: it is open again.`,
  under_review: (title) => `News about ${title}, which you voted for: the team is looking into it.`,
  planned: (title) => `Good news about ${title}, which you voted for: it is planned.`,
  in_progress: (title) => `Good news about ${title}, which you voted for: the team is working on it.`,
  completed: (title) => `${title}, which you voted for, is done. Thank you for asking for it!`,
  wont_fix: (title) =>
    `News about ${title}, which you voted for: the team has decided against it for now. Thank you for telling us what you need.`,
};

const PLAIN: Readonly<Record<FeedbackStatus, string>> = {
  open: "it is open again",
  under_review: "the team is looking into it",
  planned: "it is planned",
  in_progress: "the team is working on it",
  completed: "it is done",
  wont_fix: "the team has decided against it for now",
};

/** The same with its buttons; `userIds` are those whom it concerns in a thread. */
export function newsReply(news: StatusNews, userIds: readonly string[]): Reply {
  const link: Button[] =
    news.url === null ? [] : [{ action: "open_link", label: "See the post", value: news.url }];
  const mentions = userIds.slice(0, MOST_MENTIONS);
  const more = userIds.length - mentions.length;
  const others = more > 0 ? `\n\nThis is also for ${more} more who voted here.` : "";
  return {
    markdown: `${newsMarkdown(news)}${others}`,
    ...(mentions.length > 0 ? { mentions } : {}),
    buttons: [
      [
        ...link,
        { action: "feedback_unsubscribe", label: "No more news about this", value: String(news.post.id) },
      ],
    ],
    footer: `Status: ${STATUS_NAMES[news.status]}`,
  };
}

const MOST_MENTIONS = 40;
