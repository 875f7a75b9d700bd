import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { asJson, type Json } from "./json.ts";

const require = createRequire(import.meta.url);
const EPOCH = "2026-01-01T00:00:00Z";
const DEPTH = 12;

let document: Json | null = null;
let ajv: Ajv2020 | null = null;
const validators = new Map<string, ValidateFunction>();

/**
 * Puts in what GitHub's description of a webhook requires and the stand-in has no use for, and takes out what it does not
 * allow, so that receivers see payloads of the real form.
 */
export function completePayload(event: string, action: string | null, payload: Json): Json {
  const schema = schemaOf(event, action);
  return schema === null ? payload : asJson(complete(schema, payload, DEPTH));
}

/** What is wrong with a payload by GitHub's description; empty when nothing is. */
export function checkPayload(event: string, action: string | null, payload: unknown): string[] {
  const name = nameOf(event, action);
  if (schemaOf(event, action) === null) return [`GitHub has no webhook ${name}`];
  let validate = validators.get(name);
  if (!validate) {
    if (ajv === null) {
      ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
      ajv.addSchema(load(), "github");
    }
    const pointer = name.replaceAll("~", "~0").replaceAll("/", "~1");
    validate = ajv.compile({
      $ref: `github#/webhooks/${pointer}/post/requestBody/content/application~1json/schema`,
    });
    validators.set(name, validate);
  }
  if (validate(payload)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
}

function nameOf(event: string, action: string | null): string {
  return [event, ...(action === null ? [] : [action])].join("-").replaceAll("_", "-");
}

function schemaOf(event: string, action: string | null): Json | null {
  const found = asJson(load()["webhooks"])[nameOf(event, action)];
  if (found === undefined) return null;
  const content = asJson(asJson(asJson(asJson(found)["post"])["requestBody"])["content"]);
  return resolve(asJson(asJson(content["application/json"])["schema"]));
}

function complete(given: Json, value: unknown, depth: number): unknown {
  const schema = narrow(resolve(given), value);
  if (value === undefined) return empty(schema, depth);
  if (Array.isArray(value)) {
    const items = schema["items"];
    return items === undefined ? value : value.map((item) => complete(asJson(items), item, depth - 1));
  }
  if (typeof value !== "object" || value === null) return fits(schema, value) ? value : empty(schema, depth);
  const properties = schema["properties"] === undefined ? {} : asJson(schema["properties"]);
  const isClosed = schema["additionalProperties"] === false;
  const made: Json = {};
  for (const [key, inner] of Object.entries(value)) {
    const of = properties[key];
    if (of !== undefined) made[key] = complete(asJson(of), inner, depth - 1);
    else if (!isClosed) made[key] = inner;
  }
  for (const key of requiredOf(schema)) {
    if (made[key] === undefined) made[key] = complete(asJson(properties[key] ?? {}), undefined, depth - 1);
  }
  return made;
}

/** A value that is allowed and says nothing. */
function empty(schema: Json, depth: number): unknown {
  if (schema["const"] !== undefined) return schema["const"];
  const choices = schema["enum"];
  if (Array.isArray(choices)) return choices.includes(null) ? null : choices[0];
  const types = [schema["type"]].flat();
  if (types.includes("null") || depth <= 0) return null;
  if (types.includes("object") || schema["properties"] !== undefined) return complete(schema, {}, depth);
  if (types.includes("array")) return [];
  if (types.includes("integer") || types.includes("number")) return 0;
  if (types.includes("boolean")) return false;
  return schema["format"] === "date-time" ? EPOCH : schema["format"] === "uri" ? "https://github.com/" : "";
}

/** The branch of a choice that the value belongs to, and all parts of a whole in one. */
function narrow(schema: Json, value: unknown): Json {
  const all = schema["allOf"];
  if (Array.isArray(all))
    return merge([without(schema, "allOf"), ...all.map((part) => narrow(resolve(asJson(part)), value))]);
  for (const key of ["oneOf", "anyOf"]) {
    const choices = schema[key];
    if (!Array.isArray(choices)) continue;
    const resolved = choices.map((choice) => narrow(resolve(asJson(choice)), value));
    const chosen = resolved.find((choice) => fits(choice, value)) ?? resolved[0] ?? {};
    return merge([without(schema, key), chosen]);
  }
  return schema;
}

function fits(schema: Json, value: unknown): boolean {
  if (value === undefined) return [schema["type"]].flat().includes("null");
  const choices = schema["enum"];
  if (Array.isArray(choices) && !choices.includes(value)) return false;
  const types = [schema["type"]].flat();
  if (types[0] === undefined) return true;
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return types.includes(type) || (type === "number" && types.includes("integer"));
}

function merge(parts: Json[]): Json {
  const properties = Object.assign({}, ...parts.map((part) => part["properties"] ?? {}));
  const required = parts.flatMap(requiredOf);
  const isObject = Object.keys(properties).length > 0;
  return { ...Object.assign({}, ...parts), required, ...(isObject && { properties }) };
}

function without(schema: Json, key: string): Json {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
}

function requiredOf(schema: Json): string[] {
  const required = schema["required"];
  return Array.isArray(required) ? required.map(String) : [];
}

function resolve(schema: Json): Json {
  const ref = schema["$ref"];
  if (typeof ref !== "string") return schema;
  let found: unknown = load();
  for (const part of ref.slice(2).split("/")) found = asJson(found)[part.replaceAll("~1", "/")];
  return resolve(asJson(found));
}

function load(): Json {
  if (document === null) {
    const folder = require.resolve("@octokit/openapi-webhooks/package.json").replace(/package\.json$/u, "");
    document = asJson(JSON.parse(readFileSync(`${folder}generated/api.github.com.json`, "utf8")));
  }
  return document;
}
