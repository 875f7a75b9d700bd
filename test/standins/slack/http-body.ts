import type { IncomingMessage } from "node:http";
import { isObject, type Json, parseJson } from "./json.ts";

export interface RequestBody {
  fields: Json;
  token: string | undefined;
  /** Slack's error code for a body it cannot read. */
  problem?: string;
}

export async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString("utf8");
}

/** Reads a form, a JSON body or a query string; the token may stand in the header or among the fields. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const text = await readText(request);
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  const query = toFields(new URL(request.url ?? "/", "http://localhost").searchParams);
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const read = readFields(type ?? "", text);
  const fields = { ...query, ...read.fields };
  const inBody = typeof fields["token"] === "string" ? fields["token"] : undefined;
  return { fields, token: bearer ?? inBody, ...(read.problem ? { problem: read.problem } : {}) };
}

function readFields(type: string, text: string): { fields: Json; problem?: string } {
  if (text === "") return { fields: {} };
  if (type === "application/x-www-form-urlencoded") return { fields: toFields(new URLSearchParams(text)) };
  if (type !== "application/json")
    return { fields: {}, problem: type === "" ? "missing_post_type" : "invalid_post_type" };
  const body = parseJson(text);
  if (body === undefined) return { fields: {}, problem: "invalid_json" };
  return isObject(body) ? { fields: body } : { fields: {}, problem: "json_not_object" };
}

function toFields(params: URLSearchParams): Json {
  return Object.fromEntries(params);
}
