import type { ApiDocument, JsonSchema, ListedOperation } from "./operations.ts";

/** What to put where a text may be any, and whether only into the parts that must be there. */
type Filling = { text: string; parts: "needed" | "all" };

const PLAIN: Filling = { text: "A sample", parts: "needed" };

/** A body for an operation, made of its schema. */
export function sampleBody(
  document: ApiDocument,
  { operation }: ListedOperation,
  filling: Filling = PLAIN,
): unknown {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return schema === undefined ? undefined : sample(document, schema, filling);
}

function sample(document: ApiDocument, schema: JsonSchema, filling: Filling): unknown {
  if (schema.$ref !== undefined) return sample(document, resolve(document, schema.$ref), filling);
  if (schema.enum !== undefined) return schema.enum[0];
  const [variant] = schema.anyOf ?? schema.allOf ?? [];
  if (variant !== undefined) return sample(document, variant, filling);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "object":
      return sampleObject(document, schema, filling);
    case "array":
      return filling.parts === "needed" ? [] : [sample(document, schema.items ?? {}, filling)];
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return false;
    case "string":
    case undefined:
    default:
      return sampleText(schema, filling);
  }
}

function sampleObject(document: ApiDocument, schema: JsonSchema, filling: Filling): unknown {
  const names = Object.keys(schema.properties ?? {});
  // References to other things are tried on their own: here they would only be "not found".
  const wanted = names.filter((name) =>
    filling.parts === "needed" ? isNeeded(schema, name) : !name.endsWith("Id") || name === "externalId",
  );
  return Object.fromEntries(
    wanted.map((name) => [name, sample(document, schema.properties?.[name] ?? {}, filling)]),
  );
}

/** Whom something is about can be left out of a schema's `required`, but not of a request. */
const isNeeded = (schema: JsonSchema, name: string): boolean =>
  schema.required?.includes(name) === true || name === "externalId";

function sampleText(schema: JsonSchema, filling: Filling): string {
  if (schema.format === "email") return "mia@example.com";
  if (schema.format === "uri") return "https://example.com/";
  return filling.text;
}

function resolve(document: ApiDocument, ref: string): JsonSchema {
  const name = ref.split("/").at(-1) ?? "";
  const found = document.components.schemas[name];
  if (!found) throw new Error(`the document has no ${ref}`);
  return found;
}

/** The address of an operation with an id in it, and a text for every query parameter that must be there. */
export function pathOf({ path, operation }: ListedOperation, id: number | string, text = "A sample"): string {
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === "query" && parameter.required === true)
    .map(({ name }) => `${name}=${encodeURIComponent(text)}`);
  return path.replaceAll(/\{\w+\}/gu, String(id)) + (query.length === 0 ? "" : `?${query.join("&")}`);
}
