import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { requireRepositorySettings } from "./repository-settings.ts";
import type { RepositorySettings } from "./repository-settings.ts";

/** Changes some settings of a repository and keeps the rest. Throws `InvalidError` for names and values that make no sense. */
export async function updateRepositorySettings(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; repositoryId: number; settings: Partial<RepositorySettings> },
): Promise<RepositorySettings> {
  const r = schema.githubRepositories;
  const isIt = and(eq(r.workspaceId, input.workspaceId), eq(r.id, input.repositoryId));
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx.select({ settings: r.settings }).from(r).where(isIt).for("update");
    if (!row) throw new NotFoundError("The repository");
    const merged = { ...row.settings, ...input.settings };
    const settings = requireRepositorySettings(merged);
    await tx.update(r).set({ settings: merged, updatedAt: ctx.now() }).where(isIt);
    return settings;
  });
}
