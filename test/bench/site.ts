import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { connect } from "@firstline/db";
import { benchDatabase } from "./database.ts";
import type { Line } from "./report.ts";
import { writeArticles } from "./site-articles.ts";

const ARTICLES = 10_000;
const STEP = fileURLToPath(new URL("site-step.ts", import.meta.url));

type Took = { wallMs: number; cpuMs: number; peakMb: number; [more: string]: number };

/** Ten thousand articles from text to files, and a change of one of them from its commit to its file. */
export async function benchSite(): Promise<Line[]> {
  const database = await benchDatabase();
  const dir = await mkdtemp(join(tmpdir(), "firstline-site-"));
  try {
    const { workspaceId } = await writeArticles(connect(database.url), ARTICLES);
    const run = async (step: string): Promise<Took> => {
      const args = [STEP, step, database.url, dir, String(workspaceId)];
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 });
      const took: Took = JSON.parse(stdout);
      console.log(`${step}: ${stdout.trim()}`);
      return took;
    };
    const prepare = await run("prepare");
    const related = await run("related");
    const build = await run("build");
    const nothing = await run("nothing");
    const live = await run("live");
    const index = await run("index");
    const what = `${ARTICLES} articles`;
    return [
      line(`HTML of ${what} made of their Markdown, CPU`, prepare.cpuMs / 1000, "s", null),
      line("an article made ready, CPU", prepare.cpuMs / ARTICLES, "ms", 12),
      line(`related articles of ${what}, wall`, related.wallMs / 1000, "s", null),
      line(`full build of ${what}, wall`, build.wallMs / 1000, "s", 30),
      line(`full build of ${what}, CPU`, build.cpuMs / 1000, "s", 14),
      line(`full build of ${what}, peak memory`, build.peakMb, "MB", 350),
      line(`publishing when nothing has changed, ${what}`, nothing.wallMs, "ms", null),
      line("a changed article is live, median", live["p50"] ?? Number.NaN, "ms", 5000),
      line("a changed article is live, slowest", live["max"] ?? Number.NaN, "ms", 5000),
      line(`static search index of ${what}, wall`, index.wallMs / 1000, "s", null),
      ...(await weigh(join(dir, "current"))),
    ];
  } finally {
    await rm(dir, { recursive: true, force: true });
    await database.stop();
  }
}

async function weigh(site: string): Promise<Line[]> {
  const page = await readFile(join(site, "articles", "made-up-5000.html"));
  const named = [...page.toString("utf8").matchAll(/["'](\/_site\/[^"']+)["']/gu)].flatMap(
    ([, path]) => path ?? [],
  );
  const sizes = await Promise.all(
    [...new Set(named)].map(async (path) => ({
      path,
      size: gzipSync(await readFile(join(site, path))).length,
    })),
  );
  const sum = (ending: string): number =>
    sizes.filter(({ path }) => path.endsWith(ending)).reduce((all, { size }) => all + size, 0);
  const files = await readdir(site, { recursive: true });
  return [
    line("article page, HTML and CSS gzipped, KB", (gzipSync(page).length + sum(".css")) / 1024, "", 30),
    line("article page, scripts gzipped, KB", sum(".js") / 1024, "", 10),
    line("files of the site", files.length, "", null),
  ];
}

function line(what: string, ours: number, unit: Line["unit"], under: number | null): Line {
  return { what, ours, floor: null, unit, target: under === null ? null : { oursUnder: under } };
}
