import { randomBytes } from "node:crypto";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ensureWorkspace } from "../workspaces/connect.ts";

/** A workspace with the default settings that nobody else knows of. */
export async function makeScratchWorkspace(ctx: Pick<Ctx, "db">): Promise<number> {
  const name = `evaluation-${randomBytes(6).toString("hex")}`;
  const { id } = await ensureWorkspace(ctx, { slug: name, name });
  return id;
}

/** Removes the workspace with everything in it. */
export async function removeScratchWorkspace(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<void> {
  await ctx.db.delete(schema.workspaces).where(eq(schema.workspaces.id, workspaceId));
}
