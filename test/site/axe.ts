import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; nodes: { html: string; failureSummary?: string }[] };

/** What axe finds wrong with the page, all of its rules on, as lines that say where. */
export async function findViolations(page: Page): Promise<string[]> {
  // Not a script element: the page's policy would rightly forbid it.
  await page.evaluate(SOURCE);
  const violations: Violation[] = await page.evaluate("axe.run().then((result) => result.violations)");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}
