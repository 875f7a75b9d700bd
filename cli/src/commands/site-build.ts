import { ensureWorkspace } from "@firstline/core";
import type { Config } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import { buildNow, exportSite, openSite } from "@firstline/web/site";
import { createCtx, openDatabase, siteDirOf } from "../wire.ts";

export type SiteBuildOptions = { out?: string; json?: boolean };

/** Makes all public pages: those that `start` serves, or a copy in a folder for another web server. */
export async function runSiteBuild(config: Config, options: SiteBuildOptions): Promise<number> {
  const database = await openDatabase(config);
  try {
    const ctx = createCtx(config, database, createLog(config.logLevel));
    const { id: workspaceId } = await ensureWorkspace(ctx, config.workspace);
    const baseUrl = ctx.helpCenterUrl ?? config.web.publicUrl;
    const site = openSite(ctx, { workspaceId, baseUrl, dir: siteDirOf(config) });
    const started = performance.now();
    const { out } = options;
    const { pages } = out === undefined ? await buildNow(site) : await exportSite(site, out);
    const seconds = (performance.now() - started) / 1000;
    const folder = out ?? `${site.dir}/current`;
    const said = `${pages} files in ${seconds.toFixed(1)} s: ${folder}`;
    console.log(options.json === true ? JSON.stringify({ files: pages, seconds, folder }) : said);
    return 0;
  } finally {
    await database.close();
  }
}
