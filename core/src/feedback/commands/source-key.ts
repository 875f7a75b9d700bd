import type { Ctx } from "../../context.ts";
import type { MessageRef, Platform } from "../../ports.ts";
import { findPost, findPostBySource } from "../load.ts";
import type { PostSummary } from "../load.ts";

const PLATFORMS: readonly Platform[] = ["slack", "discord"];

/** One message makes one post at most. */
export function sourceKeyOf(message: MessageRef): string {
  const { platform, channelId, threadId, messageId } = message;
  return `message:${platform}:${channelId}:${messageId}:${threadId ?? ""}`;
}

/** The message that a post was made of; null where it was made of something else. */
export function messageOfSource(sourceKey: string): MessageRef | null {
  const [kind, named, channelId = "", messageId = "", threadId = ""] = sourceKey.split(":");
  const platform = PLATFORMS.find((known) => known === named);
  if (kind !== "message" || !platform || channelId === "" || messageId === "") return null;
  return { platform, channelId, messageId, threadId: threadId === "" ? null : threadId };
}

/** The post that was made of something already, or the one that stands for it; null where there is none to be seen. */
export async function findPostOfSource(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; sourceKey: string },
): Promise<PostSummary | null> {
  const { workspaceId, sourceKey } = input;
  const made = await findPostBySource(ctx.db, workspaceId, sourceKey);
  const standingId = made?.mergedIntoId ?? null;
  const post = standingId === null ? made : await findPost(ctx.db, { workspaceId, postId: standingId });
  return post?.isPublic ? post : null;
}
