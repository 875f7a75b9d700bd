import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { getSettings } from "../workspaces/index.ts";

export type SiteLook = { title: string; tagline: string; accentColor: string; firstLocale: string };

/** What the help center is called and looks like. Throws `NotFoundError` for a workspace that is not there. */
export async function readSiteLook(
  ctx: Pick<Ctx, "db">,
  { workspaceId }: { workspaceId: number },
): Promise<SiteLook> {
  const { workspaces } = schema;
  const { site } = await getSettings(ctx, workspaceId);
  const [row] = await ctx.db
    .select({ name: workspaces.name })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  if (!row) throw new NotFoundError("The workspace");
  return {
    title: site.title ?? row.name,
    tagline: site.tagline,
    accentColor: site.accentColor,
    firstLocale: site.locales[0] ?? "en",
  };
}
