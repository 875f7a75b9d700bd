import { ensureWorkspace } from "@firstline/core";
import type { Config, ImportReport } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import { importPath } from "../knowledge.ts";
import { createCtx, openDatabase } from "../wire.ts";

export async function runImport(config: Config, path: string, options: { json?: boolean }): Promise<number> {
  const database = await openDatabase(config);
  try {
    const ctx = createCtx(config, database, createLog(config.logLevel));
    const workspace = await ensureWorkspace(ctx, config.workspace);
    const report = await importPath(ctx, workspace.id, path);
    print(report, options.json ?? false);
    return report.problems.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

function print(report: ImportReport, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(report, null, 2));
    return;
  }
  const { added, changed, unchanged, archived, problems } = report;
  console.log(`${added} added, ${changed} changed, ${unchanged} unchanged, ${archived} archived.`);
  if (problems.length === 0) return;
  console.log(`\n${problems.length} could not be imported:`);
  for (const problem of problems) {
    const line = problem.line > 0 ? `:${problem.line}` : "";
    console.log(`  ${problem.file}${line}  ${problem.message}`);
  }
}
