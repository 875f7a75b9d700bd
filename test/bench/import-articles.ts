/**
 * Imports many articles as the product does, in a process of its own whose memory can be told:
 * node import-articles.ts DATABASE_URL COUNT [EMBEDDING_MODEL]
 */
import { ensureWorkspace, importArticles, updateSettings } from "@firstline/core";
import { connect } from "@firstline/db";
import { manyArticles } from "./articles.ts";
import type { Imported } from "./base.ts";
import { benchCtx } from "./ctx.ts";

const [url = "", count = "0", model] = process.argv.slice(2);
const database = connect(url);
const ctx = benchCtx(database.db, model);
const { id: workspaceId } = await ensureWorkspace(ctx, { slug: "bench", name: "Bench" });
await updateSettings(ctx, { workspaceId, settings: { burstSeconds: 0 } });
const started = performance.now();
const { added } = await importArticles(ctx, {
  workspaceId,
  origin: "bench",
  documents: manyArticles(Number(count)),
});
const ms = performance.now() - started;
await database.close();
const report: Imported = { workspaceId, added, ms, peakMb: process.resourceUsage().maxRSS / 1024 };
process.send?.(report);
