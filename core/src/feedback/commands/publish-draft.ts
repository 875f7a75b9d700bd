import type { Ctx } from "../../context.ts";
import type { MessageRef } from "../../ports.ts";
import { createPost } from "../create.ts";
import type { PostSummary } from "../load.ts";
import type { FeedbackType } from "../status.ts";
import type { VotePlace, Voter } from "../voter.ts";
import { announcePost } from "./announce-post.ts";
import { loadDraft } from "./load-draft.ts";
import { messageOfSource } from "./source-key.ts";
import { votePlaceOf } from "./vote-place.ts";
import type { PostOrigin } from "./vote-place.ts";

export type Published = {
  post: PostSummary;
  /** False: a post of the same thing, or of the same form, was there already. */
  created: boolean;
  /** Where its author hears of it; null: directly. */
  place: VotePlace;
  /** It is shown, with buttons to vote, where it was made. */
  isShown: boolean;
};

/** "Post mine anyway": makes a post of what somebody wrote earlier. Pressed twice it makes one post. */
export async function publishDraft(
  ctx: Pick<Ctx, "db" | "now" | "helpCenterUrl">,
  input: { workspaceId: number; draftId: number; by: { personId: number } },
): Promise<Published> {
  const { workspaceId, by } = input;
  const draft = await loadDraft(ctx, { ...input, personId: by.personId });
  return publishText(ctx, { ...draft, workspaceId, author: by });
}

export type PostText = {
  workspaceId: number;
  title: string;
  description: string;
  type: FeedbackType;
  author: Voter;
  formKey: string;
  sourceKey: string | null;
  origin: PostOrigin;
};

/** The post, with the author's vote and its card. */
export async function publishText(
  ctx: Pick<Ctx, "db" | "now" | "helpCenterUrl">,
  input: PostText,
): Promise<Published> {
  const { workspaceId, title, description, type, author, origin } = input;
  const sourceKey = input.sourceKey ?? input.formKey;
  const place = await votePlaceOf(ctx, input);
  const made = await createPost(ctx, {
    workspaceId,
    title,
    description,
    type,
    author,
    place,
    sourceKey,
  });
  // A transaction of its own: when it fails, the same form sent again finds the post and shows it.
  const source: MessageRef | null = messageOfSource(sourceKey);
  const card = { workspaceId, post: made.post, origin, source };
  const isShown = await ctx.db.transaction((tx) => announcePost({ ...ctx, db: tx }, card));
  return { ...made, place, isShown };
}
