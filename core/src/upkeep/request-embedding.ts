import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { enqueue } from "../jobs.ts";

/**
 * Asks for vectors of the present model in every workspace; called when a process starts, since the operator may have
 * changed the model, and once a day, since a job may have been lost or given up. Costs a query or two where everything has its vector already.
 */
export async function requestEmbedding(ctx: Pick<Ctx, "db">): Promise<void> {
  const workspaces = await ctx.db.select({ id: schema.workspaces.id }).from(schema.workspaces);
  for (const { id } of workspaces) {
    await enqueue(ctx.db, "embed_articles", { workspaceId: id }, { key: `embed_articles:${id}` });
    await enqueue(ctx.db, "embed_posts", { workspaceId: id }, { key: `embed_posts:${id}` });
  }
}
