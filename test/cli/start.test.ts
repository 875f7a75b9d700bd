import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { until } from "../support/world.ts";
import { endAll, runFirstline, startFirstline } from "./run.ts";

/** Each start brings a database up; on a busy machine that takes its time. */
vi.setConfig({ testTimeout: 120_000 });

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "firstline-start-"));
});
afterAll(async () => {
  await endAll();
  rmSync(cwd, { recursive: true, force: true });
});

/** Command lines of the processes that mention the folder; Linux only, as the tests' machine. */
function processesOf(folder: string): string[] {
  if (!existsSync("/proc")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      const path = `/proc/${pid}/cmdline`;
      return existsSync(path) ? readFileSync(path, "utf8").replaceAll("\0", " ") : [];
    })
    .filter((line) => line.includes(folder));
}

const titlesAt = async (url: string): Promise<string> => (await fetch(`${url}/llms.txt`)).text();

/** Waits until the list of all public articles says so: imports and the making of pages run beside the start. */
const untilArticles = (url: string, isRight: (list: string) => boolean): Promise<string> =>
  until(
    "the articles",
    async () => {
      const list = await titlesAt(url);
      return isRight(list) ? list : null;
    },
    60_000,
  );

test("start without a setting answers, a second one joins its database, and nothing is left after SIGTERM", async () => {
  const env = { PORT: "0" };
  const first = await startFirstline([], { cwd, env });
  await untilArticles(first.url, (page) => page.includes("set up Slack"));
  expect(statSync(join(cwd, "data")).mode & 0o777).toBe(0o700);
  expect(statSync(join(cwd, "data", "console-token")).mode & 0o777).toBe(0o600);

  const taken = await runFirstline(["start"], { cwd, env: { PORT: new URL(first.url).port } });
  expect(taken.code).toBe(1);
  expect(taken.stderr.trim()).toMatch(/^Port \d+ is taken by another program. Set PORT/u);

  const second = await startFirstline([], { cwd, env });
  expect((await fetch(second.url)).status).toBe(200);
  expect((await second.stop()).code).toBe(0);
  expect((await fetch(first.url)).status).toBe(200);

  const { code, stderr } = await first.stop();
  expect(code).toBe(0);
  expect(stderr).not.toContain("rror");
  expect(processesOf(join(cwd, "data"))).toEqual([]);
});

test("the handbook gives way to the operator's articles, and comes back when they are taken away", async () => {
  const docs = join(cwd, "handbook");
  mkdirSync(docs);
  const text =
    "---\ntitle: Our own way to connect\nslug: connect-slack\nstatus: published\n---\n\nAsk Bea.\n";
  writeFileSync(join(docs, "own.md"), text);

  const own = await startFirstline([], { cwd, env: { PORT: "0", KNOWLEDGE_DIR: docs } });
  const page = await untilArticles(own.url, (each) => each.includes("Our own way to connect"));
  await own.stop();
  expect(page).not.toContain("set up the bot");

  const again = await startFirstline([], { cwd, env: { PORT: "0" } });
  await untilArticles(again.url, (each) => each.includes("set up the bot"));
  await again.stop();
});

describe("the console's token", () => {
  test("is made again where its file is empty: an empty one would let everybody in", async () => {
    const cut = join(cwd, "cut");
    mkdirSync(join(cut, "data"), { recursive: true });
    writeFileSync(join(cut, "data", "console-token"), "\n");

    const started = await startFirstline(["--role", "web"], { cwd: cut, env: { PORT: "0" } });
    const { stdout } = await started.stop();

    expect(stdout).toMatch(/\/console\?token=[\w-]{32}$/mu);
  });

  test("that cannot be kept is said in one sentence", async () => {
    const closed = join(cwd, "closed");
    mkdirSync(join(closed, "data", "console-token"), { recursive: true });

    const { code, stderr } = await runFirstline(["start", "--role", "web"], { cwd: closed });

    expect(code).toBe(2);
    expect(stderr).toMatch(/The console's token cannot be kept \(.+\)\. Set CONSOLE_TOKEN\.\n$/u);
  });
});
