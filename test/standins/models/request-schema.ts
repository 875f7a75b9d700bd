import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { VERSION as ANTHROPIC_VERSION } from "@anthropic-ai/sdk/version";
import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from "ajv";
import { VERSION as OPENAI_VERSION } from "openai/version";
import { Rejection } from "./rejection.ts";
import type { AnthropicCountTokens, AnthropicMessage } from "./wire-anthropic.ts";
import type { OpenAiChat, OpenAiEmbedding, OpenAiResponse } from "./wire-openai.ts";

const CACHE_FOLDER = join(import.meta.dirname, "../../.cache");
const ROOT = join(import.meta.dirname, "../../..");

type Source = { name: string; version: string; types: string[] };
const ANTHROPIC: Source = {
  name: "anthropic",
  version: ANTHROPIC_VERSION,
  types: ["AnthropicMessage", "AnthropicCountTokens"],
};
const OPENAI: Source = {
  name: "openai",
  version: OPENAI_VERSION,
  types: ["OpenAiChat", "OpenAiEmbedding", "OpenAiResponse"],
};

/** Each reads a body as the SDKs' types declare it, or throws a `Rejection` with status 400. */
export type RequestReaders = {
  message: (body: unknown) => AnthropicMessage;
  countTokens: (body: unknown) => AnthropicCountTokens;
  chat: (body: unknown) => OpenAiChat;
  embedding: (body: unknown) => OpenAiEmbedding;
  response: (body: unknown) => OpenAiResponse;
};

/** Loads the schemas; makes them anew (about three seconds) when the installed SDKs are of another version. */
export async function loadRequestReaders(): Promise<RequestReaders> {
  const [anthropic, openai] = await Promise.all([loadSchema(ANTHROPIC), loadSchema(OPENAI)]);
  const ajv = new Ajv({ strict: false, schemas: { anthropic, openai } });
  return {
    message: reader(() => ajv.getSchema<AnthropicMessage>("anthropic#/definitions/AnthropicMessage")),
    countTokens: reader(() =>
      ajv.getSchema<AnthropicCountTokens>("anthropic#/definitions/AnthropicCountTokens"),
    ),
    chat: reader(() => ajv.getSchema<OpenAiChat>("openai#/definitions/OpenAiChat")),
    embedding: reader(() => ajv.getSchema<OpenAiEmbedding>("openai#/definitions/OpenAiEmbedding")),
    response: reader(() => ajv.getSchema<OpenAiResponse>("openai#/definitions/OpenAiResponse")),
  };
}

/** Compiles at first use: the large schemas take a third of a second each. */
function reader<T>(compile: () => ValidateFunction<T> | undefined): (body: unknown) => T {
  let validate: ValidateFunction<T> | undefined;
  return (body) => {
    validate ??= compile();
    if (!validate) throw new Error("The generated schemas lack a type of the wire files.");
    if (validate(body)) return body;
    throw new Rejection(400, explain(validate.errors ?? []));
  };
}

/** Of the many errors of a union, the one nearest to the top says most. */
function explain(errors: ErrorObject[]): string {
  const depth = (error: ErrorObject) => error.instancePath.split("/").length;
  const byDepth = errors.toSorted((a, b) => depth(a) - depth(b));
  const extra = byDepth.find((error) => error.keyword === "additionalProperties");
  const telling = extra ?? byDepth.find((error) => error.keyword !== "anyOf") ?? byDepth[0];
  if (!telling) return "invalid request";
  const path = telling.instancePath.split("/").filter(Boolean);
  if (extra)
    return `${[...path, String(telling.params["additionalProperty"])].join(".")}: Extra inputs are not permitted`;
  return `${path.join(".") || "body"}: ${telling.message ?? "invalid"}`;
}

async function loadSchema(source: Source): Promise<AnySchemaObject> {
  const file = join(CACHE_FOLDER, `${source.name}-${source.version}.json`);
  const cached = await readFile(file, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (cached !== null) return JSON.parse(cached);

  const schema = await generateSchema(source);
  await mkdir(CACHE_FOLDER, { recursive: true });
  // Several test files may generate at once; the rename lets none read half a file.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(schema));
  await rename(draft, file);
  return schema;
}

async function generateSchema({ name, types }: Source): Promise<AnySchemaObject> {
  const { createGenerator } = await import("ts-json-schema-generator");
  const generator = createGenerator({
    path: join(import.meta.dirname, `wire-${name}.ts`),
    tsconfig: join(ROOT, "tsconfig.json"),
    type: types,
    skipTypeCheck: true,
    expose: "all",
    jsDoc: "none",
  });
  return generator.createSchema(types);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
