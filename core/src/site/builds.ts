import { schema } from "@firstline/db";
import { and, desc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";

type BuildCtx = Pick<Ctx, "db" | "now">;
export type SiteBuild = Pick<
  typeof schema.siteBuilds.$inferSelect,
  "id" | "status" | "pages" | "error" | "startedAt" | "finishedAt"
>;

const REPLACED = "The process that ran it ended.";

/** Writes down that a full build begins. One that never ended is called failed: there is one at a time. */
export async function beginBuild(ctx: BuildCtx, input: { workspaceId: number }): Promise<number> {
  const { siteBuilds: b } = schema;
  const { workspaceId } = input;
  return ctx.db.transaction(async (tx) => {
    await tx
      .update(b)
      .set({ status: "failed", error: REPLACED, finishedAt: ctx.now() })
      .where(and(eq(b.workspaceId, workspaceId), eq(b.status, "running")));
    const [row] = await tx.insert(b).values({ workspaceId, startedAt: ctx.now() }).returning({ id: b.id });
    if (!row) throw new Error("insert into site_builds answered no row");
    return row.id;
  });
}

export type EndBuildInput = {
  workspaceId: number;
  buildId: number;
  outcome: { status: "done"; pages: number } | { status: "failed"; error: string };
};

export async function endBuild(
  ctx: BuildCtx,
  { workspaceId, buildId, outcome }: EndBuildInput,
): Promise<void> {
  const { siteBuilds: b } = schema;
  await ctx.db
    .update(b)
    .set({ ...outcome, finishedAt: ctx.now() })
    .where(and(eq(b.workspaceId, workspaceId), eq(b.id, buildId)));
}

/** The last full builds, the latest first. */
export async function listBuilds(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; limit: number },
): Promise<SiteBuild[]> {
  const { siteBuilds: b } = schema;
  return ctx.db
    .select({
      id: b.id,
      status: b.status,
      pages: b.pages,
      error: b.error,
      startedAt: b.startedAt,
      finishedAt: b.finishedAt,
    })
    .from(b)
    .where(eq(b.workspaceId, input.workspaceId))
    .orderBy(desc(b.id))
    .limit(input.limit);
}
