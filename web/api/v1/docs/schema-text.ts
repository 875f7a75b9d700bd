/** The parts of a JSON schema that the reference page shows. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  example?: unknown;
  additionalProperties?: unknown;
};

export type Schemas = Record<string, Schema>;

/** Of a part: its name, what it may be, whether it must be there, and what it means. */
export type Field = { name: string; type: string; needed: boolean; description: string };

/** A schema with what its references stand for; a reference in the middle keeps its name. */
export function resolveSchema(schemas: Schemas, schema: Schema): Schema {
  const [whole = schema, ...rest] = schema.allOf ?? [];
  const found = whole.$ref === undefined ? whole : (schemas[nameOf(whole.$ref)] ?? {});
  return Object.assign({}, found, ...rest) as Schema;
}

export const nameOf = (ref: string): string => ref.split("/").at(-1) ?? ref;

export function fieldsOf(schemas: Schemas, schema: Schema): Field[] {
  const { properties = {}, required = [] } = resolveSchema(schemas, schema);
  return Object.entries(properties).map(([name, part]) => ({
    name,
    type: describeType(part),
    needed: required.includes(name),
    description: part.description ?? part.allOf?.find(({ description }) => description)?.description ?? "",
  }));
}

/** What a value may be, in a few words: "text", "integer or null", "list of Message". */
export function describeType(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  const [first] = schema.allOf ?? [];
  if (first) return describeType(first);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(describeType))].join(" or ");
  if (schema.enum)
    return schema.enum
      .filter((value) => value !== null)
      .map(String)
      .join(" · ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["any"]);
  return types.map((type) => nameType(type, schema)).join(" or ");
}

function nameType(type: string, schema: Schema): string {
  if (type === "array") return `list of ${describeType(schema.items ?? {})}`;
  return type === "string" ? "text" : type;
}

/** A value as a request would carry it: the schema's own example, else one made of its parts that must be there. */
export function exampleOf(schemas: Schemas, schema: Schema): unknown {
  const {
    example,
    properties = {},
    required = [],
    type,
    enum: values,
    anyOf,
  } = resolveSchema(schemas, schema);
  if (example !== undefined) return example;
  if (values !== undefined) return values[0];
  const [variant] = anyOf ?? [];
  if (variant) return exampleOf(schemas, variant);
  if (type === "object" || Object.keys(properties).length > 0) {
    const shown = Object.entries(properties).filter(
      ([name, part]) => required.includes(name) || part.example !== undefined,
    );
    return Object.fromEntries(shown.map(([name, part]) => [name, exampleOf(schemas, part)]));
  }
  if (type === "integer" || type === "number") return 1;
  if (type === "boolean") return true;
  return type === "array" ? [] : "…";
}
