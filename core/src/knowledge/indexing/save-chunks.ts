import { schema } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Chunk } from "./chunk.ts";

export type ChunkToSave = Chunk & {
  title: string;
  contentHash: string;
  /** The article already holds this passage, perhaps at another place. */
  isStored: boolean;
  embedding: number[] | null;
};

export type SaveChunksInput = { workspaceId: number; articleId: number; chunks: ChunkToSave[] };

/** Makes an article's passages these: the same text keeps its row and vector, the rest is replaced. */
export async function saveChunks(ctx: Pick<Ctx, "db" | "embedder">, input: SaveChunksInput): Promise<void> {
  const { articleChunks } = schema;
  const ofArticle = and(
    eq(articleChunks.workspaceId, input.workspaceId),
    eq(articleChunks.articleId, input.articleId),
  );
  const stored = await ctx.db
    .select({ id: articleChunks.id, contentHash: articleChunks.contentHash })
    .from(articleChunks)
    .where(ofArticle);
  const { kept, fresh, gone } = match(stored, input.chunks);

  for (const id of gone) await ctx.db.delete(articleChunks).where(and(ofArticle, eq(articleChunks.id, id)));
  // Two passages may swap places, and the key on (article, position) would see both at one: first out of the way.
  if (kept.length > 0) {
    await ctx.db
      .update(articleChunks)
      .set({ position: sql`-1 - ${articleChunks.position}` })
      .where(ofArticle);
    for (const { id, position } of kept) {
      const { anchor, headingPath } = input.chunks[position] ?? { anchor: null, headingPath: [] };
      await ctx.db
        .update(articleChunks)
        .set({ position, anchor, headingPath })
        .where(and(ofArticle, eq(articleChunks.id, id)));
    }
  }
  if (fresh.length === 0) return;
  await ctx.db.insert(articleChunks).values(
    fresh.map(({ chunk, position }) => ({
      workspaceId: input.workspaceId,
      articleId: input.articleId,
      position,
      title: chunk.title,
      headingPath: chunk.headingPath,
      heading: chunk.heading,
      anchor: chunk.anchor,
      content: chunk.text,
      contentHash: chunk.contentHash,
      embedding: chunk.embedding,
      embeddingModel: chunk.embedding ? ctx.embedder.model : null,
    })),
  );
}

type Stored = { id: number; contentHash: string };

function match(stored: Stored[], chunks: ChunkToSave[]) {
  const free = new Map<string, number[]>();
  for (const { id, contentHash } of stored) free.set(contentHash, [...(free.get(contentHash) ?? []), id]);
  const kept: { id: number; position: number }[] = [];
  const fresh: { chunk: ChunkToSave; position: number }[] = [];
  for (const [position, chunk] of chunks.entries()) {
    const id = free.get(chunk.contentHash)?.shift();
    if (id === undefined) fresh.push({ chunk, position });
    else kept.push({ id, position });
  }
  return { kept, fresh, gone: [...free.values()].flat() };
}
