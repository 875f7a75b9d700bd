import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import type { KnowledgeChunk } from "../ports.ts";
import { contentTermsOf } from "../text/index.ts";
import { findArticleUrl } from "./article-url.ts";

/** What spoke for a passage. Each is comparable between passages of one search. */
export type HitSignals = {
  /** Full-text rank, 0 when no word of the question is in the passage. */
  text: number;
  /** Cosine similarity of question and passage, 0 when the vector search did not find it. */
  vector: number;
  /** Share of the question's content terms in title, headings and text, 0 to 1. */
  coverage: number;
  /** Share of the question's content terms in the title, 0 to 1. */
  title: number;
};

export type KnowledgeHit = KnowledgeChunk & {
  slug: string;
  /** Where the article came from when it was imported: "<origin>/<path or id>". */
  sourcePath: string | null;
  score: number;
  signals: HitSignals;
};

export type SearchKnowledgeInput = {
  workspaceId: number;
  query: string;
  /** Passages to answer with; 8 unless given. */
  limit?: number;
  /** Base of the help center's addresses, for articles without an address of their own. */
  helpCenterUrl?: string | null;
};

const CANDIDATES = 40;
const MAX_QUERY_CHARACTERS = 4_000;
const MAX_QUERY_TERMS = 40;

/** The best passages of the workspace's published articles for a question, best first. */
export async function searchKnowledge(
  ctx: Pick<Ctx, "db" | "embedder">,
  input: SearchKnowledgeInput,
): Promise<KnowledgeHit[]> {
  const query = input.query.slice(0, MAX_QUERY_CHARACTERS).trim();
  const terms = contentTermsOf(query).slice(0, MAX_QUERY_TERMS);
  if (terms.length === 0) return [];
  const [vector] = await ctx.embedder.embed([query], "query");
  const rows = await findCandidates(ctx, input.workspaceId, query, vector ?? []);
  const hits = rows.map((row) => toHit(row, terms, input.helpCenterUrl ?? null));
  return hits.sort((a, b) => b.score - a.score || a.chunkId - b.chunkId).slice(0, input.limit ?? 8);
}

const Row = z.object({
  id: z.coerce.number(),
  article_id: z.coerce.number(),
  title: z.string(),
  heading_path: z.array(z.string()),
  heading: z.string(),
  anchor: z.string().nullable(),
  content: z.string(),
  slug: z.string(),
  source_url: z.string().nullable(),
  source_path: z.string().nullable(),
  text_rank: z.number().nullable(),
  text_place: z.coerce.number().nullable(),
  vector_similarity: z.number().nullable(),
  vector_place: z.coerce.number().nullable(),
});

async function findCandidates(
  ctx: Pick<Ctx, "db" | "embedder">,
  workspaceId: number,
  query: string,
  vector: number[],
) {
  const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MAX_QUERY_TERMS);
  const anyWord = words.map((word) => `'${word}'`).join(" | ");
  const literal = `[${vector.join(",")}]`;
  const rows = await ctx.db.execute(sql`
    with q as materialized (select to_tsquery('english', ${anyWord}) as words, ${literal}::vector as embedding),
    by_text as (
      select c.id, ts_rank(c.search, q.words, 1) as rank
      from article_chunks c join articles a on a.id = c.article_id, q
      where c.workspace_id = ${workspaceId} and c.search @@ q.words and a.status = 'published' and not a.is_beta
      order by rank desc, c.id limit ${CANDIDATES}
    ),
    by_vector as (
      select c.id, 1 - (c.embedding <=> q.embedding) as similarity
      from article_chunks c join articles a on a.id = c.article_id, q
      where c.workspace_id = ${workspaceId} and c.embedding_model = ${ctx.embedder.model}
        and a.status = 'published' and not a.is_beta
      order by c.embedding <=> q.embedding limit ${CANDIDATES}
    ),
    text_places as (select id, rank, row_number() over (order by rank desc, id) as place from by_text),
    vector_places as (select id, similarity, row_number() over (order by similarity desc, id) as place from by_vector)
    select c.id, c.article_id, c.title, c.heading_path, c.heading, c.anchor, c.content, a.slug, a.source_url, a.source_path,
      t.rank as text_rank, t.place as text_place, v.similarity as vector_similarity, v.place as vector_place
    from text_places t full join vector_places v using (id)
    join article_chunks c on c.id = coalesce(t.id, v.id)
    join articles a on a.id = c.article_id`);
  return z.array(Row).parse([...rows]);
}

/** Ranks of different kinds are fused by their places, not by their values. */
const PLACE_OFFSET = 60;

function toHit(row: z.infer<typeof Row>, terms: string[], helpCenterUrl: string | null): KnowledgeHit {
  const title = new Set(contentTermsOf(row.title));
  const all = new Set([...title, ...contentTermsOf(`${row.heading} ${row.content}`)]);
  const share = (found: ReadonlySet<string>): number =>
    terms.filter((term) => found.has(term)).length / terms.length;
  const places = [row.text_place, row.vector_place];
  const fused = places.reduce<number>(
    (sum, place) => sum + (place === null ? 0 : 1 / (PLACE_OFFSET + place)),
    0,
  );
  const signals = {
    text: row.text_rank ?? 0,
    vector: row.vector_similarity ?? 0,
    coverage: share(all),
    title: share(title),
  };
  return {
    chunkId: row.id,
    articleId: row.article_id,
    title: row.title,
    headingPath: row.heading_path,
    url: findArticleUrl({ slug: row.slug, sourceUrl: row.source_url }, helpCenterUrl, row.anchor),
    text: row.content,
    slug: row.slug,
    sourcePath: row.source_path,
    score: fused * 30 + 0.5 * signals.coverage + 0.3 * signals.title,
    signals,
  };
}
