import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { changePosted } from "../../delivery/change-posted.ts";
import { replyIn } from "../../delivery/send-out.ts";
import type { Reply } from "../../ports.ts";
import { getSettings } from "../../workspaces/settings.ts";
import { findPost } from "../load.ts";
import type { PostSummary } from "../load.ts";
import { postUrl } from "../post-address.ts";
import { postCard } from "../post-card.ts";
import { cardKeyOf } from "./announce-post.ts";

/** Stands in place of a post that members no longer see. */
export const TAKEN_DOWN: Reply = { markdown: "*The team has taken this post down.*" };

export type RefreshPostCardInput = { workspaceId: number; postId: number };

/** Job: shows in chat how a post stands now; of a merged post the one that stands for it, of a hidden one nothing. */
export async function refreshPostCard(
  ctx: Pick<Ctx, "db" | "helpCenterUrl">,
  input: RefreshPostCardInput,
): Promise<void> {
  const { workspaceId, postId } = input;
  const o = schema.outgoingMessages;
  await ctx.db.transaction(async (tx) => {
    const [card] = await tx
      .select()
      .from(o)
      .where(and(eq(o.workspaceId, workspaceId), eq(o.dedupeKey, cardKeyOf(postId))))
      .for("update");
    const post = await findPost(tx, input);
    if (!card || !post) return;
    const { feedback } = await getSettings({ db: tx }, workspaceId);
    const standing =
      post.mergedIntoId === null ? post : await findPost(tx, { workspaceId, postId: post.mergedIntoId });
    const { origin } = replyIn(card.payload);
    const url = postUrl(standing ?? post, ctx.helpCenterUrl);
    const options = { downVotes: feedback.downVotes, url, origin: origin ?? null };
    await changePosted(tx, card, cardOf(post, standing, options));
  });
}

function cardOf(
  post: PostSummary,
  standing: PostSummary | null,
  options: Parameters<typeof postCard>[1],
): Reply {
  if (!standing?.isPublic || !post.isPublic) return TAKEN_DOWN;
  const card = postCard(standing, options);
  if (standing.id === post.id) return card;
  return { ...card, footer: `${card.footer ?? ""} · #${post.id} asked for the same and is part of it` };
}
