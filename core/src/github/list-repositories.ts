import { schema } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Repository } from "./load.ts";
import { readRepositorySettings } from "./repository-settings.ts";
import type { RepositorySettings } from "./repository-settings.ts";

export type RepositoryInList = Omit<Repository, "settings"> & { settings: RepositorySettings };

/** All repositories of a workspace, disconnected ones too, in the order they were connected. */
export async function listRepositories(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<RepositoryInList[]> {
  const r = schema.githubRepositories;
  const rows = await ctx.db.select().from(r).where(eq(r.workspaceId, input.workspaceId)).orderBy(asc(r.id));
  return rows.map((row) => ({ ...row, settings: readRepositorySettings(row) }));
}
