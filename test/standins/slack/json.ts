/** A JSON object whose fields are not known yet; everything on the wire starts as one. */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one: for reading optional nested fields without a chain of checks. */
export function toObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; whatever else stands in it is left out. */
export function toObjects(value: unknown): Json[] {
  return toList(value).filter(isObject);
}

export function toText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Drops undefined fields, so that an object compares and prints as it travels. */
export function compact(value: Json): Json {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

/** Calls `visit` for every object inside, outermost first, with its JSON pointer. */
export function walk(node: unknown, pointer: string, visit: (node: Json, pointer: string) => void): void {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) walk(item, `${pointer}/${index}`, visit);
    return;
  }
  if (!isObject(node)) return;
  visit(node, pointer);
  for (const [key, value] of Object.entries(node)) walk(value, `${pointer}/${key}`, visit);
}
