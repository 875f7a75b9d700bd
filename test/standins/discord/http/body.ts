import type { IncomingMessage } from "node:http";
import { refuse } from "../errors.ts";
import { invalidForm } from "../issues.ts";
import type { Json } from "../json.ts";
import { parseJson } from "../json.ts";
import { limits } from "../limits.ts";
import type { UploadedFile } from "./call.ts";

export interface ReadBody {
  readonly body: Json;
  readonly files: readonly UploadedFile[];
}

const MAX_BYTES = 25 * 1024 * 1024;

/** Reads everything, so that even a refused request is answered on an orderly connection. */
export async function collect(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** JSON, or multipart with a part `payload_json` and parts `files[n]`. */
export async function readBody(request: IncomingMessage, bytes: Buffer): Promise<ReadBody> {
  if (bytes.length === 0) return { body: null, files: [] };
  if (bytes.length > MAX_BYTES) throw refuse("requestTooLarge");
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readMultipart(type, bytes);
  if (!type.startsWith("application/json")) {
    const message =
      'Expected "Content-Type" header to be one of {"application/json", "multipart/form-data"}.';
    throw invalidForm([], "CONTENT_TYPE_INVALID", message);
  }
  return { body: jsonOf(bytes.toString("utf8")), files: [] };
}

function jsonOf(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    throw refuse("invalidJson");
  }
}

async function readMultipart(type: string, bytes: Buffer): Promise<ReadBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const payload = form.get("payload_json");
  const files: UploadedFile[] = [];
  for (const [name, value] of form) {
    if (typeof value === "string") continue;
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (index === undefined) throw invalidForm([name], "UPLOAD_UNKNOWN", "Unknown upload field");
    const content = Buffer.from(await value.arrayBuffer());
    if (content.length > limits.file.bytes) throw refuse("requestTooLarge");
    files.push({
      index: Number(index),
      filename: value.name,
      contentType: value.type === "" ? "application/octet-stream" : value.type,
      content,
    });
  }
  return { body: typeof payload === "string" ? jsonOf(payload) : null, files };
}
