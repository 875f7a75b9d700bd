import type { Ctx } from "../../context.ts";
import { sendOut } from "../../delivery/send-out.ts";
import type { MessageRef } from "../../ports.ts";
import { getSettings } from "../../workspaces/settings.ts";
import type { PostSummary } from "../load.ts";
import { postUrl } from "../post-address.ts";
import { postCard } from "../post-card.ts";
import { isSupport } from "./vote-place.ts";
import type { PostOrigin } from "./vote-place.ts";

/** A post has one card in chat: where it was made. */
export const cardKeyOf = (postId: number): string => `feedback_card:${postId}`;

/**
 * Shows a post, with buttons to vote, where it was made, if that is a support channel; anywhere else it would disturb.
 * Answers whether it is shown. The repeat shows nothing twice. Call it inside a transaction.
 */
export async function announcePost(
  ctx: Pick<Ctx, "db" | "helpCenterUrl">,
  input: { workspaceId: number; post: PostSummary; origin: PostOrigin; source: MessageRef | null },
): Promise<boolean> {
  const { workspaceId, post, origin } = input;
  if (!post.isPublic || !(await isSupport(ctx, input))) return false;
  const { platform, channelId, threadId } = origin;
  const { feedback } = await getSettings(ctx, workspaceId);
  const { downVotes } = feedback;
  const options = { downVotes, url: postUrl(post, ctx.helpCenterUrl), origin: input.source };
  await sendOut(ctx.db, {
    workspaceId,
    ticketId: null,
    platform,
    dedupeKey: cardKeyOf(post.id),
    outgoing: {
      operation: "post",
      target: { platform, channelId, threadId },
      reply: postCard(post, options),
    },
  });
  return true;
}
