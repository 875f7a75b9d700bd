import { access, constants, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, ConfigError, InvalidError, makeFolder, messageOf } from "@firstline/core";
import type { Config } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import {
  evaluateKnowledge,
  listFigures,
  openCorpus,
  readGap,
  readQuestions,
  renderReport,
  summarize,
  toEvaluationJson,
} from "@firstline/core/evaluation";
import type { Evaluated, ListedFigure, ReportFile } from "@firstline/core/evaluation";
import type { ModelChoice } from "../model-choices.ts";
import { openScratch } from "../scratch-database.ts";
import { createCtx } from "../wire.ts";

export type EvalOptions = {
  corpus: string;
  questions: string;
  gap?: string;
  model?: ModelChoice;
  limit?: number;
  report?: string;
  json?: boolean;
};

export async function runEval(config: Config, options: EvalOptions): Promise<number> {
  const chosen = chooseModel(config, options.model);
  const gap = options.gap === undefined ? new Set<string>() : await readGap(options.gap);
  const questions = (await readQuestions(options.questions)).slice(0, options.limit);
  const corpus = openCorpus(options.corpus, gap);
  // First of all: hours of answers must not be lost to a folder that cannot be written.
  if (options.report !== undefined) await makeReportFolder(options.report);

  const signal = stopOnSignal();
  const scratch = await openScratch(config);
  try {
    const ctx = createCtx(chosen, scratch.database, createLog(config.logLevel));
    const { workspaceId } = scratch;
    const onProgress = tellProgress(questions.length);
    console.error(`Importing ${options.corpus}.`);
    const input = { workspaceId, corpus, questions, gap, onProgress, signal };
    const evaluated = await evaluateKnowledge(ctx, input);
    await show(evaluated, ctx.model.name, options);
    warnAbout(evaluated, gap, corpus.known);
    return 0;
  } finally {
    await scratch.remove();
  }
}

/** Also the second signal of an impatient person only stops it: ended at once, it would leave its database behind. */
function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (!stop.signal.aborted) console.error("Stopping as soon as what is under way has ended.");
    stop.abort(new AppError("conflict", "The evaluation was stopped."));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
  return stop.signal;
}

/** The settings with only the chosen model's service in them. Throws `ConfigError` when its key is missing. */
function chooseModel(config: Config, choice: ModelChoice | undefined): Config {
  const { openai } = config;
  switch (choice) {
    case undefined:
      return config;
    case "offline":
      return { ...config, anthropic: null, openai: null };
    case "anthropic":
      if (config.anthropic === null)
        throw new ConfigError(["--model anthropic needs ANTHROPIC_API_KEY, which is not set."]);
      return { ...config, openai: openai && { ...openai, model: null } };
    case "openai":
      if (!openai?.model)
        throw new ConfigError([
          "--model openai needs OPENAI_API_KEY and OPENAI_MODEL, which are not both set.",
        ]);
      return { ...config, anthropic: null };
  }
}

async function show(evaluated: Evaluated, model: string, options: EvalOptions): Promise<void> {
  const { rows, articles, thresholds } = evaluated;
  const evaluation = { figures: summarize(rows), articles, rows };
  if (options.json) console.log(JSON.stringify(toEvaluationJson(evaluation), null, 2));
  else console.log(describe(listFigures(evaluation)));
  if (options.report !== undefined) {
    const about = [
      `Articles: ${options.corpus}${options.gap === undefined ? "" : ` without those in ${options.gap}`}`,
      `Questions: ${options.questions}`,
      `Answers: ${model}`,
    ];
    await writeReport(options.report, renderReport(evaluation, thresholds, about));
  }
}

async function makeReportFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new InvalidError(`The report cannot be written to ${folder} (${reason}).`, { cause });
  }
}

async function writeReport(folder: string, files: ReportFile[]): Promise<void> {
  for (const { name, text } of files) await writeFile(join(folder, name), text);
  console.error(`The report is ${join(folder, files[0]?.name ?? "")}.`);
}

function describe(figures: ListedFigure[]): string {
  const names = Math.max(...figures.map(({ name }) => name.length));
  const values = Math.max(...figures.map(({ value }) => value.length));
  return figures
    .map(({ name, value, meaning }) => `${name.padEnd(names)}  ${value.padEnd(values)}  ${meaning}`)
    .join("\n");
}

/** Says on standard error what the figures do not show. */
function warnAbout(
  { rows, problems, unknownGold }: Evaluated,
  gap: ReadonlySet<string>,
  known: ReadonlySet<string>,
): void {
  for (const { file, line, message } of problems)
    console.error(`An article was left out: ${file}${line > 0 ? `:${line}` : ""}  ${message}`);
  warnOfIds("right answers, which no article has", unknownGold);
  warnOfIds(
    "articles to leave out, which no article has",
    [...gap].filter((id) => !known.has(id)),
  );
  const failed = rows.filter(({ failure }) => failure !== null);
  const [first] = failed;
  if (!first) return;
  const which =
    failed.length === 1
      ? `One question (${first.id}) could not be answered and counts as handed over,`
      : `${failed.length} questions could not be answered and count as handed over, the first (${first.id})`;
  console.error(`${which} because: ${first.failure}`);
}

const MOST_NAMED = 5;

function warnOfIds(what: string, ids: string[]): void {
  if (ids.length === 0) return;
  const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : "";
  console.error(`There are ids of ${what}: ${ids.slice(0, MOST_NAMED).join(", ")}${more}.`);
}

/** A line that counts on a terminal; in a log a line for each tenth. */
function tellProgress(total: number): (asked: number, articles: number) => void {
  let tenth = -1;
  return (asked, articles) => {
    const done = Math.floor((10 * asked) / total);
    const text = `${articles} article${articles === 1 ? "" : "s"} imported, ${asked} of ${total} questions asked`;
    if (process.stderr.isTTY) process.stderr.write(`\r${text}${asked === total ? "\n" : ""}`);
    else if (done > tenth) console.error(text);
    tenth = done;
  };
}
