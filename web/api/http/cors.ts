import { getSettings } from "@firstline/core";
import type { MiddlewareHandler } from "hono";
import type { Web } from "../context.ts";
import { StatusError } from "./errors.ts";
import { isOwnRequest } from "./own-request.ts";

const ALLOWED: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Methods": "GET, POST",
  "Access-Control-Allow-Headers":
    "Authorization, Content-Type, Firstline-Identity, Idempotency-Key, Last-Event-ID",
  "Access-Control-Max-Age": "600",
};

/**
 * Lets our own pages and the sites on the workspace's list in, and refuses every other one. Cookies never come along from
 * elsewhere: who a visitor is stands in headers.
 */
export function allowListedOrigins(web: Web): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (origin === undefined || isOwnRequest(c, web)) return next();
    c.header("Vary", "Origin");
    const { panelOrigins } = await getSettings(web.ctx, web.workspace.id);
    if (!panelOrigins.includes(origin)) {
      throw new StatusError(
        403,
        "origin",
        "This site is not on the list of those that may show the help panel.",
      );
    }
    if (c.req.method === "OPTIONS") {
      return c.body(null, 204, { ...ALLOWED, "Access-Control-Allow-Origin": origin, Vary: "Origin" });
    }
    await next();
    c.res.headers.set("Access-Control-Allow-Origin", origin);
    c.res.headers.set("Access-Control-Expose-Headers", "Retry-After");
    c.res.headers.append("Vary", "Origin");
  };
}
