import { setTimeout } from "node:timers/promises";
import { schema } from "@firstline/db";
import { and, asc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { analyzeChunk } from "./analyze.ts";
import { countSegment, writeSegment } from "./segment.ts";

type IndexInput = { workspaceId: number };

/** Passages of one segment: its postings are held in memory until they are written. */
const SEGMENT_CHUNKS = 8_000;
const READ_BATCH = 200;
/** With more segments than this that are less than half full, small ones are merged. */
const MANY_SEGMENTS = 8;
/** How long to wait for another process that counts the same workspace. */
const PATIENCE_MS = 20_000;
const STEP_MS = 200;

/**
 * Counts the passages that word search does not know yet. Called after every import; the job `embed_articles` calls it
 * too, for what a killed process left behind. Of two at once one waits for the other.
 */
export async function indexChunks(ctx: Pick<Ctx, "db">, input: IndexInput): Promise<{ indexed: number }> {
  await dropAbandoned(ctx, input);
  let indexed = 0;
  for (;;) {
    const segmentId = await beginSegment(ctx, input);
    if (segmentId === null) return { indexed };
    const { count, isMore } = await fillSegment(ctx, { ...input, segmentId });
    indexed += count;
    if (!isMore) return { indexed };
  }
}

/** Takes the workspace's one unfinished segment; null when another process keeps it for too long. */
async function beginSegment(ctx: Pick<Ctx, "db">, { workspaceId }: IndexInput): Promise<number | null> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += STEP_MS) {
    const [added] = await ctx.db
      .insert(schema.searchSegments)
      .values({ workspaceId })
      .onConflictDoNothing()
      .returning({ id: schema.searchSegments.id });
    if (added) return added.id;
    await setTimeout(STEP_MS);
  }
  return null;
}

type FillInput = IndexInput & { segmentId: number };

async function fillSegment(
  ctx: Pick<Ctx, "db">,
  input: FillInput,
): Promise<{ count: number; isMore: boolean }> {
  const { workspaceId, segmentId } = input;
  const replaces = await findStale(ctx, input);
  const segment = countSegment();
  for (let last = 0; segment.chunkIds.length < SEGMENT_CHUNKS || replaces.length > 0;) {
    const rows = await readUncounted(ctx, workspaceId, replaces, last);
    for (const row of rows) segment.add(row.id, analyzeChunk(row));
    last = rows.at(-1)?.id ?? last;
    if (rows.length < READ_BATCH) break;
  }
  if (segment.chunkIds.length === 0 && replaces.length === 0) {
    await dropSegment(ctx, input);
    return { count: 0, isMore: false };
  }
  try {
    await writeSegment(ctx, { workspaceId, segmentId, segment, replaces });
  } catch (error) {
    await dropSegment(ctx, input);
    throw error;
  }
  const count = segment.chunkIds.length;
  return { count, isMore: replaces.length > 0 || count >= SEGMENT_CHUNKS };
}

async function readUncounted(ctx: Pick<Ctx, "db">, workspaceId: number, replaces: number[], last: number) {
  const { articleChunks, articles, searchChunks } = schema;
  // What is counted again goes first and alone: it must all fit before the old segments may go.
  const which =
    replaces.length > 0 ? inArray(searchChunks.segmentId, replaces) : isNull(searchChunks.chunkId);
  return ctx.db
    .select({
      id: articleChunks.id,
      title: articleChunks.title,
      heading: articleChunks.heading,
      content: articleChunks.content,
      language: articles.language,
    })
    .from(articleChunks)
    .innerJoin(articles, eq(articles.id, articleChunks.articleId))
    .leftJoin(searchChunks, eq(searchChunks.chunkId, articleChunks.id))
    .where(and(eq(articleChunks.workspaceId, workspaceId), gt(articleChunks.id, last), which))
    .orderBy(asc(articleChunks.id))
    .limit(READ_BATCH);
}

async function dropSegment(ctx: Pick<Ctx, "db">, { workspaceId, segmentId }: FillInput): Promise<void> {
  const { searchSegments } = schema;
  await ctx.db
    .delete(searchSegments)
    .where(and(eq(searchSegments.workspaceId, workspaceId), eq(searchSegments.id, segmentId)));
}

/** The unfinished segment of a process that died. One of the last minutes may still be at work. */
async function dropAbandoned(ctx: Pick<Ctx, "db">, { workspaceId }: IndexInput): Promise<void> {
  const { searchSegments } = schema;
  await ctx.db
    .delete(searchSegments)
    .where(
      and(
        eq(searchSegments.workspaceId, workspaceId),
        eq(searchSegments.isReady, false),
        lt(searchSegments.createdAt, sql`now() - interval '5 minutes'`),
      ),
    );
}

/**
 * Segments to count again, as many as fit into one: many small ones make every search read many rows, and passages
 * that are gone spoil the statistics.
 */
async function findStale(ctx: Pick<Ctx, "db">, { workspaceId }: IndexInput): Promise<number[]> {
  const { searchChunks, searchSegments } = schema;
  const alive = sql<number>`count(${searchChunks.chunkId})::int`;
  const segments = await ctx.db
    .select({ id: searchSegments.id, counted: searchSegments.chunkCount, alive })
    .from(searchSegments)
    .leftJoin(searchChunks, eq(searchChunks.segmentId, searchSegments.id))
    .where(and(eq(searchSegments.workspaceId, workspaceId), eq(searchSegments.isReady, true)))
    .groupBy(searchSegments.id)
    .orderBy(alive);
  const gone = segments.find((segment) => segment.alive < segment.counted * 0.75);
  if (gone) return [gone.id];
  const small = segments.filter((segment) => segment.alive < SEGMENT_CHUNKS / 2);
  return small.length > MANY_SEGMENTS ? worthMerging(small) : [];
}

/**
 * As many of the smallest as fit into one, but none that is much larger than all the smaller ones together: a large
 * segment is not counted again for the sake of a few passages.
 */
function worthMerging(smallestFirst: { id: number; alive: number }[]): number[] {
  let together = 0;
  let merged = 0;
  for (const [index, { alive }] of smallestFirst.entries()) {
    if (together + alive > SEGMENT_CHUNKS) break;
    if (index > 0 && alive <= 2 * together) merged = index + 1;
    together += alive;
  }
  return smallestFirst.slice(0, merged).map(({ id }) => id);
}
