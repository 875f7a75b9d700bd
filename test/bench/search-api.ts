import { randomUUID } from "node:crypto";
import { readAhead, searchKnowledge } from "@firstline/core";
import { z } from "zod";
import { manyQuestions } from "./articles.ts";
import { openBase } from "./base.ts";
import type { Base } from "./base.ts";
import { quantile, timed } from "./measure.ts";
import type { Line } from "./report.ts";
import { runBare, watchStatements } from "./statements.ts";
import type { Statement } from "./statements.ts";
import { startWebServer } from "./web.ts";
import type { Web } from "./web.ts";

const ARTICLES = 10_000;
const WARM_UP = 40;
const QUESTIONS = 150;
/** Questions of one side before it is the other's turn. */
const TURN = 10;

/**
 * What a visitor waits for: a request over HTTP, from the query to the results with the words marked, counted in the
 * database. Beside it the bare statements of such a request: what finds the passages, their articles, the settings, the count.
 */
export async function benchSearchApi(): Promise<Line[]> {
  const base = await openBase(ARTICLES);
  const web = await startWebServer(base.database.url, base.workspaceId);
  try {
    const statementsOf = await searchBeside(base);
    const questions = manyQuestions(ARTICLES).map((question) => question.slice(0, 300));
    const ours: number[] = [];
    const floor: number[] = [];
    for (let begin = 0; begin < WARM_UP + QUESTIONS; begin += TURN) {
      const turn = questions.slice(begin, begin + TURN);
      for (const question of turn) ours.push(await timed(() => search(web, question)));
      for (const question of turn) {
        for (const statement of await statementsOf(question))
          floor.push(await timed(() => runAll(base, statement)));
      }
    }
    ours.splice(0, WARM_UP);
    floor.splice(0, WARM_UP);
    const at = (share: number) => ({
      ours: quantile(ours, share),
      floor: quantile(floor, share),
      unit: "ms" as const,
    });
    const what = `search API, ${ARTICLES.toLocaleString("en-US")} articles`;
    return [
      { what: `${what}, p50`, ...at(0.5), target: { ratioAtMost: 2 } },
      { what: `${what}, p95`, ...at(0.95), target: { oursUnder: 50 } },
    ];
  } finally {
    await web.stop();
    await base.database.stop();
  }
}

/**
 * What the server's searches ask the database for their passages, said by searches beside it. They know the same passages:
 * those that a process reads ahead, and those of the questions before.
 */
async function searchBeside({
  ctx,
  database,
  workspaceId,
}: Base): Promise<(query: string) => Promise<Statement[]>> {
  const statements: Statement[] = [];
  const db = watchStatements(database.db, (statement) => statements.push(statement));
  await readAhead({ ...ctx, db }, { workspaceId }).done;
  return async (query) => {
    await searchKnowledge({ ...ctx, db }, { workspaceId, query });
    return statements.splice(0);
  };
}

/** The statements of one search by the driver alone, one after the other. */
async function runAll({ database, workspaceId }: Base, statement: Statement): Promise<void> {
  const { sql } = database;
  const [, ...rows] = z
    .array(z.object({ id: z.coerce.number().nullable() }))
    .parse(await runBare(database, statement));
  await sql`select settings from workspaces where id = ${workspaceId}`;
  await sql`
    select c.id, c.anchor, a.locale, a.language, a.translation_of_id, k.name
    from article_chunks c join articles a on a.id = c.article_id left join categories k on k.id = a.category_id
    where c.workspace_id = ${workspaceId} and c.id = any(${rows.flatMap(({ id }) => id ?? [])})`;
  await sql`
    insert into searches (workspace_id, query, place, result_count)
    values (${workspaceId}, 'words', 'site', ${rows.length}) returning id`;
}

/** Each from an address of its own: a visitor does not ask so fast. */
async function search(web: Web, question: string): Promise<void> {
  const headers = { "X-Forwarded-For": randomUUID() };
  const response = await fetch(`${web.url}/api/search?q=${encodeURIComponent(question)}`, { headers });
  if (response.status !== 200) throw new Error(`the search answered ${response.status}`);
  await response.json();
}
