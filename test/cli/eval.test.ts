import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startModels } from "../standins/models/index.ts";
import type { Models } from "../standins/models/index.ts";
import { runFirstline } from "./run.ts";
import type { Env, Ran } from "./run.ts";

const Printed = z.object({
  recall_at_1: z.number(),
  recall_at_5: z.number(),
  recall_at_10: z.number(),
  mrr_at_10: z.number(),
  ndcg_at_10: z.number(),
  auroc: z.number().nullable(),
  auroc_right: z.number().nullable(),
  ece: z.number(),
  coverage_at_90: z.number(),
  coverage_at_95: z.number(),
  share_resolve: z.number(),
  share_clarify: z.number(),
  share_escalate: z.number(),
  precision_automatic: z.number().nullable(),
  latency_ms_p50: z.number(),
  latency_ms_p95: z.number(),
  tokens_input: z.number(),
  tokens_output: z.number(),
  cost_usd: z.number().nullable(),
  questions: z.number(),
  articles: z.number(),
  rows: z.array(
    z.object({
      id: z.string(),
      question: z.string(),
      ranked: z.array(z.string()),
      confidence: z.number().nullable(),
      route: z.enum(["resolve", "clarify", "escalate"]),
      is_right: z.boolean(),
      answerable: z.boolean(),
      answer: z.string().nullable(),
      citations: z.array(z.string()),
      latency_ms: z.number(),
    }),
  ),
});
type Printed = z.infer<typeof Printed>;

const ARTICLES = [
  {
    id: "tokens",
    title: "Rotate the API token",
    text: "Open Settings, then Tokens, and choose Rotate to rotate the API token.",
  },
  {
    id: "invoices",
    title: "Download invoices",
    text: "Invoices can be downloaded as PDF under Billing, then Invoices.",
  },
  {
    id: "export",
    title: "Export your data",
    text: "Choose Export in the workspace menu. A zip file with all messages is sent by e-mail.",
  },
];
const QUESTIONS = [
  { id: "q1", question: "How do I rotate the API token?", gold: ["tokens"], answerable: true },
  { id: "q2", question: "Where can I download an invoice?", gold: ["invoices"], answerable: true },
  { id: "q3", question: "What is the weather in Lisbon?", gold: [], answerable: false },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "firstline-eval-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(name: string, lines: unknown[]): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );
  return file;
}

/** Temporary files of the command lie in a folder of the test's own. */
async function runEval(args: string[], env: Env = {}): Promise<Ran> {
  const TMPDIR = join(folder, "tmp");
  mkdirSync(TMPDIR, { recursive: true });
  const corpus = aFile("corpus.jsonl", ARTICLES);
  const questions = aFile("questions.jsonl", QUESTIONS);
  return runFirstline(["eval", "--corpus", corpus, "--questions", questions, ...args], {
    cwd: folder,
    env: { TMPDIR, ...env },
  });
}

const readPrinted = (ran: Ran): Printed => Printed.parse(JSON.parse(ran.stdout));
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

const ROLE = `firstline_eval_role_${process.pid}`;
const server = process.env["NATIVE_DATABASE_URL"];
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

/** On a server where databases can be made when there is one, else on an embedded one, where they cannot. */
const run = (...args: string[]): Promise<Ran> => runEval(args, { DATABASE_URL: server ?? database.url });

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

    const { code, stdout, stderr } = await run("--json", "--corpus", corpus);

    expect(code).toBe(0);
    expect(Printed.parse(JSON.parse(stdout))).toMatchObject({ articles: 3, recall_at_1: 1 });
    expect(stderr).toMatch(/broken\.jsonl:4 {2}The line is not JSON/u);
    expect(stderr).toMatch(/broken\.jsonl:5 {2}The id "tokens" stands on an earlier line/u);
  });
});

