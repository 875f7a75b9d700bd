/**
 * Evaluates every knowledge base at hand and prints the tables of docs/evaluation.md; --write puts them there.
 *
 *   [NATIVE_DATABASE_URL=postgres://...] node test/evals/all.ts [--write] [base ...]
 *
 * A base is asked its own questions and ones about something else; then once more without the articles of its gap.
 * It takes about ten minutes on a Postgres server, longer on the embedded database.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  evaluateKnowledge,
  makeScratchWorkspace,
  openCorpus,
  readGap,
  readQuestions,
} from "@firstline/core/evaluation";
import type { EvalRow } from "@firstline/core/evaluation";
import { testDatabase } from "../support/database.ts";
import { BASES, DATA, offlineEvalCtx } from "./bases.ts";
import { renderTables } from "./tables.ts";
import type { BaseRun } from "./tables.ts";

const DOCUMENT = fileURLToPath(new URL("../../docs/evaluation.md", import.meta.url));
const HANDBOOK = fileURLToPath(new URL("../../handbook/", import.meta.url));
const OWN_QUESTIONS = fileURLToPath(new URL("./handbook/questions.jsonl", import.meta.url));

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const runs: BaseRun[] = [];
for (const base of BASES) {
  if (wanted.length > 0 && !wanted.includes(base)) continue;
  const corpus = `${DATA}/${base}/corpus.jsonl`;
  const questions = `${DATA}/${base}/dev/questions.jsonl`;
  const whole = await run(corpus, [questions, `${DATA}/offtopic/dev/questions.jsonl`], null);
  const withGap = await run(corpus, [questions], `${DATA}/${base}/gap.json`);
  const own = whole.rows.filter(({ kind }) => kind !== "offtopic");
  const offTopic = whole.rows.filter(({ kind }) => kind === "offtopic");
  runs.push({ base, articles: whole.articles, rows: own, offTopic, gap: withGap.rows });
}
if (wanted.length === 0 || wanted.includes("handbook")) {
  const { rows, articles } = await run(HANDBOOK, [OWN_QUESTIONS], null);
  const offTopic = rows.filter(({ kind }) => kind === "offtopic");
  runs.push({ base: "handbook", articles, rows, offTopic, gap: [] });
}

const tables = renderTables(runs);
console.log(tables);
if (process.argv.includes("--write")) {
  const [before = "", after = ""] = readFileSync(DOCUMENT, "utf8").split(
    /(?<=<!-- figures -->\n)[\s\S]*(?=<!-- \/figures -->)/u,
  );
  writeFileSync(DOCUMENT, `${before}\n${tables}\n${after}`);
  execFileSync(fileURLToPath(new URL("../../node_modules/.bin/oxfmt", import.meta.url)), [DOCUMENT]);
}

/** Articles and questions in a database of their own, which is gone afterwards. */
async function run(
  corpusPath: string,
  questionFiles: string[],
  gapFile: string | null,
): Promise<{ rows: EvalRow[]; articles: number }> {
  const database = await testDatabase();
  try {
    const gap = gapFile === null ? new Set<string>() : await readGap(gapFile);
    const questions = (await Promise.all(questionFiles.map((file) => readQuestions(file)))).flat();
    const started = performance.now();
    const found = await evaluateKnowledge(offlineEvalCtx(database), {
      workspaceId: await makeScratchWorkspace(database),
      corpus: openCorpus(corpusPath, gap),
      questions,
      gap,
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`${corpusPath}${gapFile === null ? "" : " without its gap"}: ${seconds} s`);
    return found;
  } finally {
    await database.stop();
  }
}
