import type { Base } from "./base.ts";
import { openBase } from "./base.ts";
import { manyQuestions } from "./articles.ts";
import { importLines, searchBothWays, searchLines } from "./search.ts";
import type { Line } from "./report.ts";

const ARTICLES = 1_000;
const QUESTIONS = 60;
const NEIGHBORS = 10;

/**
 * With a model whose vectors are in the index (these are the offline ones by another name): time, and how many of the
 * ten passages that are really nearest the index finds.
 */
export async function benchSearchVectors(): Promise<Line[]> {
  const base = await openBase(ARTICLES, "bench-indexed");
  const what = `${ARTICLES.toLocaleString("en-US")} articles with indexed vectors`;
  try {
    const [time] = importLines(`import, ${what}`, base, null);
    return [
      ...(time ? [{ ...time, target: null }] : []),
      ...searchLines(`search, ${what}`, await searchBothWays(base, ARTICLES), null),
      {
        what: `of the ${NEIGHBORS} nearest passages, found by the index`,
        ours: NEIGHBORS * (await measureRecall(base)),
        floor: NEIGHBORS,
        unit: "",
        target: { ratioAtLeast: 0.9 },
      },
    ];
  } finally {
    await base.database.stop();
  }
}

async function measureRecall({ database, ctx, workspaceId }: Base): Promise<number> {
  let found = 0;
  let wanted = 0;
  for (const question of manyQuestions(ARTICLES).slice(0, QUESTIONS)) {
    const [vector = []] = await ctx.embedder.embed([question], "query");
    const asked = `[${vector.join(",")}]`;
    const exact = await database.sql`
      select id from article_chunks where workspace_id = ${workspaceId}
      order by (embedding <=> ${asked}::text::vector) + 0 limit ${NEIGHBORS}`;
    const near = await database.sql`
      select nearest_passages(
        ${workspaceId}, ${asked}::text::vector, ${ctx.embedder.model}, ${NEIGHBORS}, false, false) as id`;
    const ids = new Set(near.map((row) => Number(row["id"])));
    wanted += exact.length;
    found += exact.filter((row) => ids.has(Number(row["id"]))).length;
  }
  return found / wanted;
}
