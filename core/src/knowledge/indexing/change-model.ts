import { schema } from "@firstline/db";
import { and, eq, exists, isNull, ne, not, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { embedPassages, lacksVectorOf } from "./embed-in-batches.ts";

type ChangeCtx = Pick<Ctx, "db" | "embedder" | "now">;

/** Vectors written in one statement: on the embedded database all others wait for it. */
const WRITE_BATCH = 16;

const { articleChunks, upcomingVectors, workspaces } = schema;

/** The model whose vectors the search compares; null while there are none. */
export async function readLiveModel(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<string | null> {
  const [row] = await ctx.db
    .select({ model: workspaces.embeddingModel })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row?.model ?? null;
}

/** A workspace's first vectors are searched as soon as they are there. */
export async function setFirstModel(ctx: Pick<Ctx, "db" | "embedder">, workspaceId: number): Promise<void> {
  await ctx.db
    .update(workspaces)
    .set({ embeddingModel: ctx.embedder.model })
    .where(and(eq(workspaces.id, workspaceId), isNull(workspaces.embeddingModel)));
}

/** Gives every passage without a vector of the configured model one, where the search does not see it yet. */
export async function buildBeside(ctx: ChangeCtx, workspaceId: number): Promise<number> {
  const { model } = ctx.embedder;
  await dropVectors(ctx, and(eq(upcomingVectors.workspaceId, workspaceId), ne(upcomingVectors.model, model)));
  return embedPassages(ctx, workspaceId, lacksVector(ctx, workspaceId), async (rows, vectors) => {
    const made = rows.map(({ id: chunkId }, index) => ({
      chunkId,
      workspaceId,
      model,
      embedding: vectors[index] ?? [],
    }));
    for (let start = 0; start < made.length; start += WRITE_BATCH)
      await keep(ctx, made.slice(start, start + WRITE_BATCH));
  });
}

/** Passages may have gone while their text was with the embedder. */
async function keep(ctx: ChangeCtx, made: (typeof upcomingVectors.$inferInsert)[]): Promise<void> {
  const rows = sql.join(
    made.map(({ chunkId, workspaceId, model, embedding }) => {
      const vector = JSON.stringify(embedding);
      return sql`(${chunkId}::bigint, ${workspaceId}::bigint, ${model}::text, ${vector}::vector)`;
    }),
    sql`, `,
  );
  await ctx.db.execute(sql`
    insert into upcoming_vectors (chunk_id, workspace_id, model, embedding)
    select made.* from (values ${rows}) made(chunk_id, workspace_id, model, embedding)
    join article_chunks c on c.id = made.chunk_id and c.workspace_id = made.workspace_id
    on conflict (chunk_id) do update set model = excluded.model, embedding = excluded.embedding`);
}

/** Passages that have no vector of the configured model, neither in use nor made beside. */
function lacksVector(ctx: ChangeCtx, workspaceId: number) {
  const { model } = ctx.embedder;
  const beside = ctx.db
    .select({ one: sql`1` })
    .from(upcomingVectors)
    .where(and(eq(upcomingVectors.chunkId, articleChunks.id), eq(upcomingVectors.model, model)));
  return and(
    eq(articleChunks.workspaceId, workspaceId),
    lacksVectorOf(model, articleChunks),
    not(exists(beside)),
  );
}

/** Lets the search compare vectors of the configured model, all at once; false while a passage has none. */
export async function switchModel(ctx: ChangeCtx, workspaceId: number): Promise<boolean> {
  const open = ctx.db
    .select({ one: sql`1` })
    .from(articleChunks)
    .where(lacksVector(ctx, workspaceId));
  const switched = await ctx.db
    .update(workspaces)
    .set({ embeddingModel: ctx.embedder.model })
    .where(and(eq(workspaces.id, workspaceId), not(exists(open))))
    .returning({ id: workspaces.id });
  return switched.length > 0;
}

/**
 * Puts vectors that were made beside in the place of the old ones, a few at a time; the search finds each in one place
 * or the other. Those of a change that was given up are dropped.
 */
export async function moveVectors(ctx: ChangeCtx, workspaceId: number): Promise<void> {
  const { model } = ctx.embedder;
  await dropVectors(ctx, and(eq(upcomingVectors.workspaceId, workspaceId), ne(upcomingVectors.model, model)));
  for (;;) {
    const moved = await ctx.db.execute(sql`
      with moved as (
        delete from upcoming_vectors where chunk_id in (
          select chunk_id from upcoming_vectors where workspace_id = ${workspaceId} and model = ${model} limit ${WRITE_BATCH}
        ) returning chunk_id, model, embedding
      )
      update article_chunks c set embedding = moved.embedding, embedding_model = moved.model
      from moved where c.id = moved.chunk_id returning c.id`);
    if (moved.length === 0) return;
  }
}

async function dropVectors(ctx: ChangeCtx, which: ReturnType<typeof and>): Promise<void> {
  for (;;) {
    const some = ctx.db.select({ id: upcomingVectors.chunkId }).from(upcomingVectors).where(which).limit(500);
    const gone = await ctx.db
      .delete(upcomingVectors)
      .where(sql`${upcomingVectors.chunkId} in ${some}`)
      .returning({ id: upcomingVectors.chunkId });
    if (gone.length === 0) return;
  }
}
