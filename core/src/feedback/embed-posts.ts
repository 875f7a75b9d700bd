import { schema } from "@firstline/db";
import { and, asc, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { embedTexts } from "../knowledge/indexing/embed-texts.ts";
import { hasLearnedMeaning } from "../knowledge/indexing/learned-meaning.ts";
import { isPost } from "./load.ts";
import { postTerms } from "./post-terms.ts";

const BATCH = 32;
const TERMS_BATCH = 200;

type Waiting = { id: number; title: string; description: string };

/**
 * Job `embed_posts`: gives every post that lacks them its terms and, where the configured model has learned what words
 * mean, a vector. Harmless to repeat; one that was cut short goes on where it was. Throws `UpstreamError` when the
 * embedder fails: posts are found by their words until it works again.
 */
export async function embedPosts(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  input: { workspaceId: number },
): Promise<{ embedded: number }> {
  const { workspaceId } = input;
  await addTerms(ctx, workspaceId);
  // Vectors of words bring nothing that the terms do not: nobody would compare them.
  if (!hasLearnedMeaning(ctx.embedder)) return { embedded: 0 };
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
      .limit(TERMS_BATCH);
    if (posts.length === 0) return;
    const rows = posts.map(({ id, title, description }) => ({
      id,
      terms: postTerms(`${title}\n${description}`),
    }));
    await ctx.db.execute(sql`
      update ${p} post set terms = array(select jsonb_array_elements_text(made.terms))
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made(id bigint, terms jsonb)
      where post.id = made.id and post.workspace_id = ${workspaceId} and post.terms is null`);
  }
}
