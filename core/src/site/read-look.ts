import type { Ctx } from "../context.ts";
import { getSettings, getWorkspaceName } from "../workspaces/index.ts";

export type SiteLook = { title: string; tagline: string; accentColor: string; firstLocale: string };

/** What the help center is called and looks like. Throws `NotFoundError` for a workspace that is not there. */
export async function readSiteLook(
  ctx: Pick<Ctx, "db">,
  { workspaceId }: { workspaceId: number },
): Promise<SiteLook> {
  const { site } = await getSettings(ctx, workspaceId);
  const name = await getWorkspaceName(ctx, workspaceId);
  return {
    title: site.title ?? name,
    tagline: site.tagline,
    accentColor: site.accentColor,
    firstLocale: site.locales[0] ?? "en",
  };
}
