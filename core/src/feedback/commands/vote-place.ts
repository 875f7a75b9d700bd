import type { schema } from "@firstline/db";
import type { Ctx } from "../../context.ts";
import { findChannelRole } from "../../workspaces/connect.ts";
import type { VotePlace } from "../voter.ts";

/** Where somebody was when they posted or voted: the channel, the thread in it, and whether it is their talk with us. */
export type PostOrigin = typeof schema.feedbackDrafts.$inferSelect.origin;

/** Where news about the vote may go: their thread in a support channel, their talk with us, else to them directly. */
export async function votePlaceOf(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; origin: PostOrigin },
): Promise<VotePlace> {
  const { platform, channelId, threadId, isDirect } = input.origin;
  if (isDirect) return { platform, channelId, threadId: null };
  if (threadId === null || !(await isSupport(ctx, input))) return null;
  return { platform, channelId, threadId };
}

export async function isSupport(
  ctx: Pick<Ctx, "db">,
  { workspaceId, origin }: { workspaceId: number; origin: PostOrigin },
): Promise<boolean> {
  const { platform, channelId } = origin;
  return (await findChannelRole(ctx, { workspaceId, platform, channelIds: [channelId] })) === "support";
}
