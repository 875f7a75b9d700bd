import { schema } from "@firstline/db";
import { and, asc, eq, isNull, ne, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { embedTexts } from "../knowledge/embed-texts.ts";
import { isPost } from "./load.ts";
import { postTerms } from "./post-terms.ts";

const BATCH = 32;

type Waiting = { id: number; title: string; description: string };

/**
 * Job `embed_posts`: gives every post that lacks them its terms and a vector of the configured model. Harmless to repeat;
 * one that was cut short goes on where it was. Throws `UpstreamError` when the embedder fails: posts are found by their
 * words until it works again.
 */
export async function embedPosts(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  input: { workspaceId: number },
): Promise<{ embedded: number }> {
  const { workspaceId } = input;
  await addTerms(ctx, workspaceId);
  for (let embedded = 0; ;) {
    const posts = await listWithoutVector(ctx, workspaceId);
    if (posts.length === 0) return { embedded };
    const vectors = await embedTexts(ctx, { workspaceId, texts: posts.map(embeddingTextOf) });
    for (const [index, post] of posts.entries())
      await keepVector(ctx, workspaceId, post, vectors[index] ?? []);
    embedded += posts.length;
  }
}

/** A description may be long; what is wanted stands at its start. */
export const embeddingTextOf = ({ title, description }: { title: string; description: string }): string =>
  `${title}\n\n${description.slice(0, 4_000)}`.trim();

async function listWithoutVector(ctx: Pick<Ctx, "db" | "embedder">, workspaceId: number): Promise<Waiting[]> {
  const p = schema.feedbackPosts;
  const lacksVector = or(isNull(p.embeddingModel), ne(p.embeddingModel, ctx.embedder.model));
  return ctx.db
    .select({ id: p.id, title: p.title, description: p.description })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), lacksVector))
    .orderBy(asc(p.id))
    .limit(BATCH);
}

/** Nothing is kept of a post that was edited meanwhile: it waits for the job that the edit has asked for. */
async function keepVector(
  ctx: Pick<Ctx, "db" | "embedder">,
  workspaceId: number,
  post: Waiting,
  embedding: number[],
): Promise<void> {
  const p = schema.feedbackPosts;
  const isSame = and(eq(p.title, post.title), eq(p.description, post.description));
  await ctx.db
    .update(p)
    .set({ embedding, embeddingModel: ctx.embedder.model })
    .where(and(isPost(workspaceId, post.id), isSame));
}

async function addTerms(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<void> {
  const p = schema.feedbackPosts;
  for (;;) {
    const posts = await ctx.db
      .select({ id: p.id, title: p.title, description: p.description })
      .from(p)
      .where(and(eq(p.workspaceId, workspaceId), isNull(p.terms)))
      .limit(BATCH);
    if (posts.length === 0) return;
    for (const post of posts) {
      const terms = postTerms(`${post.title}\n${post.description}`);
      await ctx.db.update(p).set({ terms }).where(isPost(workspaceId, post.id));
    }
  }
}
