import { importArticles, searchKnowledge } from "@firstline/core";
import type { Ctx, KnowledgeHit, ReadItem } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { beforeEach } from "vitest";
import { aWorkspace, takeSiteChange } from "./factories.ts";
import { silentLog } from "./fakes.ts";
import { fileDatabase } from "./file-database.ts";

export type SearchBase = {
  ctx: Pick<Ctx, "db" | "embedder" | "log" | "now">;
  /** A new one before each test. */
  workspaceId: number;
  load: (documents: ReadItem[], origin?: string) => Promise<void>;
  search: (query: string) => Promise<KnowledgeHit[]>;
  /** Whether the public pages were told to follow a change since this was last asked. */
  takeSiteChange: () => Promise<boolean>;
};

/** For a test file whose tests write or import articles and search them, offline. */
export async function searchBase(): Promise<SearchBase> {
  const { db } = await fileDatabase();
  const now = (): Date => new Date("2026-11-22T12:00:00Z");
  const base: SearchBase = {
    ctx: { db, embedder: createOfflineEmbedder(), log: silentLog, now },
    workspaceId: 0,
    async load(documents, origin = "docs") {
      await importArticles(base.ctx, { workspaceId: base.workspaceId, origin, documents });
    },
    search: (query) => searchKnowledge(base.ctx, { workspaceId: base.workspaceId, query }),
    takeSiteChange: () => takeSiteChange(db, base.workspaceId),
  };
  beforeEach(async () => {
    base.workspaceId = (await aWorkspace(base.ctx)).id;
  });
  return base;
}
