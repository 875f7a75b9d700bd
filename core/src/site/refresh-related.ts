import { setImmediate } from "node:timers/promises";
import { schema } from "@firstline/db";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { hasLearnedMeaning } from "../knowledge/indexing/learned-meaning.ts";
import { publicArticles } from "./public-rows.ts";
import { indexWords } from "./related-by-words.ts";

export type RefreshRelatedInput = {
  workspaceId: number;
  /** Only these, some dozens at most; all that are public unless given. */
  articleIds?: number[];
};

type RelatedCtx = Pick<Ctx, "db" | "embedder">;

const COUNT = 6;
const BATCH = 100;
/** Of each text; the beginning says what it is about. */
const CHARACTERS = 800;

/**
 * Looks up which articles are about the same: by their vectors, or by their words where the vectors are themselves made of
 * words and there are many articles to compare. Articles without a prepared page are left out. Answers how many changed.
 */
export async function refreshRelated(ctx: RelatedCtx, input: RefreshRelatedInput): Promise<number> {
  const { workspaceId, articleIds } = input;
  if (articleIds !== undefined)
    return storeRelated(ctx, workspaceId, await nearestOf(ctx, workspaceId, articleIds));
  const byWords = hasLearnedMeaning(ctx.embedder) ? null : await indexAll(ctx, workspaceId);
  let changed = 0;
  for (let after = 0; ;) {
    const ids = await listPrepared(ctx, workspaceId, after);
    const last = ids.at(-1);
    if (last === undefined) return changed;
    after = last;
    const related = byWords
      ? new Map(ids.map((id) => [id, byWords.relatedTo(id, COUNT)]))
      : await nearestOf(ctx, workspaceId, ids);
    changed += await storeRelated(ctx, workspaceId, related);
    // Comparing is work for the processor alone: others get their turn between two batches.
    await setImmediate();
  }
}

async function listPrepared(ctx: RelatedCtx, workspaceId: number, after: number): Promise<number[]> {
  const { articles: a, articlePages: p } = schema;
  const rows = await ctx.db
    .select({ id: a.id })
    .from(a)
    .innerJoin(p, eq(p.articleId, a.id))
    .where(and(publicArticles(workspaceId), gt(a.id, after)))
    .orderBy(asc(a.id))
    .limit(BATCH);
  return rows.map(({ id }) => id);
}

async function indexAll(ctx: RelatedCtx, workspaceId: number): Promise<ReturnType<typeof indexWords>> {
  const { articles: a } = schema;
  const all: { id: number; title: string; text: string }[] = [];
  for (let after = 0; ;) {
    const rows = await ctx.db
      .select({ id: a.id, title: a.title, text: sql<string>`left(${a.content}, ${CHARACTERS})` })
      .from(a)
      .where(and(publicArticles(workspaceId), eq(a.isBeta, false), gt(a.id, after)))
      .orderBy(asc(a.id))
      .limit(BATCH * 5);
    all.push(...rows);
    const last = rows.at(-1);
    if (last === undefined) return indexWords(all);
    after = last.id;
  }
}

/** By vector, among public articles with vectors of the same model. Those without a vector are left out. */
async function nearestOf(
  ctx: RelatedCtx,
  workspaceId: number,
  articleIds: number[],
): Promise<Map<number, number[]>> {
  if (articleIds.length === 0) return new Map();
  const { articles: a } = schema;
  const nearest = sql<number[]>`array(
    select b.id from ${a} b
    where b.workspace_id = ${workspaceId} and b.status = 'published' and b.audience = 'everyone'
      and not b.is_beta and b.embedding_model = ${a.embeddingModel} and b.id <> ${a.id}
      and b.locale is not distinct from ${a.locale}
    order by b.embedding <=> ${a.embedding} limit ${COUNT})`;
  const rows = await ctx.db
    .select({ id: a.id, nearest })
    .from(a)
    .where(and(publicArticles(workspaceId), inArray(a.id, articleIds), sql`${a.embedding} is not null`));
  return new Map(rows.map((row) => [row.id, row.nearest.map(Number)]));
}

async function storeRelated(
  ctx: RelatedCtx,
  workspaceId: number,
  related: Map<number, number[]>,
): Promise<number> {
  if (related.size === 0) return 0;
  const rows = JSON.stringify([...related].map(([id, ids]) => ({ id, ids })));
  const changed = await ctx.db.execute(sql`
    update article_pages p set related_ids = v.ids
    from jsonb_to_recordset(${rows}::text::jsonb) as v(id bigint, ids jsonb)
    where p.article_id = v.id and p.workspace_id = ${workspaceId} and p.related_ids <> v.ids
    returning p.article_id`);
  return [...changed].length;
}
