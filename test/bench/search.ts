import { askKnowledge, readAhead, searchKnowledge } from "@firstline/core";
import { manyQuestions } from "./articles.ts";
import { openBase } from "./base.ts";
import type { Base } from "./base.ts";
import { timeBareWrites } from "./copy-rows.ts";
import { isNative } from "./database.ts";
import { quantile, timed } from "./measure.ts";
import type { Line, Target } from "./report.ts";
import { runBare, watchStatements } from "./statements.ts";
import type { Statement } from "./statements.ts";

const WARM_UP = 40;
const QUESTIONS = 150;
/** Questions of one side before it is the other's turn. */
const TURN = 10;

/** The whole search, from the question's text to the ranked passages, against the bare statement it runs. */
export async function benchSearch(): Promise<Line[]> {
  return [...(await measureBase(1_000, 20)), ...(await measureBase(10_000, 50))];
}

/** The same on a native database with 100,000 articles. Importing them takes some minutes. */
export async function benchSearchLarge(): Promise<Line[]> {
  if (!isNative()) {
    console.log("\nsearch-large measures a native database: set NATIVE_DATABASE_URL.");
    return [];
  }
  return measureBase(100_000, 20);
}

async function measureBase(count: number, p95Under: number): Promise<Line[]> {
  const base = await openBase(count);
  try {
    const what = `${count.toLocaleString("en-US")} articles`;
    const bareMs = count <= 1_000 ? await timeBareWrites(base.database) : null;
    return [
      ...importLines(`import, ${what}`, base, bareMs),
      ...searchLines(`search, ${what}`, await searchBothWays(base, count), { oursUnder: p95Under }),
      ...(await answerLines(base, count, `offline answer, ${what}`)),
    ];
  } finally {
    await base.database.stop();
  }
}

/** `bareMs`: what writing the same rows takes without cutting, embedding and counting them. */
export function importLines(what: string, { ms, peakMb, added }: Base, bareMs: number | null): Line[] {
  return [
    {
      what,
      ours: ms / 1000,
      floor: bareMs === null ? null : bareMs / 1000,
      unit: "s",
      target: added > 1_000 ? null : { oursUnder: 60 },
    },
    {
      what: `${what}: memory of the process`,
      ours: peakMb,
      floor: null,
      unit: "MB",
      target: { oursUnder: 1024 },
    },
  ];
}

export type BothWays = { ours: number[]; floor: number[] };

export function searchLines(what: string, { ours, floor }: BothWays, p95: Target): Line[] {
  const at = (share: number) => ({
    ours: quantile(ours, share),
    floor: quantile(floor, share),
    unit: "ms" as const,
  });
  return [
    { what: `${what}, p50`, ...at(0.5), target: { ratioAtMost: 2 } },
    { what: `${what}, p95`, ...at(0.95), target: p95 },
  ];
}

/** Every question is asked for the first time, of a process that has read ahead as each does when it starts. */
export async function searchBothWays(
  { database, ctx, workspaceId }: Pick<Base, "database" | "ctx" | "workspaceId">,
  count: number,
): Promise<BothWays> {
  const statements: Statement[] = [];
  const db = watchStatements(database.db, (statement) => statements.push(statement));
  const questions = manyQuestions(count);
  const search = (query: string) => searchKnowledge({ ...ctx, db }, { workspaceId, query });
  await readAhead({ ...ctx, db }, { workspaceId }).done;
  for (const question of questions.slice(0, WARM_UP)) await search(question);
  for (const statement of statements.splice(0)) await runBare(database, statement);

  const ours: number[] = [];
  const floor: number[] = [];
  for (let start = WARM_UP; start < WARM_UP + QUESTIONS; start += TURN) {
    for (const question of questions.slice(start, start + TURN))
      ours.push(await timed(() => search(question)));
    for (const statement of statements.splice(0)) floor.push(await timed(() => runBare(database, statement)));
  }
  return { ours, floor };
}

/** Search, composing and confidence, without the platforms. */
async function answerLines({ ctx, workspaceId }: Base, count: number, what: string): Promise<Line[]> {
  const questions = manyQuestions(count);
  const ask = (question: string) => askKnowledge(ctx, { workspaceId, question });
  for (const question of questions.slice(0, 10)) await ask(question);
  const latencies: number[] = [];
  for (const question of questions.slice(10, 110)) latencies.push(await timed(() => ask(question)));
  const shared = { floor: null, unit: "ms" } as const;
  return [
    { ...shared, what: `${what}, p50`, ours: quantile(latencies, 0.5), target: null },
    { ...shared, what: `${what}, p95`, ours: quantile(latencies, 0.95), target: { oursUnder: 100 } },
  ];
}
