import { createApiKey, API_SCOPES } from "@firstline/core";
import type { ApiScope } from "@firstline/core";
import { afterAll } from "vitest";
import type { TestDatabase } from "../support/database.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb } from "../web/support.ts";
import type { TestWeb } from "../web/support.ts";

export type Json = Record<string, unknown>;

export type Called = { status: number; headers: Headers; body: Json };

/** A program that has a key of a workspace. */
export type Program = {
  keyId: number;
  token: string;
  get(path: string, headers?: Record<string, string>): Promise<Called>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Called>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Called>;
};

/** A web server and a program that may do everything, for the test file that calls this. */
export async function fileApi(
  options: Parameters<typeof aWeb>[1] = {},
): Promise<{ database: TestDatabase; web: TestWeb; program: Program }> {
  const database = await fileDatabase();
  const web = await aWeb(database, options);
  afterAll(() => web.stop());
  return { database, web, program: await aProgram(web) };
}

/** With every scope unless some are named. */
export async function aProgram(
  web: TestWeb,
  scopes: readonly ApiScope[] = API_SCOPES,
  name = "Importer",
): Promise<Program> {
  const { id, token } = await createApiKey(web.ctx, { workspaceId: web.workspace.id, name, scopes });
  const send: Program["send"] = (method, path, body, headers) =>
    call(web, token, { method, path, body, headers });
  return {
    keyId: id,
    token,
    send,
    get: (path, headers) => send("GET", path, undefined, headers),
    post: (path, body, headers) => send("POST", path, body, headers),
  };
}

type Call = {
  method: string;
  path: string;
  /** Text is sent as it is, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string> | undefined;
};

async function call(web: TestWeb, token: string, { method, path, body, headers }: Call): Promise<Called> {
  const response = await web.fetch(`/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: parse(await response.text()) };
}

function parse(text: string): Json {
  return text === "" ? {} : (JSON.parse(text) as Json);
}

/** The number under a name, where a test knows that there is one. */
export function idOf(json: unknown): number {
  const id = (json as { id?: unknown } | undefined)?.id;
  if (typeof id !== "number") throw new Error(`no id in ${JSON.stringify(json)}`);
  return id;
}

/** Says what is wrong with an answer that should be a problem with this status; nothing where it is one. */
export function deviation(called: Called, status: number, what: string): string[] {
  const isProblem =
    called.headers.get("content-type") === "application/problem+json" &&
    called.body["type"] === "about:blank" &&
    called.body["status"] === called.status &&
    typeof called.body["title"] === "string" &&
    typeof called.body["code"] === "string";
  return isProblem && called.status === status
    ? []
    : [`${what}: ${called.status} ${JSON.stringify(called.body)}`];
}
