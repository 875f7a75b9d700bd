import { schema } from "@firstline/db";
import { and, eq, inArray, lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";

const KEPT_MS = 7 * 86_400_000;
/** On the embedded database everybody waits for a statement to end: many short ones instead of a long one. */
const BATCH = 2000;

/** Changes are kept for a week to look up what happened; the publisher compares pages and needs none of them. */
export async function pruneSiteChanges(
  ctx: Pick<Ctx, "db" | "now">,
  { workspaceId }: { workspaceId: number },
): Promise<void> {
  const { siteChanges: c } = schema;
  const before = new Date(ctx.now().getTime() - KEPT_MS);
  for (;;) {
    const old = ctx.db
      .select({ id: c.id })
      .from(c)
      .where(and(eq(c.workspaceId, workspaceId), lt(c.createdAt, before)))
      .limit(BATCH);
    const gone = await ctx.db.delete(c).where(inArray(c.id, old)).returning({ id: c.id });
    if (gone.length < BATCH) return;
  }
}
