import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";

/** The question's vector; null when the embedder fails, since words alone find most of what is there. */
export async function embedQuestion(
  ctx: Pick<Ctx, "embedder" | "log">,
  question: string,
): Promise<number[] | null> {
  const { model, dimensions } = ctx.embedder;
  try {
    const [vector] = await ctx.embedder.embed([question], "query");
    if (vector?.length === dimensions) return vector;
    ctx.log.warn(
      { model, dimensions: vector?.length ?? 0 },
      "the search goes by words: the vector has a wrong length",
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn({ error, model }, "the search goes by words: the question could not be embedded");
  }
  return null;
}
