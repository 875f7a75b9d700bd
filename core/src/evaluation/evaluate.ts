import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { askKnowledge } from "../answers/index.ts";
import type { Asked } from "../answers/index.ts";
import type { Thresholds } from "../answers/route.ts";
import type { Ctx } from "../context.ts";
import { AppError, InvalidError } from "../errors.ts";
import type { ImportProblem } from "../knowledge/documents.ts";
import { importArticles, searchKnowledge } from "../knowledge/index.ts";
import { getSettings } from "../workspaces/settings.ts";
import type { Corpus } from "./corpus.ts";
import { withoutGap } from "./questions.ts";
import type { EvalQuestion } from "./questions.ts";
import { addCosts } from "./summarize.ts";
import type { EvalRow } from "./summarize.ts";

export type EvaluateInput = {
  /** A workspace without articles: all it finds shall come from the corpus. */
  workspaceId: number;
  corpus: Corpus;
  questions: EvalQuestion[];
  /** Ids of articles that the corpus leaves out. */
  gap: ReadonlySet<string>;
  /** Hears how many questions were asked, 0 once the articles are in. */
  onProgress: (asked: number, articles: number) => void;
  /** Ends the evaluation between two questions. */
  signal: AbortSignal;
};

export type Evaluated = {
  /** In the order of the questions. */
  rows: EvalRow[];
  articles: number;
  problems: ImportProblem[];
  /** The confidences from which questions were answered. */
  thresholds: Thresholds;
  /** Right articles that the corpus does not have: typing mistakes in the questions. */
  unknownGold: string[];
};

const ORIGIN = "corpus";
const RANKED = 10;
/** Enough for ten articles of many passages each. */
const PASSAGES = 200;
/** A hosted model takes seconds, and waits well in company. Offline one at a time is as fast, and the latency is true. */
const AT_ONCE = { offline: 1, anthropic: 4, openai: 4 } as const;

/**
 * Imports a corpus and asks every question as a ticket would be answered. What fails counts as handed to people.
 * Throws `InvalidError` when there is not one article, and the signal's reason when it is stopped.
 */
export async function evaluateKnowledge(ctx: Ctx, input: EvaluateInput): Promise<Evaluated> {
  const { workspaceId, corpus, gap, signal } = input;
  const { problems } = await importArticles(ctx, {
    workspaceId,
    origin: ORIGIN,
    documents: until(signal, corpus.documents),
  });
  if (corpus.known.size === 0) throw new InvalidError(sayEmpty(problems));
  const names = await nameArticles(ctx, workspaceId);
  const questions = input.questions.map((question) => withoutGap(question, gap));
  input.onProgress(0, names.size);

  const rows: EvalRow[] = [];
  const rest = eachOnce(questions);
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [at, question] of rest) {
      signal.throwIfAborted();
      rows[at] = await askOne(ctx, workspaceId, question, names);
      done += 1;
      input.onProgress(done, names.size);
    }
  };
  await all(Array.from({ length: AT_ONCE[ctx.model.kind] }, () => work()));
  const gold = new Set(input.questions.flatMap((question) => question.gold));
  const unknownGold = [...gold].filter((id) => !corpus.known.has(id));
  const thresholds = await getSettings(ctx, workspaceId);
  return { rows, articles: names.size, problems, thresholds, unknownGold };
}

/** For several to share: who breaks off, by an error too, ends it for all. An array's own iterator would go on. */
function* eachOnce<Item>(items: Item[]): Generator<[number, Item]> {
  yield* items.entries();
}

/** Waits for all even when one fails: what they work in is taken away behind them. */
async function all(works: Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(works);
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}

function sayEmpty([first]: ImportProblem[]): string {
  const why = first ? ` ${first.file}:${first.line}  ${first.message}` : "";
  return `The corpus holds no articles.${why}`;
}

async function* until<Item>(signal: AbortSignal, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
  }
}

/** The corpus's own ids of the articles. */
async function nameArticles(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<Map<number, string>> {
  const a = schema.articles;
  const rows = await ctx.db
    .select({ id: a.id, sourcePath: a.sourcePath })
    .from(a)
    .where(eq(a.workspaceId, workspaceId));
  return new Map(rows.map(({ id, sourcePath }) => [id, (sourcePath ?? "").slice(ORIGIN.length + 1)]));
}

async function askOne(
  ctx: Ctx,
  workspaceId: number,
  asking: EvalQuestion,
  names: Map<number, string>,
): Promise<EvalRow> {
  const started = performance.now();
  const tried = await tryAsk(ctx, workspaceId, asking);
  const latencyMs = performance.now() - started;
  const hits =
    tried.hits ?? (await searchKnowledge(ctx, { workspaceId, query: asking.question, limit: PASSAGES }));
  const citations = tried.answer === null ? [] : namesOf(tried.sources, names);
  const usage = tried.usage.map((call) => call.usage);
  return {
    ...asking,
    ranked: namesOf(hits, names).slice(0, RANKED),
    confidence: tried.confidence,
    route: tried.route,
    happens: tried.happens,
    isRight: citations[0] !== undefined && asking.gold.includes(citations[0]),
    answer: tried.answer,
    citations,
    failure: tried.answer === null ? tried.reason : null,
    latencyMs,
    tokensInput: usage.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    tokensOutput: usage.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    costUsd: addCosts(usage.map(({ costUsd }) => costUsd)),
  };
}

type Tried = Pick<Asked, "answer" | "route" | "happens" | "reason" | "confidence" | "sources" | "usage"> & {
  /** Null when it failed before or after the search. */
  hits: Asked["hits"] | null;
};

/** A question that the AI fails at goes to people, as a ticket's does; the others are asked all the same. */
async function tryAsk(ctx: Ctx, workspaceId: number, { id, question }: EvalQuestion): Promise<Tried> {
  const usage: Asked["usage"] = [];
  try {
    return await askKnowledge(ctx, { workspaceId, question, onCall: (call) => usage.push(call) });
  } catch (error) {
    ctx.log.error({ question: id, error }, "a question could not be answered and counts as handed over");
    const reason = error instanceof AppError ? error.message : "Something unexpected happened.";
    const nothing = { answer: null, confidence: null, sources: [], usage, hits: null };
    return { ...nothing, route: "escalate", happens: "escalate", reason };
  }
}

/** Each article once, in the order of its first appearance. */
function namesOf(found: { articleId: number }[], names: Map<number, string>): string[] {
  return [...new Set(found.flatMap(({ articleId }) => names.get(articleId) ?? []))];
}
