import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";

const BATCH = 64;

/** Vectors for the texts, or null when the embedder fails: articles are more useful without vectors than absent. */
export async function tryEmbed(
  ctx: Pick<Ctx, "embedder" | "log">,
  texts: string[],
): Promise<number[][] | null> {
  try {
    return await embedDocuments(ctx, texts);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn({ error, model: ctx.embedder.model }, "articles are stored without vectors for now");
    return null;
  }
}

/** Vectors for the texts, in batches that every service accepts. */
export async function embedDocuments(ctx: Pick<Ctx, "embedder">, texts: string[]): Promise<number[][]> {
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += BATCH) {
    vectors.push(...(await ctx.embedder.embed(texts.slice(start, start + BATCH), "document")));
  }
  return vectors;
}
