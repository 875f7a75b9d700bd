import { getArticle, getSettings, NotFoundError } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { ogPicture } from "../../site/og.ts";
import type { OgPicture } from "../../site/og.ts";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";

const ARTICLE_FILE = /^([1-9]\d{0,14})\.png$/u;
const A_DAY = "public, max-age=86400";
/** A picture takes 40 ms and 40 KB; those of a link that is going round are asked for many times. */
const MOST_KEPT = 100;

/** The pictures that chats and networks show beside a link: of an article, or of the help center for every other page. */
export function linkPictureRoutes(web: Web): Hono {
  const app = new Hono();
  const draw = keepingRecent(ogPicture);
  app.get("/home.png", async (c) => {
    web.limits.take("read", addressOf(c));
    const { site } = await getSettings(web.ctx, web.workspace.id);
    const siteTitle = site.title ?? web.workspace.name;
    const title = site.tagline === "" ? siteTitle : site.tagline;
    const locale = site.locales[0] ?? "en";
    return send(c, draw({ title, siteTitle, accentColor: site.accentColor, locale }));
  });
  app.get("/articles/:file", async (c) => {
    web.limits.take("read", addressOf(c));
    const articleId = Number(ARTICLE_FILE.exec(c.req.param("file"))?.[1] ?? Number.NaN);
    if (!Number.isSafeInteger(articleId)) throw new NotFoundError("This picture");
    const workspaceId = web.workspace.id;
    const { title, status, audience, locale } = await getArticle(web.ctx, { workspaceId, articleId });
    if (status !== "published" || audience !== "everyone") throw new NotFoundError("This picture");
    const { site } = await getSettings(web.ctx, workspaceId);
    const siteTitle = site.title ?? web.workspace.name;
    return send(c, draw({ title, siteTitle, accentColor: site.accentColor, locale: locale ?? "en" }));
  });
  return app;
}

function send(c: Context, png: Buffer): Response {
  return c.body(new Uint8Array(png), 200, { "Content-Type": "image/png", "Cache-Control": A_DAY });
}

function keepingRecent(draw: (picture: OgPicture) => Buffer): (picture: OgPicture) => Buffer {
  const kept = new Map<string, Buffer>();
  return (picture) => {
    const key = JSON.stringify(picture);
    const png = kept.get(key) ?? draw(picture);
    kept.delete(key);
    kept.set(key, png);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return png;
  };
}
