import { importArticles } from "@firstline/core";
import type { Embedder, KnowledgeHit, ReadItem } from "@firstline/core";
import type { Db } from "@firstline/db";
import { beforeEach } from "vitest";
import { testClock } from "./clock.ts";
import { embedderCtx, firstHit } from "./embedders.ts";
import type { EmbedderCtx } from "./embedders.ts";
import { anArticle, aWorkspace } from "./factories.ts";
import { fileDatabase } from "./file-database.ts";

export const TOKENS = anArticle({
  title: "Rotate API tokens",
  content: "Open Settings, choose Tokens and press Rotate.",
});
export const INVOICES = anArticle({
  title: "Find your invoices",
  content: "Invoices are sent by mail every month.",
});

export type EmbeddingBase = {
  db: Db;
  clock: ReturnType<typeof testClock>;
  /** A new one before each test. */
  workspaceId: number;
  /** A process that is configured for this embedder and can still reach the others. */
  ctxOf: (embedder: Embedder, others?: Embedder[]) => EmbedderCtx;
  load: (ctx: EmbedderCtx, documents: ReadItem[], origin?: string) => ReturnType<typeof importArticles>;
  first: (ctx: EmbedderCtx, query?: string) => Promise<KnowledgeHit | undefined>;
};

/** For a test file whose tests import articles by processes with different embedders. */
export async function embeddingBase(): Promise<EmbeddingBase> {
  const { db } = await fileDatabase();
  const clock = testClock();
  const base: EmbeddingBase = {
    db,
    clock,
    workspaceId: 0,
    ctxOf: (embedder, others = []) => embedderCtx({ db, now: clock.now }, embedder, others),
    load: (ctx, documents, origin = "docs") =>
      importArticles(ctx, { workspaceId: base.workspaceId, origin, documents }),
    first: (ctx, query = "rotating tokens") => firstHit(ctx, base.workspaceId, query),
  };
  beforeEach(async () => {
    base.workspaceId = (await aWorkspace({ db })).id;
  });
  return base;
}
