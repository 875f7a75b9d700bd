import type { Ctx } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import type { Db } from "@firstline/db";
import { offlineModels, silentLog } from "../support/fakes.ts";

/**
 * The product without anything paid or foreign, on the real clock.
 * @param model the name that the embedder's vectors go by; left out: their own
 */
export function benchCtx(db: Db, model?: string): Ctx {
  const embedder = createOfflineEmbedder();
  return {
    db,
    ...offlineModels(),
    embedder: model === undefined ? embedder : { ...embedder, model },
    log: silentLog,
    now: () => new Date(),
    helpCenterUrl: null,
    code: null,
    modelTimeoutMs: 10_000,
  };
}
