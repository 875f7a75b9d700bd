import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { Context } from "hono";
import type { Site } from "../publish/site.ts";
import { SITE_POLICY } from "../../api/http/headers.ts";
import { pagesMadeNow } from "./made-now.ts";
import type { MadeNow } from "./made-now.ts";
import { findPicture } from "./pictures.ts";
import { PLAIN_NOT_FOUND, PLAIN_PAGE } from "./plain-page.ts";
import { redirectsOf } from "./redirects.ts";
import { findStored, toPath, typeOf } from "./stored-file.ts";

/** Addresses below these are never pages. */
const OTHERS = /^\/(?:api|assets|console|mcp|og|webhooks)(?:\/|$)/u;

export type ServeOptions = {
  /** Called before a page is made for a request; throws where there were too many. */
  takeTurn(c: Context): void;
};

const PAGE = typeOf("page.html");
/** What the pages load has its hash in its name. */
const FOREVER = "public, max-age=31536000, immutable";
/** Kept, but asked for again each time, which the tag makes cheap. */
const ASK_AGAIN = "no-cache";

/** Serves the public pages: files as they are, and what has no file as it would be. */
export function siteRoutes(site: Site, options: ServeOptions): Hono {
  const app = new Hono();
  const makeNow = pagesMadeNow(site);
  const findRedirect = redirectsOf(site.dir);
  const answer = async (c: Context): Promise<Response | undefined> => {
    const { pathname } = new URL(c.req.url);
    const path = toPath(pathname);
    if (path === null) return undefined;
    if (path !== "/" && path.endsWith("/") && !path.includes("//")) return movedTo(c, pathname.slice(0, -1));
    const moved = await findRedirect(pathname);
    if (moved !== null) return movedTo(c, moved);
    const stored = await findStored(site.dir, path);
    if (stored && stored.file.endsWith(".html") && path.endsWith(".html")) {
      return movedTo(c, pathname === "/index.html" ? "/" : pathname.slice(0, -".html".length));
    }
    if (stored) return send(c, stored.body, stored.type, 200);
    options.takeTurn(c);
    const made = await makeNow(path);
    return made ? sendMade(c, path, made) : undefined;
  };
  app.get("/og/*", async (c, next) => {
    const picture = await findPicture(site, c.req.path, () => options.takeTurn(c));
    return picture ? send(c, picture, typeOf(".png"), 200) : next();
  });
  app.get("*", async (c, next) => {
    if (OTHERS.test(c.req.path)) return next();
    try {
      return (await answer(c)) ?? (await notFound(site, c, makeNow));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "limit") throw error;
      const { workspaceId } = site;
      site.ctx.log.error({ workspaceId, path: c.req.path, error }, "a public page could not be served");
      return c.html(PLAIN_PAGE, 503, { "Retry-After": "30", "Cache-Control": "no-store" });
    }
  });
  return app;
}

function movedTo(c: Context, to: string): Response {
  const { search } = new URL(c.req.url);
  return c.body(null, 301, { Location: to + search, "Cache-Control": ASK_AGAIN });
}

function sendMade(c: Context, path: string, made: MadeNow): Response {
  if (made.kind === "moved") return movedTo(c, made.to);
  return send(c, made.body, made.kind === "page" ? PAGE : typeOf(path), 200);
}

/** The page of the language that the address begins with. */
async function notFound(
  site: Site,
  c: Context,
  makeNow: (path: string) => Promise<MadeNow | null>,
): Promise<Response> {
  const first = /^\/[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*(?=\/)/u.exec(c.req.path)?.[0];
  for (const path of first === undefined ? ["/404"] : [`${first}/404`, "/404"]) {
    const stored = await findStored(site.dir, path);
    if (stored) return send(c, stored.body, stored.type, 404);
    const made = await makeNow(path);
    if (made?.kind === "page") return send(c, made.body, PAGE, 404);
  }
  return c.html(PLAIN_NOT_FOUND, 404);
}

function send(c: Context, body: string | Uint8Array<ArrayBuffer>, type: string, status: 200 | 404): Response {
  const hash = createHash("sha256").update(body);
  const hex = hash.digest("hex");
  const etag = `"${hex.slice(0, 20)}"`;
  const version = c.req.query("v") ?? "";
  const isNamed = c.req.path.startsWith("/_site/") || (version.length >= 8 && hex.startsWith(version));
  const headers = {
    ETag: etag,
    "Cache-Control": isNamed && status === 200 ? FOREVER : ASK_AGAIN,
    "Content-Security-Policy": SITE_POLICY,
  };
  const known = (c.req.header("if-none-match") ?? "")
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//u, ""));
  if (status === 200 && (known.includes(etag) || known.includes("*"))) return c.body(null, 304, headers);
  return c.body(body, status, { ...headers, "Content-Type": type });
}
