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
      console.log(`Posts: ${added} added, ${unchanged} here already. Votes: ${votes} added.`);
      if (votesWithoutPeople > 0)
        console.log(`Votes left out, since the files do not say whose they are: ${votesWithoutPeople}.`);
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
    try {
      for await (const text of exportBoard(ctx, { workspaceId, format })) {
        if (!process.stdout.write(text)) await once(process.stdout, "drain");
      }
    } catch (error) {
      // Whoever reads it has seen enough, as `head` does.
      if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
    }
    return 0;
  });
}
