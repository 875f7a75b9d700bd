import { schema } from "@firstline/db";
import type { Ctx } from "../../context.ts";
import { rememberPerson } from "../../workspaces/people.ts";
import type { PersonIdentity } from "../../workspaces/people.ts";
import { findSimilarPosts } from "../find-similar.ts";
import type { PostSummary } from "../load.ts";
import { toDescription, toTitle } from "../post-text.ts";
import type { FeedbackType } from "../status.ts";
import { publishText } from "./publish-draft.ts";
import type { Published } from "./publish-draft.ts";
import { findPostOfSource } from "./source-key.ts";
import type { PostOrigin } from "./vote-place.ts";

export type OfferPostInput = {
  workspaceId: number;
  title: string;
  description: string;
  type: FeedbackType;
  by: PersonIdentity;
  /** The form it was written in: sent again, it makes nothing twice. */
  formKey: string;
  /** The message that it is made of, as `sourceKeyOf` names it. */
  sourceKey: string | null;
  origin: PostOrigin;
};

export type Offered =
  /** Others ask for the same: what was written waits until its author has decided. */
  { outcome: "alike"; draftId: number; posts: PostSummary[] } | ({ outcome: "posted" } & Published);

const MOST_ALIKE = 3;

/**
 * Takes what somebody wrote: first posts that ask for the same are offered, else it becomes a post. Throws what
 * `createPost` throws.
 */
export async function offerPost(
  ctx: Pick<Ctx, "db" | "now" | "embedder" | "log" | "helpCenterUrl">,
  input: OfferPostInput,
): Promise<Offered> {
  const texts = { title: toTitle(input.title), description: toDescription(input.description) };
  const { workspaceId, by } = input;
  const posts = (await isPosted(ctx, input))
    ? []
    : await findSimilarPosts(ctx, { workspaceId, ...texts, limit: MOST_ALIKE });
  if (posts.length === 0)
    return { outcome: "posted", ...(await publishText(ctx, { ...input, ...texts, author: by })) };
  return { outcome: "alike", draftId: await keepDraft(ctx, { ...input, ...texts }), posts };
}

/** The form was sent before and nobody heard what came of it: its own post is not one that others have made. */
async function isPosted(ctx: Pick<Ctx, "db">, input: OfferPostInput): Promise<boolean> {
  const { workspaceId, sourceKey, formKey } = input;
  return (await findPostOfSource(ctx, { workspaceId, sourceKey: sourceKey ?? formKey })) !== null;
}

async function keepDraft(ctx: Pick<Ctx, "db" | "now">, input: OfferPostInput): Promise<number> {
  const { workspaceId, title, description, type, formKey, sourceKey, origin } = input;
  const d = schema.feedbackDrafts;
  return ctx.db.transaction(async (tx) => {
    const { id: personId } = await rememberPerson(tx, workspaceId, input.by);
    const text = { title, description, type };
    const [draft] = await tx
      .insert(d)
      .values({ workspaceId, personId, formKey, ...text, sourceKey, origin, createdAt: ctx.now() })
      .onConflictDoUpdate({ target: [d.workspaceId, d.formKey], set: text })
      .returning({ id: d.id });
    if (!draft) throw new Error("a draft was not stored");
    return draft.id;
  });
}
