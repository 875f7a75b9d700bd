import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError, refuse } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Realm } from "../realm.ts";
import type { RecordedCall } from "../records.ts";
import { checkAnswer, checkRequest } from "../validate/openapi.ts";
import type { ReadBody } from "./body.ts";
import { collect, readBody } from "./body.ts";
import type { Answer, Route } from "./call.ts";
import type { Fault } from "./faults.ts";
import { rateLimitBody } from "./faults.ts";
import type { RateLimits } from "./rate-limits.ts";
import { globalHeaders, refusalHeaders } from "./rate-limits.ts";
import type { Router } from "./router.ts";
import { requireSnowflakes } from "./router.ts";

interface Reply {
  readonly status: number;
  readonly body?: Json;
  readonly headers: Record<string, string>;
}

export interface ServerParts {
  readonly realm: Realm;
  readonly router: Router;
  readonly rateLimits: RateLimits;
  /** Holds this stand-in's own answers against Discord's document as well. */
  readonly checksAnswers: boolean;
}

/** Answers one request: fault, token, route, rate limit, form, then the work itself. */
export async function answerRequest(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await collect(request);
  const url = new URL(request.url ?? "/", "http://localhost");
  const method = request.method ?? "GET";
  const path = url.pathname.replace(/^\/api(?:\/v\d+)?/, "");
  const call: RecordedCall = {
    at: Date.now(),
    method,
    path: decodePath(path),
    route: null,
    query: url.search,
    body: null,
    files: [],
    status: 0,
    faulted: false,
  };
  const fault = parts.realm.faults.take(method, call.path);
  call.faulted = fault !== null;
  const early = await applyFault(fault);
  if (early === "hang") {
    parts.realm.records.call(call);
    return;
  }
  const reply = early ?? (await process(parts, request, url, bytes, call));
  call.status = fault?.kind === "lose" ? 0 : reply.status;
  if (call.body === null) call.body = await bodyForRecord(request, bytes);
  parts.realm.records.call(call);
  if (fault?.kind === "lose") return lose(response, fault.how);
  send(response, reply);
}

function decodePath(path: string): string {
  return path.replaceAll("%40", "@");
}

async function bodyForRecord(request: IncomingMessage, bytes: Buffer): Promise<Json> {
  try {
    return (await readBody(request, bytes)).body;
  } catch {
    return bytes.toString("utf8");
  }
}

/** A reply that replaces the work, "hang" for none ever, or null to go on. */
async function applyFault(fault: Fault | null): Promise<Reply | "hang" | null> {
  switch (fault?.kind) {
    case "hang":
      return "hang";
    case "answer":
      return { status: fault.status, body: fault.body, headers: {} };
    case "rate-limit": {
      const headers = fault.global
        ? globalHeaders(fault.retryAfter)
        : refusalHeaders("fault", fault.retryAfter);
      return { status: 429, body: rateLimitBody(fault.retryAfter, fault.global), headers };
    }
    case "delay":
      await new Promise((resolve) => {
        setTimeout(resolve, fault.ms);
      });
      return null;
    case "lose":
    case undefined:
      return null;
  }
}

async function process(
  parts: ServerParts,
  request: IncomingMessage,
  url: URL,
  bytes: Buffer,
  call: RecordedCall,
): Promise<Reply> {
  const where = `${call.method} ${call.path}`;
  let headers: Record<string, string> = {};
  try {
    requireVersion(url.pathname);
    requireUserAgent(request);
    const { route, params } = parts.router.match(call.method, call.path);
    call.route = route.template;
    if (route.needsBot) requireToken(parts.realm, request);
    const verdict = parts.rateLimits.check(route.method, route.template, majorOf(params));
    headers = verdict.headers;
    if (verdict.retryAfter > 0) {
      return { status: 429, body: rateLimitBody(verdict.retryAfter, verdict.global), headers };
    }
    requireSnowflakes(params);
    const read = await readBody(request, bytes);
    call.body = read.body;
    call.files = read.files.map((file) => file.filename);
    const answer = perform(parts, route, params, url, read, call);
    return { ...answer, headers };
  } catch (cause) {
    return toReply(parts.realm, where, cause, headers);
  }
}

function perform(
  parts: ServerParts,
  route: Route,
  params: Record<string, string>,
  url: URL,
  read: ReadBody,
  call: RecordedCall,
): Answer {
  checkRequest(route, read.body, read.files.length > 0);
  const { method, path } = call;
  const answer = route.handle(parts.realm, { method, path, params, query: url.searchParams, ...read });
  if (parts.checksAnswers) checkAnswer(route, answer);
  return answer;
}

function majorOf(params: Readonly<Record<string, string>>): string {
  return params["channel_id"] ?? params["guild_id"] ?? params["webhook_id"] ?? "";
}

function requireVersion(pathname: string): void {
  if (!pathname.startsWith("/api/")) throw refuse("routeNotFound");
  if (!pathname.startsWith("/api/v10/")) throw refuse("invalidVersion");
}

/** Discord's front door turns away clients that do not name themselves as it asks. */
function requireUserAgent(request: IncomingMessage): void {
  if (!/^DiscordBot \(.+\)/.test(request.headers["user-agent"] ?? "")) throw refuse("networkError");
}

function requireToken(realm: Realm, request: IncomingMessage): void {
  if (realm.token === null || request.headers.authorization !== `Bot ${realm.token}`)
    throw refuse("unauthorized");
}

function toReply(realm: Realm, where: string, cause: unknown, headers: Record<string, string>): Reply {
  if (cause instanceof ApiError) {
    realm.records.reject({
      where,
      status: cause.status,
      code: cause.code,
      message: cause.message,
      detail: cause.errors,
    });
    if (cause.retryAfter === null) return { status: cause.status, body: cause.toBody(), headers };
    const body = rateLimitBody(cause.retryAfter, false);
    return { status: 429, body, headers: { ...headers, ...refusalHeaders(where, cause.retryAfter) } };
  }
  // A mistake of the stand-in itself: visible to the test as a rejection that no client can cause.
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  realm.records.reject({ where, status: 500, code: -1, message, detail: null });
  return { status: 500, body: { message: "500: Internal Server Error", code: 0 }, headers };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.body === undefined) {
    response.writeHead(reply.status, reply.headers).end();
    return;
  }
  response
    .writeHead(reply.status, { ...reply.headers, "Content-Type": "application/json" })
    .end(JSON.stringify(reply.body));
}

/** "reset" is what a client sees as ECONNRESET and discord.js sends again by itself; "close" it does not. */
function lose(response: ServerResponse, how: "close" | "reset"): void {
  if (how === "reset") response.socket?.resetAndDestroy();
  if (how === "close") response.socket?.destroy();
}
