import { fileURLToPath } from "node:url";
import { importArticles, importPath } from "@firstline/core";
import type { Config, Ctx, ImportReport, Workspace } from "@firstline/core";

const HANDBOOK = fileURLToPath(new URL("../../handbook", import.meta.url));
/** Not the folder's name: an operator's own folder may be called handbook, too. */
const HANDBOOK_ORIGIN = "firstline-handbook";

/**
 * Brings the home workspace's articles up to date: the operator's, and until there are some Firstline's own handbook.
 * The handbook leaves when KNOWLEDGE_DIR is set, so that members never get answers about Firstline itself.
 */
export async function bringKnowledge(
  ctx: Ctx,
  config: Config,
  workspace: Workspace,
  isStopping: () => boolean,
): Promise<void> {
  const { knowledgeDir } = config.workspace;
  const folder = knowledgeDir ?? HANDBOOK;
  try {
    const report = await importKnowledge(ctx, workspace.id, knowledgeDir);
    const { added, changed, unchanged, archived } = report;
    ctx.log.info({ folder, added, changed, unchanged, archived }, "articles imported");
    for (const problem of report.problems) ctx.log.warn({ ...problem }, "an article was left out");
    for (const note of report.notes ?? [])
      ctx.log.info({ ...note }, "an article was imported, but look at it");
  } catch (error) {
    if (isStopping()) ctx.log.info({ folder }, "the import stopped half way; the next start goes on");
    else ctx.log.error({ folder, error }, "articles could not be imported");
  }
}

async function importKnowledge(ctx: Ctx, workspaceId: number, folder: string | null): Promise<ImportReport> {
  if (folder === null) return importArticles(ctx, { workspaceId, folder: HANDBOOK, origin: HANDBOOK_ORIGIN });
  await importArticles(ctx, { workspaceId, origin: HANDBOOK_ORIGIN, documents: [] });
  return importPath(ctx, { workspaceId, path: folder });
}
