import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Web } from "../context.ts";
import { addressOf, isPrivate } from "../http/address.ts";
import { askPage } from "../pages/ask.ts";
import { signDemoToken } from "../pages/demo-token.ts";
import { demoPage } from "../pages/demo.ts";

const DEMO_COOKIE = "firstline_demo";

/** Pages around the help panel: the panel as a page, and a pretend site that has it in its corner. */
export function panelPageRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/ask", async (c) => {
    web.limits.take("read", addressOf(c));
    return c.html(await askPage(web));
  });
  app.get("/demo", (c) => {
    web.limits.take("read", addressOf(c));
    c.header("X-Robots-Tag", "noindex");
    c.header("Cache-Control", "no-store");
    const secret = isOnThisMachine(web.publicUrl) && isPrivate(addressOf(c)) ? web.panelSecret : null;
    const isMember = secret !== null && c.req.query("as") === "member";
    return c.html(
      demoPage(web, {
        token: isMember ? signDemoToken(secret, { id: demoVisitor(c), now: web.ctx.now() }) : null,
        signsIn: secret !== null ? "yes" : web.panelSecret === null ? "no_secret" : "not_in_public",
        isDark: c.req.query("theme") === "dark",
        locale: /^[a-z]{2}$/u.exec(c.req.query("locale") ?? "")?.[0] ?? "en",
      }),
    );
  });
  return app;
}

/** In public everybody would get as many names from us as they like, and as many votes. */
function isOnThisMachine(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(new URL(url).hostname);
}

/** Everybody who tries the demo is a member of their own: nobody reads another's conversations. */
function demoVisitor(c: Context): string {
  const known = getCookie(c, DEMO_COOKIE) ?? "";
  if (/^[\da-f-]{36}$/u.test(known)) return known;
  const id = randomUUID();
  setCookie(c, DEMO_COOKIE, id, { path: "/demo", httpOnly: true, sameSite: "Lax", maxAge: 86_400 });
  return id;
}
