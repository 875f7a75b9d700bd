import { schema } from "@firstline/db";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Platform } from "../ports.ts";
import { deleteMessage } from "./delete-message.ts";
import { findTicketByThread } from "./load.ts";

/** `channelId` is the forum, `threadId` the post. */
export type PostPlace = { workspaceId: number; platform: Platform; channelId: string; threadId: string };

/** A forum post that is deleted on the platform takes along what members wrote in it: each message leaves its ticket. */
export async function deletePost(ctx: Pick<Ctx, "db" | "now">, input: PostPlace): Promise<void> {
  const { workspaceId, platform, channelId } = input;
  const ticket = await findTicketByThread(ctx.db, workspaceId, input);
  if (!ticket) return;
  const m = schema.ticketMessages;
  const written = await ctx.db
    .select({ messageId: m.platformMessageId })
    .from(m)
    .where(
      and(
        eq(m.workspaceId, workspaceId),
        eq(m.ticketId, ticket.id),
        eq(m.sender, "user"),
        eq(m.platformChannelId, channelId),
        isNotNull(m.platformMessageId),
        isNull(m.deletedAt),
      ),
    )
    .orderBy(m.id);
  for (const { messageId } of written)
    if (messageId !== null) await deleteMessage(ctx, { workspaceId, platform, channelId, messageId });
}
