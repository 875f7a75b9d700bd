export type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is read of an answer or a body that must be an object. */
export function asJson(value: unknown): Json {
  if (isJson(value)) return value;
  throw new Error("The stand-in expected an object.");
}

export function asList(value: unknown): Json[] {
  if (Array.isArray(value)) return value.map(asJson);
  throw new Error("The stand-in expected a list.");
}

export function text(of: Json, key: string): string {
  const value = of[key];
  if (typeof value === "string") return value;
  throw new Error(`The stand-in expected a text as "${key}".`);
}

export function number(of: Json, key: string): number {
  const value = of[key];
  if (typeof value === "number") return value;
  throw new Error(`The stand-in expected a number as "${key}".`);
}
