import { schema } from "@firstline/db";
import { and, asc, eq, gt, isNull, ne, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { embedTexts } from "./embed-texts.ts";
import { chunkEmbeddingText } from "./embedding-text.ts";
import { writeInSteps } from "./write-in-steps.ts";

const BATCH = 64;

/** Gives every passage that lacks a vector of the present model one; answers how many. */
export async function embedChunks(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
): Promise<number> {
  const { articleChunks } = schema;
  const { model } = ctx.embedder;
  let last = 0;
  for (let count = 0; ;) {
    const rows = await ctx.db
      .select({
        id: articleChunks.id,
        title: articleChunks.title,
        heading: articleChunks.heading,
        text: articleChunks.content,
      })
      .from(articleChunks)
      .where(
        and(
          eq(articleChunks.workspaceId, workspaceId),
          gt(articleChunks.id, last),
          or(
            isNull(articleChunks.embedding),
            isNull(articleChunks.embeddingModel),
            ne(articleChunks.embeddingModel, model),
          ),
        ),
      )
      .orderBy(asc(articleChunks.id))
      .limit(BATCH);
    if (rows.length === 0) return count;
    const vectors = await embedTexts(ctx, { workspaceId, texts: rows.map(chunkEmbeddingText) });
    await writeInSteps(ctx, rows, async (tx, row, index) => {
      const embedding = vectors[index] ?? null;
      await tx
        .update(articleChunks)
        .set({ embedding, embeddingModel: model })
        .where(and(eq(articleChunks.workspaceId, workspaceId), eq(articleChunks.id, row.id)));
    });
    last = rows.at(-1)?.id ?? last;
    count += rows.length;
  }
}
