import { searchKnowledge, UpstreamError } from "@firstline/core";
import type { Ctx, Embedder, KnowledgeHit } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import type { Db } from "@firstline/db";
import { silentLog } from "./fakes.ts";

export type PaidEmbedder = Embedder & {
  /** What it was asked to embed so far, questions apart. */
  texts: string[];
  /** It gives up after so many texts. */
  limit: number;
};

/** An embedding service that counts what it is asked for. */
export function paidEmbedder(model: string, dimensions = 1536): PaidEmbedder {
  const offline = createOfflineEmbedder();
  const embedder: PaidEmbedder = {
    model,
    dimensions: 1536,
    texts: [],
    limit: Number.POSITIVE_INFINITY,
    async embed(texts, purpose) {
      if (purpose === "document") {
        if (embedder.texts.length + texts.length > embedder.limit)
          throw new UpstreamError(model, "The service is down.", { retryable: true });
        embedder.texts.push(...texts);
      }
      const vectors = await offline.embed(texts, purpose);
      return vectors.map((vector) => vector.slice(0, dimensions));
    },
  };
  return embedder;
}

export type EmbedderCtx = Pick<Ctx, "db" | "embedder" | "findEmbedder" | "log" | "now"> & {
  /** Warnings. */
  heard: string[];
};

/** A process that is configured for this embedder and can still reach the others. */
export function embedderCtx(
  given: Pick<Ctx, "db" | "now">,
  embedder: Embedder,
  others: Embedder[] = [],
): EmbedderCtx {
  const heard: string[] = [];
  const log = { ...silentLog, warn: (_: unknown, message: string) => heard.push(message) };
  const findEmbedder = (model: string) => others.find((other) => other.model === model) ?? null;
  return { ...given, embedder, findEmbedder, log, heard };
}

/** The models of a workspace's passages, with how many each has embedded. */
export async function modelsOfChunks(db: Db, workspaceId: number): Promise<Record<string, number>> {
  const rows = await db.query.articleChunks.findMany({
    where: (row, { eq }) => eq(row.workspaceId, workspaceId),
  });
  const models: Record<string, number> = {};
  for (const { embedding, embeddingModel } of rows) {
    const name = embedding === null ? "none" : (embeddingModel ?? "none");
    models[name] = (models[name] ?? 0) + 1;
  }
  return models;
}

export async function liveModel(db: Db, workspaceId: number): Promise<string | null | undefined> {
  const row = await db.query.workspaces.findFirst({ where: (row, { eq }) => eq(row.id, workspaceId) });
  return row?.embeddingModel;
}

export async function firstHit(
  ctx: EmbedderCtx,
  workspaceId: number,
  query: string,
): Promise<KnowledgeHit | undefined> {
  return (await searchKnowledge(ctx, { workspaceId, query }))[0];
}
