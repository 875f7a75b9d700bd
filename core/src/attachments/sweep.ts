import { schema } from "@firstline/db";
import { and, isNull, lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";

const DAY = 86_400_000;

/** Takes away files whose message never came. */
export async function sweepFiles(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const a = schema.attachments;
  const yesterday = new Date(ctx.now().getTime() - DAY);
  await ctx.db.delete(a).where(and(isNull(a.ticketId), lt(a.createdAt, yesterday)));
}
