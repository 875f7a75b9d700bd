import { schema } from "@firstline/db";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { setTimeout as wait } from "node:timers/promises";
import type { Ctx } from "../context.ts";
import type { ChunkText } from "./indexing/analyze.ts";
import { passageReader } from "./ranking/passage-terms.ts";
import { textsOf } from "./passage-texts.ts";
import { lengthsOf } from "./ranking/rank-meaning.ts";

export type ReadingAhead = {
  /** When everything has been read, or nothing more will be. Never rejects. */
  done: Promise<void>;
  stop(): Promise<void>;
};

/** Fewer than a process remembers, so that what people ask for in the meantime is not forgotten again. */
const MOST_PASSAGES = 12_000;
/** About three milliseconds of work, then others get their turn. */
const AT_ONCE = 15;
const PAUSE_MS = 20;

/**
 * Reads the passages of the most read articles and takes them apart while nobody waits for it, so that the first questions
 * after a start are answered as fast as later ones. What fails is logged: searches do it themselves then.
 */
export function readAhead(ctx: Pick<Ctx, "db" | "log">, input: { workspaceId: number }): ReadingAhead {
  const stopped = new AbortController();
  const done = readMostRead(ctx, input.workspaceId, stopped.signal).catch((error: unknown) => {
    if (!stopped.signal.aborted) ctx.log.warn({ ...input, error }, "passages could not be read ahead");
  });
  return {
    done,
    async stop() {
      stopped.abort();
      await done;
    },
  };
}

async function readMostRead(ctx: Pick<Ctx, "db">, workspaceId: number, signal: AbortSignal): Promise<void> {
  const ids = await listMostRead(ctx, workspaceId);
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const rows = await readPassages(ctx, workspaceId, ids.slice(start, start + AT_ONCE));
    textsOf(ctx.db).complete(rows);
    for (const row of rows) takeApart(row);
    await wait(PAUSE_MS, undefined, { signal });
  }
}

/** Each of these remembers what it made of the passage. */
function takeApart(passage: ChunkText & { id: number }): void {
  const reader = passageReader();
  lengthsOf(reader.read(passage.id, passage), reader.numbers);
}

async function listMostRead({ db }: Pick<Ctx, "db">, workspaceId: number): Promise<number[]> {
  const { articles: a, articleChunks: c } = schema;
  const mostRead = db
    .select({ id: a.id, viewCount: a.viewCount })
    .from(a)
    .where(and(eq(a.workspaceId, workspaceId), eq(a.status, "published")))
    .orderBy(desc(a.viewCount), desc(a.id))
    .limit(MOST_PASSAGES)
    .as("most_read");
  const rows = await db
    .select({ id: c.id })
    .from(mostRead)
    .innerJoin(c, eq(c.articleId, mostRead.id))
    .orderBy(desc(mostRead.viewCount), desc(mostRead.id), asc(c.position))
    .limit(MOST_PASSAGES);
  return rows.map(({ id }) => id);
}

/** As a search tells them, so that it need not. */
async function readPassages({ db }: Pick<Ctx, "db">, workspaceId: number, ids: number[]) {
  const { articles: a, articleChunks: c } = schema;
  return db
    .select({
      id: c.id,
      hash: sql<string>`left(${c.contentHash}, 12)`,
      title: c.title,
      heading: c.heading,
      content: c.content,
      language: a.language,
    })
    .from(c)
    .innerJoin(a, eq(a.id, c.articleId))
    .where(and(eq(c.workspaceId, workspaceId), inArray(c.id, ids)));
}
