import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import type { Realm } from "../realm.ts";

export interface UploadedFile {
  /** The number in "files[2]". */
  readonly index: number;
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** One request, read and routed. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly files: readonly UploadedFile[];
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
}

export type Handler = (realm: Realm, call: Call) => Answer;

export interface Route {
  readonly method: string;
  /** "/channels/:channel_id/messages": the names are those of Discord's own document. */
  readonly template: string;
  /** False where the token in the path is the proof (interactions, webhooks). */
  readonly needsBot: boolean;
  readonly handle: Handler;
}

export function ok(body: Json): Answer {
  return { status: 200, body };
}

export function created(body: Json): Answer {
  return { status: 201, body };
}

export function noContent(): Answer {
  return { status: 204 };
}

/** The router has matched the template, so the parameter is there. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}`);
  return value;
}

export function bodyObject(call: Call): JsonObject {
  return isObject(call.body) ? call.body : {};
}

export function route(method: string, template: string, handle: Handler): Route {
  return { method, template, needsBot: true, handle };
}

/** A route that takes no bot token. */
export function openRoute(method: string, template: string, handle: Handler): Route {
  return { method, template, needsBot: false, handle };
}
