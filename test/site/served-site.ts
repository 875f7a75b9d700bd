import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureWorkspace, importArticles } from "@firstline/core";
import type { Ctx, ReadItem } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { buildNow, openSite, siteRoutes } from "@firstline/web/site";
import { testDatabase } from "../support/database.ts";
import { offlineModels, silentLog } from "../support/fakes.ts";

export type ServedSite = { url: string; stop(): Promise<void> };

/** Articles imported, built into a site and served, as they are for visitors. */
export async function serveArticles(documents: ReadItem[]): Promise<ServedSite> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), "site-"));
  const ctx: Ctx = {
    db: database.db,
    ...offlineModels(),
    embedder: createOfflineEmbedder(),
    log: silentLog,
    now: () => new Date(),
    helpCenterUrl: "https://help.example",
    modelTimeoutMs: 5_000,
    code: null,
  };
  const workspace = await ensureWorkspace(ctx, { slug: `w-${randomUUID()}`, name: "Acme" });
  await importArticles(ctx, { workspaceId: workspace.id, documents, origin: "docs" });
  const site = openSite(ctx, {
    workspaceId: workspace.id,
    baseUrl: "https://help.example",
    dir: join(folder, "site"),
  });
  await buildNow(site);
  const { server, url } = await serve(siteRoutes(site, { takeTurn: () => {} }));
  return {
    url,
    async stop() {
      server.close();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function serve(app: {
  fetch(request: Request): Response | Promise<Response>;
}): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    void Promise.resolve(app.fetch(new Request(`http://127.0.0.1${request.url ?? "/"}`))).then(
      async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { server, url: `http://127.0.0.1:${address.port}` };
}
