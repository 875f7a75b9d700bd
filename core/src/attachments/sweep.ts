import { schema } from "@firstline/db";
import { and, isNull, lt, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isOfDeletedMessage } from "./deleted.ts";

const DAY = 86_400_000;

/** Takes away files whose message has not come within a day, and those whose message was deleted. */
export async function sweepFiles(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const a = schema.attachments;
  const yesterday = new Date(ctx.now().getTime() - DAY);
  await ctx.db.delete(a).where(or(and(isNull(a.ticketId), lt(a.createdAt, yesterday)), isOfDeletedMessage));
}
