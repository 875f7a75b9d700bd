import { Rejection } from "./rejection.ts";

type Schema = Record<string, unknown>;
type Dialect = { where: string; keywords: Set<string>; everyPropertyRequired: boolean; formats: Set<string> };

const COMMON = words(
  "$defs definitions $ref $schema title description default type properties required additionalProperties items",
  "enum const anyOf format",
);
const FORMATS = words("date-time time date duration email hostname ipv4 ipv6 uuid");

const ANTHROPIC: Dialect = {
  where: "output_config.format.schema",
  keywords: new Set([...COMMON, "allOf", "minItems", "pattern"]),
  everyPropertyRequired: false,
  formats: new Set([...FORMATS, "uri"]),
};

const OPENAI: Dialect = {
  where: "Invalid schema for response_format",
  keywords: new Set([
    ...COMMON,
    ...words("pattern minItems maxItems multipleOf minimum maximum exclusiveMinimum exclusiveMaximum"),
  ]),
  everyPropertyRequired: true,
  formats: new Set(FORMATS),
};

/** Throws a `Rejection` for what Claude's structured outputs do not take. */
export function checkAnthropicSchema(schema: unknown): void {
  check(schema, ANTHROPIC, []);
}

/** Throws a `Rejection` for what OpenAI's strict mode does not take. */
export function checkOpenAiSchema(schema: unknown): void {
  const root = asSchema(schema);
  if (root["type"] !== "object") reject(OPENAI, [], 'schema must be of "type": "object" at its root');
  check(schema, OPENAI, []);
}

function check(value: unknown, dialect: Dialect, path: string[]): void {
  const schema = asSchema(value);
  const unknown = Object.keys(schema).find((keyword) => !dialect.keywords.has(keyword));
  if (unknown !== undefined) reject(dialect, path, `'${unknown}' is not supported`);
  if (schema["type"] === "object") checkObject(schema, dialect, path);
  checkDetails(schema, dialect, path);
  for (const [step, inner] of children(schema)) check(inner, dialect, [...path, step]);
}

function checkObject(schema: Schema, dialect: Dialect, path: string[]): void {
  if (schema["additionalProperties"] !== false) {
    reject(dialect, path, "'additionalProperties' must be explicitly set to false for objects");
  }
  if (!dialect.everyPropertyRequired) return;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const missing = Object.keys(asSchema(schema["properties"])).find((name) => !required.includes(name));
  if (missing !== undefined)
    reject(dialect, path, `'required' must include every property; missing '${missing}'`);
}

function checkDetails(schema: Schema, dialect: Dialect, path: string[]): void {
  const format = schema["format"];
  if (typeof format === "string" && !dialect.formats.has(format))
    reject(dialect, path, `format '${format}' is not supported`);
  const minItems = schema["minItems"];
  if (dialect === ANTHROPIC && typeof minItems === "number" && minItems > 1) {
    reject(dialect, path, "'minItems' may only be 0 or 1");
  }
  const reference = schema["$ref"];
  if (typeof reference === "string" && !reference.startsWith("#"))
    reject(dialect, path, "external $ref is not supported");
}

function children(schema: Schema): [string, unknown][] {
  const named = ["properties", "$defs", "definitions"].flatMap((key) =>
    Object.entries(asSchema(schema[key])),
  );
  const listed = ["anyOf", "allOf"].flatMap((key) => (Array.isArray(schema[key]) ? schema[key] : []));
  const variants = listed.map((inner, index): [string, unknown] => [`variant ${index}`, inner]);
  return [
    ...named,
    ...variants,
    ...("items" in schema ? [["items", schema["items"]] as [string, unknown]] : []),
  ];
}

function reject(dialect: Dialect, path: string[], problem: string): never {
  throw new Rejection(400, `${[dialect.where, ...path].join(".")}: ${problem}`);
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(" "));
}
