import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { SITE_POLICY, faviconSvg, themeCss } from "@firstline/web/pages";
import type { PageView, Templates } from "@firstline/web/pages";
import { FRAME } from "./harbor.ts";

type Answer = { status?: number; type: string; body: string | Buffer };
export type Api = (request: IncomingMessage, path: URL) => Promise<Answer | null> | Answer | null;

export type PageServer = { url: string; close(): Promise<void> };

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/** Serves made-up pages with the policy of the real server; `api` answers what else the pages ask for. */
export async function servePages(
  templates: Templates,
  pages: Readonly<Record<string, PageView>>,
  api: Api = () => null,
): Promise<PageServer> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://localhost");
    const found =
      (await api(request, path)) ?? (await findPage(path.pathname)) ?? (await findFile(path.pathname));
    const { status = 200, type, body } = found ?? { status: 404, type: "text/plain", body: "nothing here" };
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Security-Policy": SITE_POLICY,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": path.pathname.startsWith("/_site/")
        ? "public, max-age=31536000, immutable"
        : "no-cache",
    });
    response.end(body);
  }

  async function findPage(path: string): Promise<Answer | null> {
    const view = pages[path.slice(1)];
    return view ? { type: "text/html; charset=utf-8", body: await templates.render(view) } : null;
  }

  async function findFile(path: string): Promise<Answer | null> {
    if (path === "/theme.css") return { type: "text/css", body: themeCss(FRAME) };
    if (path === "/favicon.svg") return { type: "image/svg+xml", body: faviconSvg(FRAME) };
    if (path === "/robots.txt") return { type: "text/plain", body: "User-agent: *\nAllow: /\n" };
    if (!/^\/_site\/[\w.-]+$/u.test(path)) return null;
    const type = `${TYPES[extname(path)] ?? "application/octet-stream"}; charset=utf-8`;
    return readFile(join(templates.assetsDir, path)).then(
      (body) => ({ type, body }),
      () => null,
    );
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
