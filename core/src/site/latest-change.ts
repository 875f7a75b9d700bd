import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";

/** Id of the workspace's newest change of something public; 0 where there is none. */
export async function readLatestChange(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<number> {
  const s = schema.siteChanges;
  const [row] = await ctx.db
    .select({ id: sql<number>`coalesce(max(${s.id}), 0)`.mapWith(Number) })
    .from(s)
    .where(eq(s.workspaceId, input.workspaceId));
  return row?.id ?? 0;
}
