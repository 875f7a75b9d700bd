import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { type Json, parseJson, toObject, toObjects, toText } from "../json.ts";

const CACHE = join(import.meta.dirname, "../../../.cache/slack-types");

/** One root that names every type we check, so that one program generates the whole schema. */
const ROOT = `import type { AnyChunk, HomeView, KnownBlock, MessageAttachment, MessageMetadata, ModalView } from "@slack/types";
export interface Root {
  block: KnownBlock;
  home: HomeView;
  modal: ModalView;
  attachment: MessageAttachment;
  metadata: MessageMetadata;
  chunk: AnyChunk;
}
`;

export interface SchemaSet {
  /** Problems of a value against a type of @slack/types; empty when it fits. */
  check(definition: string, value: unknown): ErrorObject[];
  /** The type of a block by its `type` field, for example "section" -> "SectionBlock". */
  blockTypes: ReadonlyMap<string, string>;
  chunkTypes: ReadonlyMap<string, string>;
}

let loaded: Promise<SchemaSet> | undefined;

/** The schema, loaded and compiled once a process. */
export async function getSchema(): Promise<SchemaSet> {
  loaded ??= loadSchema();
  return loaded;
}

/** Reads the schema from the cache, or generates it (a few seconds) when the version or the root changed. */
async function loadSchema(): Promise<SchemaSet> {
  const version = slackTypesVersion();
  const key = createHash("sha256").update(`${version}\n${ROOT}`).digest("hex").slice(0, 12);
  const file = join(CACHE, `${version}-${key}.json`);
  if (!existsSync(file)) await generate(file);
  return toSchemaSet(toObject(parseJson(readFileSync(file, "utf8"))));
}

function slackTypesVersion(): string {
  const main = createRequire(import.meta.url).resolve("@slack/types");
  const manifest = toObject(parseJson(readFileSync(join(dirname(main), "../package.json"), "utf8")));
  return toText(manifest["version"]) ?? "unknown";
}

async function generate(file: string): Promise<void> {
  // Loaded on demand: it brings a whole TypeScript compiler, which a warm cache does not need.
  const { createGenerator } = await import("ts-json-schema-generator");
  mkdirSync(CACHE, { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(`${mine}.ts`, ROOT);
  const schema = createGenerator({
    path: `${mine}.ts`,
    type: "Root",
    skipTypeCheck: true,
    expose: "all",
    topRef: false,
  });
  writeFileSync(mine, JSON.stringify(schema.createSchema("Root")));
  // Two test processes may generate at once: each renames a whole file, so neither reads half of one.
  renameSync(mine, file);
  rmSync(`${mine}.ts`);
}

function toSchemaSet(schema: Json): SchemaSet {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addSchema(schema, "slack");
  const compiled = new Map<string, ValidateFunction>();
  const definitions = toObject(schema["definitions"]);
  return {
    check(definition, value) {
      const validate = compiled.get(definition) ?? ajv.compile({ $ref: `slack#/definitions/${definition}` });
      compiled.set(definition, validate);
      return validate(value) ? [] : [...(validate.errors ?? [])];
    },
    blockTypes: typesOf(definitions, "KnownBlock"),
    chunkTypes: typesOf(definitions, "AnyChunk"),
  };
}

function typesOf(definitions: Json, union: string): Map<string, string> {
  const names = toObjects(toObject(definitions[union])["anyOf"]).map((each) =>
    (toText(each["$ref"]) ?? "").replace("#/definitions/", ""),
  );
  return new Map(names.map((name) => [typeConst(toObject(definitions[name])), name]));
}

function typeConst(definition: Json): string {
  const [shape = definition] = toObjects(definition["anyOf"]);
  return toText(toObject(toObject(shape["properties"])["type"])["const"]) ?? "";
}
