import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import { asJson, asList, type Json } from "./json.ts";

type Operation = {
  template: string;
  query: Map<string, ValidateFunction>;
  required: string[];
  body: ValidateFunction | null;
};

const require = createRequire(import.meta.url);

/** Routes that GitHub's redirects lead to, though the document does not have them. */
const UNDOCUMENTED = [/^\/repositories\/\d+(?:\/.*)?$/u];

let document: Json | null = null;
const operations = new Map<string, Operation | null>();
const ajv = new Ajv({ strict: false, coerceTypes: false, allErrors: true });
const lenient = new Ajv({ strict: false, coerceTypes: true });

/** What is wrong with a request by GitHub's own description of its API; empty when nothing is. */
export function checkRequest(request: {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}): string[] {
  const { method, path, query, body } = request;
  if (UNDOCUMENTED.some((route) => route.test(path))) return [];
  const operation = findOperation(method.toLowerCase(), path);
  if (operation === null) return [`${method} ${path}: GitHub has no such route`];
  const where = `${method} ${operation.template}`;
  return [
    ...checkQuery(operation, query).map((problem) => `${where}: ${problem}`),
    ...checkBody(operation, body).map((problem) => `${where}: ${problem}`),
  ];
}

function checkQuery({ query, required }: Operation, given: URLSearchParams): string[] {
  const missing = required.filter((name) => !given.has(name)).map((name) => `parameter ${name} is missing`);
  const wrong = [...given].flatMap(([name, value]) => {
    const validate = query.get(name);
    if (!validate) return [`parameter ${name} is unknown`];
    return validate({ value }) ? [] : [`parameter ${name} may not be "${value}"`];
  });
  return [...missing, ...wrong];
}

function checkBody({ body: validate }: Operation, body: unknown): string[] {
  if (validate === null) return body === null || isEmpty(body) ? [] : ["takes no body"];
  if (validate(body ?? {})) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function isEmpty(body: unknown): boolean {
  return typeof body === "object" && body !== null && Object.keys(body).length === 0;
}

function findOperation(method: string, path: string): Operation | null {
  const template = findTemplate(method, path);
  if (template === null) return null;
  const key = `${method} ${template}`;
  const known = operations.get(key);
  if (known !== undefined) return known;
  const made = readOperation(method, template);
  operations.set(key, made);
  return made;
}

/** The one with most fixed parts: `/issues/comments` before `/issues/{issue_number}`. */
function findTemplate(method: string, path: string): string | null {
  const parts = path.split("/");
  const fits = (template: string) => {
    const wanted = template.split("/");
    return (
      wanted.length === parts.length &&
      wanted.every((part, at) => (/\{.*\}/u.test(part) ? parts[at] !== "" : part === parts[at]))
    );
  };
  const found = Object.entries(asJson(load()["paths"]))
    .filter(([template, item]) => method in asJson(item) && fits(template))
    .map(([template]) => template)
    .toSorted((a, b) => (a.match(/\{/gu)?.length ?? 0) - (b.match(/\{/gu)?.length ?? 0));
  return found[0] ?? null;
}

function readOperation(method: string, template: string): Operation {
  const item = asJson(asJson(load()["paths"])[template]);
  const operation = asJson(item[method]);
  const parameters = asList(operation["parameters"] ?? []).map((parameter) => asJson(resolve(parameter)));
  const inQuery = parameters.filter((parameter) => parameter["in"] === "query");
  const content = operation["requestBody"] ? asJson(asJson(operation["requestBody"])["content"]) : {};
  const media = content["application/json"];
  return {
    template,
    query: new Map(
      inQuery.map(({ name, schema }) => [
        String(name),
        lenient.compile({ type: "object", properties: { value: toSchema(schema, false) } }),
      ]),
    ),
    required: inQuery.filter(({ required }) => required === true).map(({ name }) => String(name)),
    body: media ? ajv.compile(asJson(toSchema(asJson(media)["schema"], true))) : null,
  };
}

/**
 * JSON Schema of an OpenAPI 3.0 schema: references put in, `nullable` made a type, and, when `isStrict`, fields that are
 * not named refused.
 */
function toSchema(schema: unknown, isStrict: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((part) => toSchema(part, isStrict));
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...plain } = asJson(resolve(asJson(schema)));
  for (const key of ["example", "examples", "externalDocs", "description", "title", "deprecated", "format"]) {
    if (!(key === "title" && typeof plain[key] === "object")) delete plain[key];
  }
  const made: Json = {};
  for (const [key, value] of Object.entries(plain)) {
    made[key] =
      key === "properties"
        ? Object.fromEntries(
            Object.entries(asJson(value)).map(([name, of]) => [name, toSchema(of, isStrict)]),
          )
        : toSchema(value, isStrict);
  }
  if (isStrict && made["properties"] && made["additionalProperties"] === undefined) {
    made["additionalProperties"] = false;
  }
  return nullable === true ? { anyOf: [{ type: "null" }, made] } : made;
}

function resolve(schema: Json): unknown {
  const ref = schema["$ref"];
  if (typeof ref !== "string") return schema;
  let found: unknown = load();
  for (const part of ref.slice(2).split("/")) found = asJson(found)[part];
  return resolve(asJson(found));
}

function load(): Json {
  if (document === null) {
    const folder = require.resolve("@octokit/openapi/package.json").replace(/package\.json$/u, "");
    document = asJson(JSON.parse(readFileSync(`${folder}generated/api.github.com.json`, "utf8")));
  }
  return document;
}
