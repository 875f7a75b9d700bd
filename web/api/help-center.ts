import { getSettings } from "@firstline/core";
import type { HelpCenter } from "@firstline/core";
import type { Web } from "./context.ts";

/** Where articles of a workspace are read, and in which languages. */
export async function readHelpCenter(web: Web, workspaceId: number): Promise<HelpCenter> {
  const { site } = await getSettings(web.ctx, workspaceId);
  return { url: web.site.baseUrl, locales: site.locales };
}
