import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { countTerms } from "./analyze.ts";
import type { ChunkTerms } from "./analyze.ts";

/** BM25's usual constants: how soon repeats stop counting, and how much long passages are held back. */
const K1 = 1.2;
const B = 0.75;
/** A word in the title says more than one in the text. */
const TITLE_WEIGHT = 2;
/** Rows of one insert: a short transaction on the embedded database, few round trips on a native one. */
const WRITE_BATCH = 1_500;

type Posting = { chunkIds: number[]; frequencies: number[]; lengths: number[]; occurrences: number };

export type Segment = {
  chunkIds: number[];
  termCount: number;
  postings: Map<string, Posting>;
  add(chunkId: number, chunk: ChunkTerms): void;
};

export function countSegment(): Segment {
  return {
    chunkIds: [],
    termCount: 0,
    postings: new Map(),
    add(chunkId, chunk) {
      const { counts, length } = countTerms(chunk);
      this.chunkIds.push(chunkId);
      this.termCount += length;
      const title = new Set(chunk.title);
      for (const [term, count] of counts) {
        const frequency = title.has(term) ? count + TITLE_WEIGHT - 1 : count;
        const posting = this.postings.get(term) ?? {
          chunkIds: [],
          frequencies: [],
          lengths: [],
          occurrences: 0,
        };
        posting.chunkIds.push(chunkId);
        posting.frequencies.push(frequency);
        posting.lengths.push(length);
        posting.occurrences += count;
        this.postings.set(term, posting);
      }
    },
  };
}

export type WriteSegmentInput = {
  workspaceId: number;
  segmentId: number;
  segment: Segment;
  /** Segments whose passages this one counts again. */
  replaces: number[];
};

/** Writes a segment in steps and shows it to searches with the last one. */
export async function writeSegment(ctx: Pick<Ctx, "db">, input: WriteSegmentInput): Promise<void> {
  const { workspaceId, segmentId, segment } = input;
  const average = segment.termCount / Math.max(1, segment.chunkIds.length);
  for (const batch of batchesOf([...segment.postings])) {
    await ctx.db
      .insert(schema.searchPostings)
      .values(batch.map(([term, posting]) => ({ segmentId, workspaceId, term, ...toRow(posting, average) })));
  }
  await ctx.db.transaction((tx) => publishSegment({ db: tx }, input));
}

async function publishSegment(ctx: Pick<Ctx, "db">, input: WriteSegmentInput): Promise<void> {
  const { articleChunks, searchChunks, searchSegments } = schema;
  const { workspaceId, segmentId, segment, replaces } = input;
  if (replaces.length > 0) {
    await ctx.db
      .delete(searchSegments)
      .where(and(eq(searchSegments.workspaceId, workspaceId), inArray(searchSegments.id, replaces)));
  }
  for (const batch of batchesOf(segment.chunkIds)) {
    // A passage that was deleted meanwhile is left out.
    const alive = await ctx.db
      .select({ chunkId: articleChunks.id })
      .from(articleChunks)
      .where(and(eq(articleChunks.workspaceId, workspaceId), inArray(articleChunks.id, batch)));
    if (alive.length === 0) continue;
    await ctx.db.insert(searchChunks).values(alive.map(({ chunkId }) => ({ chunkId, segmentId })));
  }
  await ctx.db
    .update(searchSegments)
    .set({ isReady: true, chunkCount: segment.chunkIds.length, termCount: segment.termCount })
    .where(and(eq(searchSegments.workspaceId, workspaceId), eq(searchSegments.id, segmentId)));
}

function toRow(posting: Posting, average: number) {
  const impacts = posting.frequencies.map((frequency, index) => {
    const length = posting.lengths[index] ?? average;
    const impact = (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / average));
    return Math.round(impact * 1e3) / 1e3;
  });
  return { chunkIds: posting.chunkIds, impacts, occurrences: posting.occurrences };
}

function batchesOf<Item>(items: Item[]): Item[][] {
  const batches: Item[][] = [];
  for (let start = 0; start < items.length; start += WRITE_BATCH)
    batches.push(items.slice(start, start + WRITE_BATCH));
  return batches;
}
