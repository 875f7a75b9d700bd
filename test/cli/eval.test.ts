import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { describe, expect, test } from "vitest";
import { ARTICLES, evalRoom, QUESTIONS, readPrinted, SERVER } from "./eval-room.ts";
import type { Printed } from "./eval-room.ts";

const { folder, database, serverUrl, aFile, runEval, run } = await evalRoom();

const withoutLatency = (printed: Printed): Printed => ({
  ...printed,
  latency_ms_p50: 0,
  latency_ms_p95: 0,
  rows: printed.rows.map((row) => ({ ...row, latency_ms: 0 })),
});

describe("eval without a database server", () => {
  test("prints the same figures twice, leaves nothing behind, and writes a report", async () => {
    const first = await runEval(["--json", "--report", join(folder, "report")]);
    const again = await runEval(["--json"]);

    expect(first).toMatchObject({ code: 0 });
    const printed = readPrinted(first);
    expect(printed).toMatchObject({ questions: 3, articles: 3, recall_at_1: 1, mrr_at_10: 1, cost_usd: 0 });
    expect(printed.rows.map(({ id }) => id)).toEqual(["q1", "q2", "q3"]);
    expect(printed.rows[0]).toMatchObject({ is_right: true, citations: ["tokens"], answerable: true });
    expect(printed.rows[0]?.ranked[0]).toBe("tokens");
    expect(printed.rows[0]?.answer).toContain("Rotate");
    expect(withoutLatency(readPrinted(again))).toEqual(withoutLatency(printed));
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
    expect(existsSync(join(folder, "data"))).toBe(false);
    expect(readdirSync(join(folder, "report")).sort()).toEqual([
      "reliability.svg",
      "report.html",
      "risk-coverage.svg",
    ]);
    expect(readFileSync(join(folder, "report", "report.html"), "utf8")).toContain("recall@1, @5, @10");
  }, 120_000);
});

describe("eval on a server", () => {
  test("leaves out a gap, whose questions become unanswerable, and warns of ids that no article has", async () => {
    const gap = aFile("gap.json", ['["invoices", "nothing"]']);
    const questions = aFile("unknown.jsonl", [...QUESTIONS, { id: "q4", question: "Why?", gold: ["typo"] }]);

    const ran = await run("--json", "--gap", gap, "--questions", questions);

    expect(ran.code).toBe(0);
    const printed = readPrinted(ran);
    expect(printed.articles).toBe(2);
    expect(printed.rows.map(({ answerable }) => answerable)).toEqual([true, false, false, true]);
    expect(printed.rows[1]?.is_right).toBe(false);
    expect(ran.stderr).toContain("right answers, which no article has: typo.");
    expect(ran.stderr).toContain("articles to leave out, which no article has: nothing.");
  });

  test("prints a line for each figure, of the first questions where so many are wanted", async () => {
    const { code, stdout } = await run("--limit", "1", "--model", "offline");

    expect(code).toBe(0);
    expect(stdout).toMatch(/^questions, articles +1, 3 /mu);
    for (const name of ["recall@1", "nDCG@10", "resolve, clarify, escalate", "ECE", "latency", "cost"])
      expect(stdout).toContain(name);
  });

  test("measures with the articles that can be read, and names the others", async () => {
    const corpus = aFile("broken.jsonl", [...ARTICLES, "not json", { ...ARTICLES[0], title: "Twice" }]);

    const ran = await run("--json", "--corpus", corpus);

    expect(ran.code).toBe(0);
    expect(readPrinted(ran)).toMatchObject({ articles: 3, recall_at_1: 1 });
    expect(ran.stderr).toMatch(/broken\.jsonl:4 {2}The line is not JSON/u);
    expect(ran.stderr).toMatch(/broken\.jsonl:5 {2}The id "tokens" stands on an earlier line/u);
  });
});

test.each([
  [["\u200b"], "One question (e0) could not be answered and counts as handed over, because: "],
  [
    ["\u200b", "\u2060"],
    "2 questions could not be answered and count as handed over, the first (e0) because: ",
  ],
])("questions that nothing can be seen of are told: %j", async (texts, said) => {
  const empty = texts.map((question, n) => ({ id: `e${n}`, question }));

  const ran = await run("--json", "--questions", aFile("empty.jsonl", [...QUESTIONS, ...empty]));

  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain(said);
});

const ROLE = `firstline_eval_role_${process.pid}`;

const MANY = Array.from({ length: 2_000 }, (_, n) => ({ ...QUESTIONS[0], id: n }));

describe("the place that eval works in", () => {
  test.each<NodeJS.Signals[]>([["SIGINT", "SIGINT"], ["SIGTERM"], ["SIGHUP"]])(
    "is gone after %s",
    async (...signals) => {
      const questions = ["--questions", aFile("many.jsonl", MANY)];

      const ran = await runEval(["--json", ...questions], {}, { text: "3 articles imported", signals });

      expect(ran).toMatchObject({ code: 1, stdout: "" });
      expect(ran.stderr).toContain("Stopping as soon as");
      expect(ran.stderr).toContain("The evaluation was stopped.");
      expect(readdirSync(join(folder, "tmp"))).toEqual([]);
    },
    60_000,
  );

  test("is gone afterwards", async () => {
    const ran = await run("--json", "--limit", "1");

    expect(ran).toMatchObject({ code: 0 });
    const sql = postgres(serverUrl, { max: 1 });
    const databases = await sql`select datname from pg_database where datname like 'firstline_eval_%'`;
    await sql.end();
    expect(databases).toEqual([]);
    expect(await database.db.query.workspaces.findMany()).toEqual([]);
  });

  test.runIf(SERVER)("makes do with a workspace of its own where it may not make databases", async () => {
    const url = new URL(database.url);
    const admin = postgres(database.url, { max: 1, onnotice: () => {} });
    // As the owner of the tables is, who alone may queue jobs.
    await admin.unsafe(`create role ${ROLE} login password 'secret' bypassrls`);
    await admin.unsafe(
      `grant all on schema public, drizzle, graphile_worker to ${ROLE};
       grant all on all tables in schema public, drizzle, graphile_worker to ${ROLE};
       grant all on all sequences in schema public to ${ROLE}`,
    );
    url.username = ROLE;
    url.password = "secret";

    const ran = await runEval(["--json"], { DATABASE_URL: url.toString() });

    expect(ran).toMatchObject({ code: 0 });
    expect(readPrinted(ran)).toMatchObject({ questions: 3, recall_at_1: 1 });
    expect(await database.db.query.workspaces.findMany()).toEqual([]);
    await admin.unsafe(`drop owned by ${ROLE}; drop role ${ROLE}`);
    await admin.end();
  });
});
