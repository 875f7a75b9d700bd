import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./api-error.ts";
import { parseArgs } from "./args.ts";
import type { Core } from "./core.ts";
import type { Fault } from "./faults.ts";
import { readBody, type RequestBody } from "./http-body.ts";
import { isObject, type Json, parseJson } from "./json.ts";
import { METHODS } from "./methods/index.ts";
import type { Method } from "./methods/method.ts";

/** Answers one Web API call: faults first, then token, scopes, arguments and the method itself. */
export async function answerCall(
  core: Core,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const fault = core.faults.take(method);
  if (fault?.kind === "rate_limit")
    return sendLimited(core, method, decodeFields(body.fields), fault.retryAfter, response);
  if (fault?.kind === "http_500") return sendServerError(core, method, decodeFields(body.fields), response);
  if (fault?.kind === "hang" && !fault.performs) await sleep(fault.ms, undefined, { ref: false });
  const planned =
    fault?.kind === "error" ? { answer: toFailure(fault), args: decodeFields(body.fields) } : undefined;
  const { answer, args } = planned ?? perform(core, method, body);
  record(core, method, args, answer);
  if (fault?.kind === "hang" && fault.performs) await sleep(fault.ms, undefined, { ref: false });
  if (fault?.kind === "lose_response") {
    request.socket.destroy();
    return;
  }
  if (answer["error"] === "ratelimited") return sendJson(response, 429, answer, { "retry-after": "1" });
  sendJson(response, 200, answer, scopeHeaders(core, METHODS[method]));
}

interface Performed {
  answer: Json;
  /** What the call asked for, converted as far as it could be read. */
  args: Json;
}

function perform(core: Core, name: string, body: RequestBody): Performed {
  let asked = decodeFields(body.fields);
  try {
    const method = METHODS[name];
    if (!method) throw new ApiError("unknown_method", { req_method: name });
    if (body.problem) throw new ApiError(body.problem);
    authorize(core, method, body.token);
    const { args, unknown } = parseArgs(method.args, body.fields);
    asked = { ...asked, ...args.values };
    for (const arg of unknown) core.workspace.reject(name, "unknown_argument", arg);
    const accepted = typeof method.scopes === "function" ? method.scopes(core, args) : (method.scopes ?? []);
    checkScopes(core, accepted);
    return { answer: { ok: true, ...method.run(core, args) }, args: asked };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { answer: { ok: false, error: error.code, ...error.extra }, args: asked };
  }
}

/** Forms carry lists and objects as JSON text. */
function decodeFields(fields: Json): Json {
  const decode = (value: unknown): unknown =>
    typeof value === "string" && /^[[{]/.test(value) ? (parseJson(value) ?? value) : value;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, decode(value)]));
}

function authorize({ workspace }: Core, method: Method, token: string | undefined): void {
  if (method.token === "any") return;
  if (token === undefined || token === "") throw new ApiError("not_authed");
  const [right, other] =
    method.token === "bot"
      ? [workspace.botToken, workspace.appToken]
      : [workspace.appToken, workspace.botToken];
  if (token === other) throw new ApiError("not_allowed_token_type");
  if (token !== right) throw new ApiError("invalid_auth");
  if (method.token === "bot" && workspace.isRevoked) throw new ApiError("token_revoked");
}

function checkScopes(core: Core, accepted: readonly string[]): void {
  const { scopes } = core.settings;
  if (accepted.length === 0 || accepted.some((scope) => scopes.includes(scope))) return;
  throw new ApiError("missing_scope", { needed: accepted.join(","), provided: scopes.join(",") });
}

function toFailure(fault: Extract<Fault, { kind: "error" }>): Json {
  const { error, needed, provided } = fault;
  return { ok: false, error, ...(needed ? { needed } : {}), ...(provided ? { provided } : {}) };
}

function record({ workspace }: Core, method: string, args: Json, response: Json): void {
  const { token: _token, ...shown } = args;
  const error = typeof response["error"] === "string" ? response["error"] : undefined;
  workspace.calls.push({
    method,
    args: shown,
    at: Date.now(),
    ok: response["ok"] === true,
    response,
    ...(error ? { error } : {}),
  });
  if (error === undefined) return workspace.changed();
  const metadata = isObject(response["response_metadata"])
    ? response["response_metadata"]["messages"]
    : undefined;
  const detail = Array.isArray(metadata) ? metadata.join("; ") : JSON.stringify(shown).slice(0, 500);
  workspace.reject(method, error, detail);
}

function sendLimited(
  core: Core,
  method: string,
  args: Json,
  retryAfter: number,
  response: ServerResponse,
): void {
  const answer = { ok: false, error: "ratelimited" };
  record(core, method, args, answer);
  sendJson(response, 429, answer, { "retry-after": String(retryAfter) });
}

function sendServerError(core: Core, method: string, args: Json, response: ServerResponse): void {
  record(core, method, args, { ok: false, error: "http_500" });
  response.writeHead(500, { "content-type": "text/html" }).end("<html><body>Server error</body></html>");
}

function scopeHeaders(core: Core, method: Method | undefined): Record<string, string> {
  if (method?.token !== "bot") return {};
  const accepted = typeof method.scopes === "function" ? [] : (method.scopes ?? []);
  return { "x-oauth-scopes": core.settings.scopes.join(","), "x-accepted-oauth-scopes": accepted.join(",") };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(text);
}
