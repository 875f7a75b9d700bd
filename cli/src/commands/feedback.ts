import { once } from "node:events";
import { exportBoard, importBoard } from "@firstline/core";
import type { BoardProduct, Config } from "@firstline/core";
import { readTextFile } from "./companies.ts";
import { inWorkspace } from "./github.ts";

export type BoardImportOptions = { from: BoardProduct; json?: boolean };

export async function runFeedbackImport(
  config: Config,
  paths: string[],
  { from, json: asJson = false }: BoardImportOptions,
): Promise<number> {
  const files = await Promise.all(paths.map(async (path) => ({ path, text: await readTextFile(path) })));
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const report = await importBoard(ctx, { workspaceId, from, files });
    const { added, unchanged, votes, votesWithoutPeople, problems } = report;
    if (asJson) console.log(JSON.stringify(report, null, 2));
    else {
      console.log(`${added} posts added, ${unchanged} were here already, ${votes} votes added.`);
      if (votesWithoutPeople > 0)
        console.log(`${votesWithoutPeople} votes were left out: the files do not say whose they are.`);
      if (problems.length > 0) console.log(`\n${problems.length} could not be imported:`);
      for (const { file, line, message } of problems)
        console.log(`  ${file}${line > 0 ? `:${line}` : ""}  ${message}`);
    }
    return problems.length > 0 ? 1 : 0;
  });
}

export async function runFeedbackExport(
  config: Config,
  { format }: { format: "csv" | "json" },
): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    for await (const text of exportBoard(ctx, { workspaceId, format })) {
      if (!process.stdout.write(text)) await once(process.stdout, "drain");
    }
    return 0;
  });
}
