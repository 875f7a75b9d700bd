import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { embedPassages, lacksVectorOf } from "./embed-in-batches.ts";
import { writeInSteps } from "./write-in-steps.ts";

/** Gives every passage that lacks a vector of the present model one; answers how many. */
export async function embedChunks(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
): Promise<number> {
  const { articleChunks } = schema;
  const { model } = ctx.embedder;
  return embedPassages(ctx, workspaceId, lacksVectorOf(model, articleChunks), (rows, vectors) =>
    writeInSteps(ctx, rows, async (tx, row, index) => {
      const embedding = vectors[index] ?? null;
      await tx
        .update(articleChunks)
        .set({ embedding, embeddingModel: model })
        .where(and(eq(articleChunks.workspaceId, workspaceId), eq(articleChunks.id, row.id)));
    }),
  );
}
