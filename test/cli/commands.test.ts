import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@firstline/db";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { endAll, runFirstline, startFirstline } from "./run.ts";
import type { Ran } from "./run.ts";

let database: TestDatabase;
let cwd: string;

beforeAll(async () => {
  database = await testDatabase();
  cwd = mkdtempSync(join(tmpdir(), "firstline-cli-"));
});
afterAll(async () => {
  await endAll();
  await database.stop();
  rmSync(cwd, { recursive: true, force: true });
});

const run = (args: string[], env: Record<string, string> = {}): Promise<Ran> =>
  runFirstline(args, { cwd, env: { DATABASE_URL: database.url, ...env } });

/** A folder of articles made for one test. */
function aFolder(name: string, files: Record<string, string>): string {
  const folder = join(cwd, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

const article = (title: string, text: string): string =>
  `---\ntitle: ${title}\nstatus: published\n---\n\n${text}\n`;

describe("help and usage", () => {
  test("help explains and exits 0", async () => {
    const outcomes = await Promise.all([run(["--help"]), run(["start", "--help"])]);

    for (const { code, stdout } of outcomes) {
      expect(code).toBe(0);
      expect(stdout).toContain("Usage: firstline");
    }
  });

  test("names no command that the handbook does not", async () => {
    const { stdout } = await run(["--help"]);
    const page = new URL("../../handbook/running/commands.md", import.meta.url);
    const told = new Set([...readFileSync(page, "utf8").matchAll(/`([a-z-]+)/gu)].map(([, name]) => name));
    const names = [...stdout.matchAll(/^ {2}([a-z-]+) /gmu)].map(([, name]) => name);

    expect(names).toContain("doctor");
    expect(names.filter((name) => name !== "help" && !told.has(name))).toEqual([]);
  });

  test("a wrong command exits 2 and says what is wrong", async () => {
    const wrong = [["fly"], ["import"], ["start", "--role", "king"]];
    const outcomes = await Promise.all(wrong.map((args) => run(args)));

    for (const { code, stderr } of outcomes) {
      expect(code).toBe(2);
      expect(stderr).toContain("error: ");
    }
  });
});

describe("settings that cannot be used", () => {
  test("are all named at once, and nothing starts", async () => {
    const { code, stderr } = await run(["start"], {
      PORT: "many",
      LOG_LEVEL: "loud",
      SLACK_AGENT_CHANNEL: "C1",
      DATABASE_URL: "mysql://localhost",
    });

    expect(code).toBe(2);
    for (const name of ["PORT", "LOG_LEVEL", "SLACK_BOT_TOKEN", "DATABASE_URL"])
      expect(stderr).toContain(name);
    expect(stderr).not.toContain("    at ");
  });

  test("include a bot without a platform", async () => {
    const { code, stderr } = await run(["start", "--role", "bot"]);

    expect(code).toBe(2);
    expect(stderr).toContain("set SLACK_BOT_TOKEN or DISCORD_BOT_TOKEN");
  });

  test("include a data folder that cannot be made", async () => {
    writeFileSync(join(cwd, "a-file"), "");

    const { code, stderr } = await run(["migrate"], { DATABASE_URL: "", FIRSTLINE_DATA_DIR: "a-file/data" });

    expect(code).toBe(2);
    expect(stderr).toContain("FIRSTLINE_DATA_DIR");
  });
});

test("settings that cannot be read are said in one sentence", async () => {
  const folder = join(cwd, "closed");
  mkdirSync(join(folder, ".env"), { recursive: true });

  const { code, stderr } = await runFirstline(["migrate"], { cwd: folder });

  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^The settings cannot be used:\n {2}- \.env in this folder cannot be read \(.+\)\.\n$/u,
  );
});

describe("articles", () => {
  test("that are broken are listed with file and line, and the rest can be asked about", async () => {
    const folder = aFolder("docs", {
      "tokens.md": article(
        "Rotate the API token",
        "Open Settings, then Tokens, and choose Rotate to rotate the API token.",
      ),
      "broken.md": "---\ntitle: [unclosed\n---\n\ntext\n",
    });

    const imported = await run(["import", folder]);
    expect(imported.code).toBe(1);
    expect(imported.stdout).toContain("1 added");
    expect(imported.stdout).toMatch(/broken\.md:\d+ {2}\S/u);

    const asked = await run(["ask", "How do I rotate the API token?", "--json"]);
    expect(asked.code).toBe(0);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      answer: expect.stringContaining("Rotate"),
      sources: [{ title: "Rotate the API token" }],
    });
  });

  test("in a folder that is not there are an error in one sentence", async () => {
    const { code, stderr } = await run(["import", "nowhere"]);

    expect(code).toBe(1);
    expect(stderr.trim()).toBe("nowhere does not exist.");
  });
});

describe("the database", () => {
  test("can be migrated twice, even at once", async () => {
    const outcomes = await Promise.all([run(["migrate"]), run(["migrate"])]);

    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  });

  test("that cannot be reached is an error in one sentence", async () => {
    const { code, stderr } = await run(["migrate"], { DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database cannot be reached .*DATABASE_URL/u);
    expect(stderr).not.toContain("    at ");
  });

  test.each([
    ["newer", 60_000_000_000, "made by a newer version"],
    ["older", -1, "Back it up, then run `npm run firstline -- migrate`"],
  ])("of a version that is %s is refused with what to do", async (_, shift, advice) => {
    const other = connect(database.url, { maxConnections: 1 });
    const move = (by: number) =>
      other.db.execute(
        sql`update drizzle.__drizzle_migrations set created_at = created_at + ${by}
          where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`,
      );
    await move(shift);
    const { code, stderr } = await run(["ask", "anything"]);
    await move(-shift);
    await other.close();

    expect(code).toBe(1);
    expect(stderr).toContain(advice);
  });
});

test("the doctor says what is well and what is missing", async () => {
  const { code, stdout } = await run(["doctor"], { WORKSPACE_SLUG: "empty" });

  expect(stdout).toContain("reachable, pgvector, tables of this version");
  expect(stdout).toContain("Slack (SLACK_BOT_TOKEN) is not configured");
  expect(code).toBe(0);
});

describe("a model whose price is not known", () => {
  const local = { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_MODEL: "qwen3:8b" };
  const told = "The price of qwen3:8b is not known: budgets assume 10 USD";

  test("is named by the doctor with what is assumed of it", async () => {
    const { stdout } = await run(["doctor"], local);

    expect(stdout).toContain(told);
  });

  test("is named at the start, and one with a price is not", async () => {
    const env = { DATABASE_URL: database.url, PORT: "0" };
    const started = await startFirstline([], { cwd, env: { ...env, ...local } });
    const unpriced = await started.stop();
    const priced = { OPENAI_API_KEY: "k", OPENAI_MODEL: "gpt-6-sol" };
    const other = await startFirstline([], { cwd, env: { ...env, ...local, ...priced } });
    const known = await other.stop();

    expect(unpriced.stdout + unpriced.stderr).toContain(told);
    expect(known.stdout + known.stderr).not.toContain("budgets assume");
  }, 120_000);
});
