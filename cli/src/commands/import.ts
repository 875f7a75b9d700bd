import { ensureWorkspace, importPath, importSite } from "@firstline/core";
import type { Config, Ctx, ExportKind, ImportProblem, ImportReport } from "@firstline/core";
import { createLog, createPageFetcher } from "@firstline/core/adapters";
import { createCtx, openDatabase } from "../wire.ts";

export type ImportOptions = {
  json?: boolean;
  force?: boolean;
  from?: ExportKind;
  origin?: string;
  linkBack?: boolean;
  sitemap?: string;
  allowHost?: string[];
};

export async function runImport(
  config: Config,
  path: string | undefined,
  options: ImportOptions,
): Promise<number> {
  const database = await openDatabase(config);
  try {
    const ctx = createCtx(config, database, createLog(config.logLevel));
    const { id: workspaceId } = await ensureWorkspace(ctx, config.workspace);
    const report = await runSource(ctx, workspaceId, path ?? "", options);
    printReport(report, options.json ?? false);
    return report.problems.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

async function runSource(
  ctx: Ctx,
  workspaceId: number,
  path: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const { sitemap: sitemapUrl, allowHost: allowHosts = [], linkBack: linksBack = false, ...rest } = options;
  const { force = false, origin } = options;
  if (sitemapUrl === undefined) return importPath(ctx, { workspaceId, path, linksBack, ...rest });
  const named = origin === undefined ? {} : { origin };
  return importSite(
    { ...ctx, pages: createPageFetcher() },
    { workspaceId, sitemapUrl, allowHosts, force, ...named },
  );
}

export function printReport(report: ImportReport, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(report, null, 2));
    return;
  }
  const { added, changed, unchanged, archived, problems, notes = [] } = report;
  console.log(`${added} added, ${changed} changed, ${unchanged} unchanged, ${archived} archived.`);
  if (notes.length > 0) console.log(`\n${notes.length} to look at:`);
  for (const note of notes) console.log(`  ${toLine(note)}`);
  if (problems.length > 0) console.log(`\n${problems.length} could not be imported:`);
  for (const problem of problems) console.log(`  ${toLine(problem)}`);
}

const toLine = ({ file, line, message }: ImportProblem): string =>
  `${file}${line > 0 ? `:${line}` : ""}  ${message}`;
