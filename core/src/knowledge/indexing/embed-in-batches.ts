import { schema } from "@firstline/db";
import { and, asc, eq, gt, isNull, ne, or } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { embedTexts } from "./embed-texts.ts";
import { chunkEmbeddingText } from "./embedding-text.ts";

const BATCH = 64;

type Batches<Row> = {
  /** The next rows by id, at most `limit`. */
  read: (after: number, limit: number) => Promise<Row[]>;
  textOf: (row: Row) => string;
  /** Stores the vectors of `rows`, in their order; `texts` are what was embedded. */
  write: (rows: Row[], vectors: number[][], texts: string[]) => Promise<void>;
};

/** Embeds rows of a workspace, a batch at a time in the order of their ids; answers how many. */
export async function embedInBatches<Row extends { id: number }>(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
  { read, textOf, write }: Batches<Row>,
): Promise<number> {
  let last = 0;
  for (let count = 0; ;) {
    const rows = await read(last, BATCH);
    if (rows.length === 0) return count;
    const texts = rows.map(textOf);
    await write(rows, await embedTexts(ctx, { workspaceId, texts }), texts);
    last = rows.at(-1)?.id ?? last;
    count += rows.length;
  }
}

type Passage = { id: number; title: string; heading: string; text: string };

/** Embeds the passages that `which` picks; answers how many. */
export async function embedPassages(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
  which: SQL | undefined,
  write: (rows: Passage[], vectors: number[][]) => Promise<void>,
): Promise<number> {
  const { id, title, heading, content: text, workspaceId: owner } = schema.articleChunks;
  return embedInBatches<Passage>(ctx, workspaceId, {
    read: (after, limit) =>
      ctx.db
        .select({ id, title, heading, text })
        .from(schema.articleChunks)
        .where(and(eq(owner, workspaceId), gt(id, after), which))
        .orderBy(asc(id))
        .limit(limit),
    textOf: chunkEmbeddingText,
    write,
  });
}

/** No vector of this model. */
export function lacksVectorOf(
  model: string,
  table: typeof schema.articleChunks | typeof schema.articles,
): SQL | undefined {
  return or(isNull(table.embedding), isNull(table.embeddingModel), ne(table.embeddingModel, model));
}
