import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { rememberAgent, cleanText, ForbiddenError } from "@firstline/core";
import type { Person } from "@firstline/core";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";
import type { Web } from "../context.ts";

const SESSION = "firstline_console";
const NAME = "firstline_agent";
const DAY = 24 * 60 * 60;

/** The cookie proves that its holder knew the token without holding the token itself. */
function sessionOf(web: Web): string {
  return createHmac("sha256", web.consoleToken).update("firstline console session").digest("base64url");
}

export function isConsoleToken(web: Web, token: string): boolean {
  return isSame(token, web.consoleToken);
}

export function isSignedIn(c: Context, web: Web): boolean {
  return isSame(getCookie(c, SESSION) ?? "", sessionOf(web));
}

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

export function signIn(c: Context, web: Web): void {
  setCookie(c, SESSION, sessionOf(web), cookieOptions(web, 30 * DAY));
}

export function signOut(c: Context, web: Web): void {
  setCookie(c, SESSION, "", cookieOptions(web, 0));
  setCookie(c, NAME, "", cookieOptions(web, 0));
}

function cookieOptions(web: Web, maxAge: number): CookieOptions {
  const secure = web.publicUrl.startsWith("https:");
  return { path: "/console", httpOnly: true, sameSite: "Strict", secure, maxAge };
}

/** The name under which this browser's agent answers; null until it was given. */
export function agentName(c: Context): string | null {
  const name = toAgentName(getCookie(c, NAME) ?? "");
  return name === "" ? null : name;
}

export function keepAgentName(c: Context, web: Web, name: string): void {
  setCookie(c, NAME, toAgentName(name), cookieOptions(web, 365 * DAY));
}

export const toAgentName = (text: string): string =>
  cleanText(text.toWellFormed()).replace(/\s+/gu, " ").slice(0, 60).toWellFormed();

/** The agent who works in this browser. */
export function getAgent(c: Context, web: Web): Promise<Person> {
  const name = agentName(c);
  if (name === null) throw new ForbiddenError("Say first under which name members see you.");
  const key = createHash("sha256").update(name.toLowerCase()).digest("base64url").slice(0, 16);
  const identity = { platform: "panel" as const, externalId: `console:${key}`, name };
  return web.ctx.db.transaction((tx) => rememberAgent(tx, web.workspace.id, identity));
}
