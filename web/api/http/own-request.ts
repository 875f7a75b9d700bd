import type { Context } from "hono";
import type { Web } from "../context.ts";
import { StatusError } from "./errors.ts";

/** Whether a request comes from our own pages: the browser says where it stood. */
export function isOwnRequest(c: Context, web: Pick<Web, "publicUrl">): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = c.req.header("origin") ?? "";
  return [c.req.header("host"), hostOf(web.publicUrl)].includes(hostOf(origin) ?? "-");
}

/** For requests that act by a cookie, which a browser sends along wherever the request comes from. */
export function requireOwnRequest(c: Context, web: Web): void {
  if (isOwnRequest(c, web)) return;
  throw new StatusError(403, "forbidden", "This works on the help center's own pages only.");
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
