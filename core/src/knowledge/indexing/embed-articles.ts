import type { Ctx } from "../../context.ts";
import { buildBeside, moveVectors, readLiveModel, setFirstModel, switchModel } from "./change-model.ts";
import { embedChunks } from "./embed-chunks.ts";
import { embedWholeArticles } from "./embed-whole-articles.ts";
import { indexChunks } from "./index-chunks.ts";

export type EmbedArticlesCtx = Pick<Ctx, "db" | "embedder" | "findEmbedder" | "log" | "now">;

/** A change meets passages that an import adds meanwhile; it looks for them so many times, and the next job goes on. */
const ROUNDS = 20;

/**
 * Job `embed_articles`: gives every passage and article that lacks a vector of the configured model one, and counts what
 * word search does not know yet. Where the model has changed, the new vectors are made beside the old ones, which the
 * search uses until the last is there. Harmless to repeat; a job that was cut short goes on where it was. Throws
 * `UpstreamError` when the embedder fails; what was done until then stays.
 */
export async function embedArticles(
  ctx: EmbedArticlesCtx,
  input: { workspaceId: number },
): Promise<{ embedded: number }> {
  const { workspaceId } = input;
  const { model } = ctx.embedder;
  await indexChunks(ctx, input);
  let embedded = await changeModel(ctx, workspaceId);
  const live = await readLiveModel(ctx, workspaceId);
  if (live === null || live === model) {
    await moveVectors(ctx, workspaceId);
    embedded += await embedChunks(ctx, workspaceId);
    await setFirstModel(ctx, workspaceId);
  }
  embedded += await embedWholeArticles(ctx, workspaceId);
  return { embedded };
}

/** Does what is to be done before the search may compare vectors of the configured model; answers how many it made. */
async function changeModel(ctx: EmbedArticlesCtx, workspaceId: number): Promise<number> {
  const { model } = ctx.embedder;
  const live = await readLiveModel(ctx, workspaceId);
  if (live === null || live === model) return 0;
  ctx.log.info(
    { workspaceId, from: live, to: model },
    "the embedding model changes: new vectors are made beside the old ones",
  );
  if (!ctx.findEmbedder?.(live)) {
    ctx.log.warn(
      { workspaceId, from: live },
      "the former embedding model is out of reach: until the change is done, the search goes by words",
    );
  }
  let embedded = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    embedded += await buildBeside(ctx, workspaceId);
    if (await switchModel(ctx, workspaceId)) {
      ctx.log.info({ workspaceId, model, embedded }, "the search compares vectors of the new model");
      return embedded;
    }
  }
  return embedded;
}
