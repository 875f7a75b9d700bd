import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureWorkspace, importArticles } from "@firstline/core";
import type { Ctx, ReadItem, Workspace } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { siteWork } from "@firstline/web/site";
import type { Site } from "@firstline/web/site";
import { beforeEach } from "vitest";
import type { TestDatabase } from "../support/database.ts";
import { offlineModels, silentLog } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

export const BASE_URL = "https://help.acme.example";

export type Ground = {
  ctx: Ctx;
  workspace: Workspace;
  site: Site;
  /** Paths of the pages that the templates have made since the last call. */
  rendered(): string[];
  import(items: ReadItem[], origin?: string): Promise<void>;
  publish(): Promise<void>;
  /** A file of the site that is served; null where there is none. */
  read(file: string): Promise<string | null>;
  files(): Promise<string[]>;
  stop(): Promise<void>;
};

/** A workspace with a site of its own, laid out by templates so plain that a test can read them. */
export async function aSite(
  database: Pick<TestDatabase, "db">,
  changes: Partial<Site> = {},
): Promise<Ground> {
  const ctx = siteCtx(database);
  const workspace = await ensureWorkspace(ctx, { slug: `w-${randomUUID()}`, name: "Acme" });
  const folder = await mkdtemp(join(tmpdir(), "site-"));
  let paths: string[] = [];
  const site: Site = {
    ...plainSite(
      database,
      { workspaceId: workspace.id, dir: join(folder, "site") },
      { onRender: (path) => paths.push(path) },
    ),
    ...changes,
  };
  return {
    ctx,
    workspace,
    site,
    rendered() {
      const made = paths.toSorted();
      paths = [];
      return made;
    },
    async import(items, origin = "docs") {
      await importArticles(ctx, { workspaceId: workspace.id, documents: items, origin });
    },
    publish: () => siteWork(site).publish_site(),
    ...lookInto(join(site.dir, "current")),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** For a test file: a site of its own before each test, and a database that all of them are in. */
export async function siteForEachTest(): Promise<Ground> {
  const database = await fileDatabase();
  const ground = await aSite(database);
  await ground.stop();
  beforeEach(async () => {
    Object.assign(ground, await aSite(database));
    return () => ground.stop();
  });
  return ground;
}

function siteCtx(database: Pick<TestDatabase, "db">): Ctx {
  return {
    db: database.db,
    ...offlineModels(),
    embedder: createOfflineEmbedder(),
    log: silentLog,
    now: () => new Date(),
    helpCenterUrl: BASE_URL,
    modelTimeoutMs: 5_000,
    code: null,
  };
}

const PLAIN_TEXTS: Pick<Site, "articles" | "renderPost" | "renderEntry"> = {
  articles: {
    version: "r1",
    render: async ({ title, content }) => ({
      html: `<p>${content}</p>`,
      headings: [],
      description: `About ${title}`,
    }),
    renderPlain: ({ content }) => ({ html: `<pre>${content}</pre>`, headings: [], description: "" }),
  },
  renderPost: (markdown) => `<p>${markdown}</p>`,
  renderEntry: (markdown) => `<p>${markdown}</p>`,
};

/** A site whose pages are their views as JSON. */
export function plainSite(
  database: Pick<TestDatabase, "db">,
  place: { workspaceId: number; dir: string },
  options: { onRender?: (path: string) => void } = {},
): Site {
  const assetsDir = `${place.dir}-assets`;
  return {
    ctx: siteCtx(database),
    ...place,
    baseUrl: BASE_URL,
    planKeptMs: 0,
    async templates() {
      await mkdir(join(assetsDir, "_site"), { recursive: true });
      await writeFile(join(assetsDir, "_site", "page.0a1b2c.css"), "body{}");
      return {
        version: "t1",
        assetsDir,
        async render(view) {
          options.onRender?.(view.head.path);
          return `<title>${view.head.title}</title>${JSON.stringify(view)}`;
        },
      };
    },
    ...PLAIN_TEXTS,
  };
}

function lookInto(current: string): Pick<Ground, "read" | "files"> {
  return {
    read: (file) => readFile(join(current, file), "utf8").catch(() => null),
    async files() {
      const all = await readdir(current, { recursive: true, withFileTypes: true });
      return all
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(current.length + 1))
        .toSorted();
    },
  };
}
