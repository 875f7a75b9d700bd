import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { loadTemplates, themeCss } from "@firstline/web/pages";
import lighthouse from "lighthouse";
import { describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { FRAME } from "./harbor.ts";
import { servePages } from "./page-server.ts";
import { specimens } from "./specimens.ts";

const KB = 1024;

test("an article's page weighs at most 30 KB of HTML and CSS and 10 KB of scripts, gzipped", async () => {
  const templates = await loadTemplates();
  const { article } = await specimens();
  if (!article) throw new Error("there is no article");

  const html = await templates.render(article);
  const read = (path: string): Promise<Buffer> => readFile(join(templates.assetsDir, path));
  const styles = await Promise.all(
    linked(html, /<link rel="stylesheet" href="(\/_site\/[^"]+)"/gu).map(read),
  );
  const scripts = await withImports(linked(html, /<script[^>]* src="(\/_site\/[^"]+)"/gu), read);

  const markup = weigh([Buffer.from(html), Buffer.from(themeCss(FRAME)), ...styles]);
  const code = weigh(scripts);
  console.info(`an article's page, gzipped: ${markup} bytes of HTML and CSS, ${code} of scripts`);
  expect(styles).not.toEqual([]);
  expect(scripts.length).toBeGreaterThan(2);
  expect(markup).toBeLessThanOrEqual(30 * KB);
  expect(code).toBeLessThanOrEqual(10 * KB);
});

const weigh = (files: Buffer[]): number =>
  files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);

function linked(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, path]) => (path === undefined ? [] : [path]));
}

/** Modules with what they import, each once. */
async function withImports(paths: string[], read: (path: string) => Promise<Buffer>): Promise<Buffer[]> {
  const seen = new Map<string, Buffer>();
  const open = [...paths];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    const file = await read(path);
    seen.set(path, file);
    open.push(...linked(file.toString(), /from"\.\/([^"]+)"/gu).map((name) => `/_site/${name}`));
  }
  return [...seen.values()];
}

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
const MOST_RUNS = 3;

type Scores = Record<(typeof CATEGORIES)[number], number>;

describe.skipIf(lacksChromium())("Lighthouse, as on a phone", () => {
  test(
    "gives an article's page at least 98 for speed and 100 for everything else",
    { timeout: 240_000 },
    async () => {
      const pages = await specimens();
      const server = await servePages(await loadTemplates(), pages, (_, { pathname }) =>
        pathname.startsWith("/api/") ? { type: "application/json", body: "{}" } : null,
      );
      const port = await freePort();
      const browser = await openBrowser([`--remote-debugging-port=${port}`]);

      const scores = await bestOf(MOST_RUNS, () => score(`${server.url}/article`, port));
      await browser.close();
      await server.close();

      console.info(`Lighthouse: ${JSON.stringify(scores)}`);
      expect(scores).toMatchObject({ accessibility: 100, "best-practices": 100, seo: 100 });
      expect(scores.performance).toBeGreaterThanOrEqual(leastSpeed());
    },
  );
});

/** A machine that does other things at the same time makes any page slow, and none fast. */
async function bestOf(runs: number, run: () => Promise<Scores>): Promise<Scores> {
  let best = await run();
  for (let count = 1; count < runs && best.performance < 98; count++) {
    const next = await run();
    if (next.performance > best.performance) best = next;
  }
  return best;
}

/** Where more work waits than there are processors, beside the browser's own, every page is slow. */
function leastSpeed(): number {
  if ((loadavg()[0] ?? 0) <= availableParallelism() + 1) return 98;
  console.warn("The speed is not judged: this machine has more to do than it can.");
  return 0;
}

async function score(url: string, port: number): Promise<Scores> {
  const result = await lighthouse(url, {
    port,
    logLevel: "error",
    output: "json",
    onlyCategories: [...CATEGORIES],
  });
  if (!result) throw new Error("Lighthouse has no result");
  const { categories, audits } = result.lhr;
  const lost = Object.values(audits).filter((audit) => audit.score !== null && audit.score < 1);
  console.info(lost.map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`).join(", "));
  const of = (name: (typeof CATEGORIES)[number]): number => Math.round((categories[name]?.score ?? 0) * 100);
  return {
    performance: of("performance"),
    accessibility: of("accessibility"),
    "best-practices": of("best-practices"),
    seo: of("seo"),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise<void>((done) => server.close(() => done()));
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}
