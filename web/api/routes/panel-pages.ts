import { Hono } from "hono";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { askPage } from "../pages/ask.ts";
import { demoPage } from "../pages/demo.ts";

/** Pages around the help panel: the panel as a page, and a pretend site that has it in its corner. */
export function panelPageRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/ask", (c) => {
    web.limits.take("read", addressOf(c));
    return c.html(askPage(web));
  });
  app.get("/demo", (c) => {
    web.limits.take("read", addressOf(c));
    c.header("X-Robots-Tag", "noindex");
    const locale = /^[a-z]{2}$/u.exec(c.req.query("locale") ?? "")?.[0] ?? "en";
    const isDark = c.req.query("theme") === "dark";
    return c.html(demoPage(web, { token: null, canIdentify: false, isDark, locale }));
  });
  return app;
}