describe("the place that eval works in", () => {
  test("is gone afterwards", async () => {
    const ran = await run("--json", "--limit", "1");

    expect(ran).toMatchObject({ code: 0 });
    const sql = postgres(server ?? database.url, { max: 1 });
    const databases = await sql`select datname from pg_database where datname like 'firstline_eval_%'`;
    await sql.end();
    expect(databases).toEqual([]);
    expect(await database.db.query.workspaces.findMany()).toEqual([]);
  });

  test.runIf(server)("makes do with a workspace of its own where it may not make databases", async () => {
    const url = new URL(database.url);
    const admin = postgres(database.url, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create role ${ROLE} login password 'secret'`);
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

describe("eval with a hosted model", () => {
  let models: Models;
  beforeAll(async () => {
    models = await startModels();
  });
  afterAll(() => models.close());

  const env = (): Env => ({
    DATABASE_URL: server ?? database.url,
    ANTHROPIC_API_KEY: models.apiKey,
    ANTHROPIC_BASE_URL: models.anthropicUrl,
    OPENAI_API_KEY: models.apiKey,
    OPENAI_BASE_URL: models.openAiUrl,
    OPENAI_MODEL: "gpt-6-sol",
  });

  test.each([
    ["anthropic", "/v1/messages"],
    ["openai", "/v1/chat/completions"],
  ])("asks %s, whatever else is configured, and adds up what that took", async (model, path) => {
    models.requests.length = 0;

    const ran = await runEval(["--json", "--model", model], env());

    expect(ran).toMatchObject({ code: 0 });
    const printed = readPrinted(ran);
    expect(printed.tokens_input).toBeGreaterThan(1000);
    expect(printed.cost_usd).toBeGreaterThan(0);
    expect(printed.rows[0]).toMatchObject({ is_right: true, citations: ["tokens"] });
    const paths = models.requests
      .map((request) => request.path)
      .filter((asked) => !asked.includes("embeddings"));
    expect(new Set(paths)).toEqual(new Set([path]));
  });

  test("asks nobody when the offline model is chosen", async () => {
    models.requests.length = 0;

    const ran = await runEval(["--json", "--model", "offline", "--limit", "1"], env());

    expect(ran).toMatchObject({ code: 0 });
    expect(readPrinted(ran)).toMatchObject({ tokens_input: 0, cost_usd: 0 });
    expect(models.requests).toEqual([]);
  });
});

describe("what eval cannot measure", () => {
  test.each([
    ["a missing corpus", ["--corpus", "missing.jsonl"], 1, "missing.jsonl does not exist"],
    ["missing questions", ["--questions", "missing.jsonl"], 1, "missing.jsonl cannot be read"],
    ["a missing gap", ["--gap", "missing.json"], 1, "missing.json cannot be read"],
    ["Claude without a key", ["--model", "anthropic"], 2, "ANTHROPIC_API_KEY"],
    ["OpenAI without a key", ["--model", "openai"], 2, "OPENAI_API_KEY"],
    ["an unknown model", ["--model", "parrot"], 2, "offline, anthropic, openai"],
    ["no question at all", ["--limit", "0"], 2, "a whole number from 1 up"],
  ])("is %s, and it says so", async (_, args, code, said) => {
    const ran = await runEval(args);

    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(said);
    expect(ran.stderr).not.toContain("    at ");
    expect(ran.stdout).toBe("");
  });

  test.each([
    ["an empty corpus", [], "The corpus holds no articles."],
    ["a corpus of broken lines", ["{"], "holds no articles. "],
  ])("is %s", async (_, lines, said) => {
    const corpus = aFile("empty.jsonl", lines);

    const { code, stderr, stdout } = await run("--corpus", corpus);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(said);
  });

  test("is reported only where it can be written", async () => {
    const { code, stderr } = await run("--report", join(aFile("a-file", []), "report"));

    expect(code).toBe(1);
    expect(stderr).toContain("The report cannot be written to");
    expect(stderr).not.toContain("Importing");
  });

  test("includes questions with broken lines, which are named", async () => {
    const questions = aFile("broken-questions.jsonl", [QUESTIONS[0], "{", QUESTIONS[0]]);

    const { code, stderr } = await runEval(["--questions", questions]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/broken-questions\.jsonl:2 {2}The line is not JSON/u);
    expect(stderr).toMatch(/broken-questions\.jsonl:3 {2}The id "q1"/u);
  });
});
