import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";

/** What a workspace is called. Throws `NotFoundError`. */
export async function getWorkspaceName(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<string> {
  const { workspaces } = schema;
  const [row] = await ctx.db
    .select({ name: workspaces.name })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  if (!row) throw new NotFoundError("The workspace");
  return row.name;
}
