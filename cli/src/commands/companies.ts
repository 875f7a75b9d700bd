import { readFile, stat } from "node:fs/promises";
import { importRevenueCsv, InvalidError } from "@firstline/core";
import type { Config } from "@firstline/core";
import { inWorkspace } from "./github.ts";

const MAX_BYTES = 50_000_000;

/** The text of a file that somebody named; throws `InvalidError` where there is none, or too much of it. */
export async function readTextFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new InvalidError(`${path} is no file.`);
  if (found.size > MAX_BYTES) throw new InvalidError(`${path} is over ${MAX_BYTES} bytes.`);
  return readFile(path, "utf8");
}

export async function runCompaniesImport(
  config: Config,
  path: string,
  options: { json?: boolean },
): Promise<number> {
  const csv = await readTextFile(path);
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const report = await importRevenueCsv(ctx, { workspaceId, csv });
    const { added, updated, matched, problems } = report;
    if (options.json) console.log(JSON.stringify(report, null, 2));
    else {
      console.log(`Companies: ${added} added, ${updated} brought up to date.`);
      if (matched > 0)
        console.log(`People who belong to one of them by the domain of their address: ${matched}.`);
      if (problems.length > 0) console.log(`\n${problems.length} could not be imported:`);
      for (const { line, message } of problems) console.log(`  ${path}:${line}  ${message}`);
    }
    return problems.length > 0 ? 1 : 0;
  });
}
