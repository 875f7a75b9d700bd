import { Hono } from "hono";
import { panelScript } from "../panel-script.ts";

/** The help panel's script. Any site may load it; which of them it works on is decided by what it asks for. */
export function panelScriptRoutes(): Hono {
  const app = new Hono();
  app.get("/panel.js", async (c) => {
    const { code, etag, gzip } = await panelScript();
    const isPacked = /\bgzip\b/u.test(c.req.header("accept-encoding") ?? "");
    const tag = `"${etag}${isPacked ? "-gz" : ""}"`;
    c.header("ETag", tag);
    c.header("Vary", "Accept-Encoding");
    c.header("Cache-Control", "public, max-age=300, stale-while-revalidate=86400");
    c.header("Access-Control-Allow-Origin", "*");
    c.header("Cross-Origin-Resource-Policy", "cross-origin");
    if (c.req.header("if-none-match") === tag) return c.body(null, 304);
    c.header("Content-Type", "text/javascript; charset=utf-8");
    if (!isPacked) return c.body(code);
    c.header("Content-Encoding", "gzip");
    return c.body(gzip);
  });
  return app;
}
