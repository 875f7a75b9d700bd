import type { Button, MessageRef, Reply } from "../ports.ts";
import { cutText, tameMarkdown } from "../text/index.ts";
import type { PostSummary } from "./load.ts";
import { isClosed, STATUS_NAMES, TYPE_NAMES } from "./status.ts";

export type PostCardOptions = {
  /** Whether votes against a post are taken. */
  downVotes: boolean;
  /** Address of the post's page; null shows no link. */
  url: string | null;
  /** For a card that only one person sees: how they have voted. Absent on a card that everybody sees. */
  myVote?: 1 | -1 | null;
  /** The message that it was made of: the card leads there. */
  origin?: MessageRef | null;
};

const MAX_EXCERPT = 500;

/** A post as people see it in chat, with buttons to vote. Nothing on it tells what anybody's company pays. */
export function postCard(post: PostSummary, options: PostCardOptions): Reply {
  return {
    title: post.title,
    markdown: cutText(tameMarkdown(post.description), MAX_EXCERPT),
    fields: [
      { label: "Status", value: STATUS_NAMES[post.status] },
      { label: "Votes", value: votesText(post) },
      ...(options.myVote ? [{ label: "You", value: YOU[options.myVote] }] : []),
    ],
    buttons: [buttonsOf(post, options)].filter((row) => row.length > 0),
    ...(options.origin ? { origin: options.origin } : {}),
    footer: `Post ${post.id} · ${TYPE_NAMES[post.type]}`,
  };
}

const YOU = { [1]: "You voted for it", [-1]: "You voted against it" } as const;

/** "12", or "12 for, 3 against". */
export function votesText({ upvotes, downvotes }: Pick<PostSummary, "upvotes" | "downvotes">): string {
  return downvotes === 0 ? String(upvotes) : `${upvotes} for, ${downvotes} against`;
}

function buttonsOf(post: PostSummary, { downVotes, url, myVote }: PostCardOptions): Button[] {
  const value = String(post.id);
  const isOpen = !isClosed(post.status);
  const isPrivate = myVote !== undefined;
  const buttons: (Button | false)[] = [
    isOpen && myVote !== 1 && { action: "feedback_vote", label: "Vote for it", value, style: "primary" },
    isOpen && downVotes && myVote !== -1 && { action: "feedback_downvote", label: "Vote against it", value },
    (!isPrivate || myVote !== null) && { action: "feedback_unvote", label: "Take my vote back", value },
    url !== null && { action: "open_link", label: "See the post", value: url },
  ];
  return buttons.filter((button) => button !== false);
}
