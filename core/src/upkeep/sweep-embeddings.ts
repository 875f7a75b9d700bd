import type { Ctx } from "../context.ts";
import { sweepEmbeddingCache } from "../knowledge/index.ts";
import { requestEmbedding } from "./request-embedding.ts";

/** Once a day: forgets vectors that nobody asks for, and asks for those that are missing, whatever became of their job. */
export async function sweepEmbeddings(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  await sweepEmbeddingCache(ctx);
  await requestEmbedding(ctx);
}
