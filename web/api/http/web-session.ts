import { findWebSession } from "@firstline/core";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Web } from "../context.ts";
import { StatusError } from "./errors.ts";
import { requireOwnRequest } from "./own-request.ts";

const COOKIE = "firstline_session";

export type SessionPerson = { personId: number; name: string };

export const sessionToken = (c: Context): string => getCookie(c, COOKIE) ?? "";

/** Who the browser has shown to be; null for everybody else. */
export function findSession(c: Context, web: Web): Promise<SessionPerson | null> {
  return findWebSession(web.ctx, { workspaceId: web.workspace.id, token: sessionToken(c) });
}

/** Whom a cookie acts for; browsers send it along wherever a request comes from. Throws a 403 for other sites, a 401 for nobody. */
export async function requireSession(c: Context, web: Web): Promise<SessionPerson> {
  requireOwnRequest(c, web);
  const session = await findSession(c, web);
  if (session) return session;
  throw new StatusError(
    401,
    "session_needed",
    "We do not know yet who you are. Ask for a code in the chat with /feedback link, and enter it here.",
  );
}

/** No script can read it, and other sites' forms do not send it. A token in the past takes it away. */
export function keepSession(c: Context, web: Web, token: string, expires: Date): void {
  const secure = web.publicUrl.startsWith("https:");
  setCookie(c, COOKIE, token, { path: "/", httpOnly: true, sameSite: "Lax", secure, expires });
}
