import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { z } from "zod";
import { fileDatabase } from "../support/file-database.ts";
import type { TestDatabase } from "../support/database.ts";
import { runFirstline } from "./run.ts";
import type { Env, Ran, RunOptions } from "./run.ts";

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
export type Printed = z.infer<typeof Printed>;

export const readPrinted = (ran: Ran): Printed => Printed.parse(JSON.parse(ran.stdout));

export const ARTICLES = [
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
export const QUESTIONS = [
  { id: "q1", question: "How do I rotate the API token?", gold: ["tokens"], answerable: true },
  { id: "q2", question: "Where can I download an invoice?", gold: ["invoices"], answerable: true },
  { id: "q3", question: "What is the weather in Lisbon?", gold: [], answerable: false },
];

/** The server that can make databases, where the tests are given one. */
export const SERVER = process.env["NATIVE_DATABASE_URL"];

export type EvalRoom = {
  /** Where the command runs; gone after the last test. */
  folder: string;
  database: TestDatabase;
  /** On a server where databases can be made when there is one, else on an embedded one, where they cannot. */
  serverUrl: string;
  aFile: (name: string, lines: unknown[]) => string;
  /** Without a database server unless `env` names one. */
  runEval: (args: string[], env?: Env, onceSaid?: RunOptions["onceSaid"]) => Promise<Ran>;
  /** On `serverUrl`. */
  run: (...args: string[]) => Promise<Ran>;
};

/** For a test file that runs `eval` on three articles and as many questions. */
export async function evalRoom(): Promise<EvalRoom> {
  const database = await fileDatabase();
  const serverUrl = SERVER ?? database.url;
  const folder = mkdtempSync(join(tmpdir(), "firstline-eval-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const aFile = (name: string, lines: unknown[]): string => {
    const file = join(folder, name);
    const texts = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    writeFileSync(file, texts.join("\n"));
    return file;
  };
  const runEval: EvalRoom["runEval"] = async (args, env = {}, onceSaid) => {
    // Temporary files of the command lie in a folder of the test's own.
    const TMPDIR = join(folder, "tmp");
    mkdirSync(TMPDIR, { recursive: true });
    const corpus = aFile("corpus.jsonl", ARTICLES);
    const questions = aFile("questions.jsonl", QUESTIONS);
    return runFirstline(["eval", "--corpus", corpus, "--questions", questions, ...args], {
      cwd: folder,
      env: { TMPDIR, ...env },
      ...(onceSaid && { onceSaid }),
    });
  };
  const run = (...args: string[]): Promise<Ran> => runEval(args, { DATABASE_URL: serverUrl });
  return { folder, database, serverUrl, aFile, runEval, run };
}
