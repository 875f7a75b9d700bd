import type { Ctx } from "../context.ts";
import { AppError, InvalidError } from "../errors.ts";
import { readCsv } from "../text/read-csv.ts";
import { matchPeople } from "./match-people.ts";
import { readMoney } from "./read-money.ts";
import { saveCompany } from "./save.ts";
import type { CompanyChanges } from "./save.ts";

export type RevenueReport = {
  added: number;
  updated: number;
  /** People who were given a company by the domain of their address. */
  matched: number;
  problems: { line: number; message: string }[];
};

const MAX_BYTES = 50_000_000;
const COLUMNS = ["name", "domain", "mrr", "external_id"] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/**
 * Companies with their monthly revenue in US dollars out of a table with the columns name, domain, mrr and external_id (one
 * of domain and external_id will do). Companies that are not in it stay as they are. A broken row keeps no other out.
 * Throws `InvalidError` for what is no such table.
 */
export async function importRevenueCsv(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; csv: string },
): Promise<RevenueReport> {
  const { workspaceId } = input;
  const report: RevenueReport = { added: 0, updated: 0, matched: 0, problems: [] };
  for (const { line, row } of readRows(input.csv)) {
    const changes = toCompany(row);
    if (typeof changes === "string") {
      report.problems.push({ line, message: changes });
      continue;
    }
    try {
      const { created } = await saveCompany(ctx, { workspaceId, ...changes });
      report[created ? "added" : "updated"] += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      report.problems.push({ line, message: error.message });
    }
  }
  report.matched = (await matchPeople(ctx, { workspaceId })).matched;
  return report;
}

function readRows(csv: string): { line: number; row: Row }[] {
  if (csv.length > MAX_BYTES) throw new InvalidError(`The table is over ${MAX_BYTES} characters.`);
  const [head, ...body] = readCsv(csv);
  const names = (head?.cells ?? []).map((cell) => cell.toLowerCase().replace(/[ -]+/gu, "_"));
  if (!names.includes("mrr") || !(names.includes("domain") || names.includes("external_id")))
    throw new InvalidError(
      "The first line must name the columns: name, domain, mrr and, if you like, external_id.",
    );
  return body.map(({ line, cells }) => {
    const named = COLUMNS.map((name) => [name, cells[names.indexOf(name)] ?? ""] as const);
    const row: Row = Object.fromEntries(named.filter(([, cell]) => cell !== ""));
    return { line, row };
  });
}

function toCompany(row: Row): CompanyChanges | string {
  const mrrUsd = readMoney(row.mrr ?? "");
  if (mrrUsd === null)
    return `The revenue "${(row.mrr ?? "").slice(0, 40)}" is no amount in dollars, such as 1234.50.`;
  return {
    mrrUsd,
    ...(row.name !== undefined && { name: row.name.replaceAll("\u0000", "").slice(0, 200) }),
    ...(row.domain !== undefined && { domain: row.domain }),
    ...(row.external_id !== undefined && { externalId: row.external_id.slice(0, 200) }),
  };
}
