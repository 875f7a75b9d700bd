import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Hono } from "hono";

const FOLDER = new URL("../assets/", import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

type Asset = { body: string; type: string; etag: string };

/** The files that pages load, read once. `url` carries a version, so that browsers may keep a file. */
export type Assets = { url(name: string): string; find(name: string): Asset | null };

export function loadAssets(): Assets {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(FOLDER)) {
    const type = TYPES[name.split(".").at(-1) ?? ""];
    if (type === undefined) continue;
    const body = readFileSync(new URL(name, FOLDER), "utf8");
    assets.set(name, {
      body,
      type,
      etag: createHash("sha256").update(body).digest("base64url").slice(0, 16),
    });
  }
  return {
    find: (name) => assets.get(name) ?? null,
    url(name) {
      const asset = assets.get(name);
      if (!asset) throw new Error(`there is no asset ${name}`);
      return `/assets/${name}?v=${asset.etag}`;
    },
  };
}

export function assetRoutes(app: Hono, assets: Assets): void {
  app.get("/assets/:name", (c) => {
    const asset = assets.find(c.req.param("name"));
    if (!asset) return c.notFound();
    const etag = `"${asset.etag}"`;
    // Modules import each other without a version: those must ask again, which the tag makes cheap.
    const cache = c.req.query("v") === asset.etag ? "public, max-age=31536000, immutable" : "no-cache";
    c.header("Cache-Control", cache);
    c.header("ETag", etag);
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    return c.body(asset.body, 200, { "Content-Type": asset.type });
  });
}
