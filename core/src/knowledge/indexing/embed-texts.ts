import { schema } from "@firstline/db";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { AppError, UpstreamError } from "../../errors.ts";
import type { Embedder } from "../../ports.ts";
import { hashText } from "../documents.ts";
import { hasLearnedMeaning } from "./learned-meaning.ts";

type EmbedCtx = Pick<Ctx, "db" | "embedder" | "now">;
export type EmbedTextsInput = { workspaceId: number; texts: string[] };

const BATCH = 64;
/** Rows of vectors in one statement: on the embedded database all others wait for it. */
const WRITE_BATCH = 16;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Vectors for the texts, in batches that every service accepts. What was paid for once is remembered by the workspace,
 * so that articles that move, or come back, cost nothing. Throws `UpstreamError` when the embedder fails or answers
 * vectors that cannot be stored.
 */
export async function embedTexts(ctx: EmbedCtx, input: EmbedTextsInput): Promise<number[][]> {
  // Others are computed in less time than the database takes to look them up.
  const isPaid = hasLearnedMeaning(ctx.embedder);
  const vectors: number[][] = [];
  for (let start = 0; start < input.texts.length; start += BATCH) {
    const texts = input.texts.slice(start, start + BATCH);
    vectors.push(...(isPaid ? await embedPaid(ctx, { ...input, texts }) : await embed(ctx.embedder, texts)));
  }
  return vectors;
}

/** Vectors for the texts, or null when the embedder fails: articles are more useful without vectors than absent. */
export async function tryEmbed(
  ctx: EmbedCtx & Pick<Ctx, "log">,
  input: EmbedTextsInput,
): Promise<number[][] | null> {
  try {
    return await embedTexts(ctx, input);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn({ error, model: ctx.embedder.model }, "articles are stored without vectors for now");
    return null;
  }
}

async function embedPaid(ctx: EmbedCtx, input: EmbedTextsInput): Promise<number[][]> {
  const hashes = input.texts.map(hashText);
  const known = await recall(ctx, input.workspaceId, hashes);
  const missing = new Map(
    hashes.flatMap((hash, index) => (known.has(hash) ? [] : [[hash, input.texts[index] ?? ""]])),
  );
  if (missing.size > 0) {
    const made = await embed(ctx.embedder, [...missing.values()]);
    const fresh = [...missing.keys()].map((hash, index) => ({ hash, embedding: made[index] ?? [] }));
    await remember(ctx, input.workspaceId, fresh);
    for (const { hash, embedding } of fresh) known.set(hash, embedding);
  }
  return hashes.map((hash) => known.get(hash) ?? []);
}

async function recall(ctx: EmbedCtx, workspaceId: number, hashes: string[]): Promise<Map<string, number[]>> {
  const { embeddingCache } = schema;
  const wanted = and(
    eq(embeddingCache.workspaceId, workspaceId),
    eq(embeddingCache.model, ctx.embedder.model),
    inArray(embeddingCache.hash, hashes),
  );
  const rows = await ctx.db
    .select({ hash: embeddingCache.hash, embedding: embeddingCache.embedding })
    .from(embeddingCache)
    .where(wanted);
  // To the day is enough to tell what nobody asks for any more.
  const stale = lt(embeddingCache.usedAt, new Date(ctx.now().getTime() - DAY_MS));
  if (rows.length > 0)
    await ctx.db.update(embeddingCache).set({ usedAt: ctx.now() }).where(and(wanted, stale));
  return new Map(rows.map(({ hash, embedding }) => [hash, embedding]));
}

async function remember(
  ctx: EmbedCtx,
  workspaceId: number,
  vectors: { hash: string; embedding: number[] }[],
): Promise<void> {
  const { model } = ctx.embedder;
  const usedAt = ctx.now();
  for (let start = 0; start < vectors.length; start += WRITE_BATCH) {
    const rows = vectors
      .slice(start, start + WRITE_BATCH)
      .map((row) => ({ ...row, workspaceId, model, usedAt }));
    await ctx.db.insert(schema.embeddingCache).values(rows).onConflictDoNothing();
  }
}

/** Vectors that fit the database; anything else would be an error there that nobody understands. */
async function embed(embedder: Embedder, texts: string[]): Promise<number[][]> {
  const { model } = embedder;
  const vectors = await embedder.embed(texts, "document");
  if (vectors.length !== texts.length) {
    const message = `The embedding model "${model}" answered ${vectors.length} vectors for ${texts.length} texts.`;
    throw new UpstreamError(model, message, { retryable: true });
  }
  const wrong = vectors.find((vector) => vector.length !== schema.VECTOR_DIMENSIONS);
  if (wrong) {
    const message =
      `The embedding model "${model}" makes vectors of ${wrong.length} numbers, but ${schema.VECTOR_DIMENSIONS} are stored. ` +
      `Configure a model that makes ${schema.VECTOR_DIMENSIONS}.`;
    throw new UpstreamError(model, message, { retryable: false });
  }
  if (!vectors.every((vector) => vector.every(Number.isFinite)))
    throw new UpstreamError(model, `The embedding model "${model}" answered something that is no number.`, {
      retryable: true,
    });
  return vectors;
}

/** Vectors that no import has asked for in so many days are forgotten. */
const KEPT_DAYS = 45;
const SWEEP_BATCH = 500;

/** Forgets paid vectors that are no longer asked for: those of passages in use are kept with the passages. */
export async function sweepEmbeddingCache(ctx: Pick<Ctx, "db" | "now">): Promise<{ swept: number }> {
  const { embeddingCache } = schema;
  const { workspaceId, model, hash, usedAt } = embeddingCache;
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS);
  for (let swept = 0; ;) {
    const some = ctx.db
      .select({ workspaceId, model, hash })
      .from(embeddingCache)
      .where(lt(usedAt, before))
      .limit(SWEEP_BATCH);
    const gone = await ctx.db
      .delete(embeddingCache)
      .where(sql`(${workspaceId}, ${model}, ${hash}) in ${some}`)
      .returning({ hash });
    swept += gone.length;
    if (gone.length < SWEEP_BATCH) return { swept };
  }
}
