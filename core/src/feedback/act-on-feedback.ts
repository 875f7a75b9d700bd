import type { PressedAction } from "../button-actions.ts";
import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { publishDraft } from "./commands/publish-draft.ts";
import { publishedSentence } from "./commands/replies.ts";
import { castVoteAloud, withdrawVoteAloud } from "./commands/vote-aloud.ts";
import type { PostOrigin } from "./commands/vote-place.ts";
import { makePostOfTicket } from "./make-of-ticket.ts";
import { namePost } from "./post-words.ts";
import { unsubscribeFromPost } from "./subscribe.ts";

export const FEEDBACK_ACTIONS = [
  "feedback_vote",
  "feedback_downvote",
  "feedback_unvote",
  "feedback_unsubscribe",
  "feedback_post",
  "feedback_make",
] as const satisfies readonly PressedAction[];

export type FeedbackAction = (typeof FEEDBACK_ACTIONS)[number];

export type ActOnFeedbackInput = {
  workspaceId: number;
  by: { personId: number };
  action: FeedbackAction;
  /** Id of the post, of the draft for `feedback_post`, of the ticket for `feedback_make`. */
  value: string;
  /** Where the button stands. */
  origin: PostOrigin;
};

type ActCtx = Pick<Ctx, "db" | "now" | "log" | "embedder" | "helpCenterUrl">;

/** Does what a button about feedback says; answers the sentence for whoever pressed it. */
export async function actOnFeedback(ctx: ActCtx, input: ActOnFeedbackInput): Promise<string> {
  const { workspaceId, by, origin, value } = input;
  const key = { workspaceId, postId: idIn(value), voter: by };
  switch (input.action) {
    case "feedback_vote":
      return castVoteAloud(ctx, { ...key, value: 1, origin });
    case "feedback_downvote":
      return castVoteAloud(ctx, { ...key, value: -1, origin });
    case "feedback_unvote":
      return withdrawVoteAloud(ctx, key);
    case "feedback_unsubscribe": {
      const { changed } = await unsubscribeFromPost(ctx, key);
      if (!changed) return "You have not voted on this post, so you hear no news of it.";
      return "You will hear no more of this post. Your vote stays.";
    }
    case "feedback_post":
      return publishedSentence(await publishDraft(ctx, { workspaceId, draftId: idIn(value), by }));
    case "feedback_make":
      return makeOfTicket(ctx, input);
  }
}

async function makeOfTicket(ctx: ActCtx, { workspaceId, by, value }: ActOnFeedbackInput): Promise<string> {
  const isNew = value.endsWith(":new");
  const made = await makePostOfTicket(ctx, { workspaceId, ticketId: idIn(value), by, isNew });
  switch (made.outcome) {
    case "created":
      return `Posted as ${namePost(made.post)}. Everybody can vote for it now.`;
    case "exists":
      return `This is posted already: ${namePost(made.post)}.`;
    case "similar":
      return "Others ask for something like this. Have a look at what I wrote in the thread.";
  }
}

function idIn(value: string): number {
  const id = Number(value.split(":", 1)[0]);
  if (!Number.isSafeInteger(id) || id <= 0)
    throw new InvalidError("This button is broken; please tell an agent.");
  return id;
}
