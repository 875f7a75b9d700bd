/** Anything that can travel in a request, an answer or a gateway payload. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json | undefined;
}

/** What JSON.parse gives is Json by definition; the type system only sees unknown. */
export function parseJson(text: string): Json {
  return JSON.parse(text) as Json;
}

/** A deep copy, so that what a test holds does not change when the world moves on. */
export function cloneJson<T extends Json | undefined>(value: T): T {
  return structuredClone(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectOr(value: Json | undefined, otherwise: JsonObject = {}): JsonObject {
  return isObject(value) ? value : otherwise;
}

export function objectOrNull(value: Json | undefined): JsonObject | null {
  return isObject(value) ? value : null;
}

export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((entry) => isObject(entry)) : [];
}

export function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

export function textOr<T>(value: Json | undefined, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}

/** Discord takes whole numbers as text too (permissions and flags come that way from some clients). */
export function numberOr<T>(value: Json | undefined, otherwise: T): number | T {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : otherwise;
}

export function booleanOr<T>(value: Json | undefined, otherwise: T): boolean | T {
  return typeof value === "boolean" ? value : otherwise;
}

export function bigintOr(value: Json | undefined, otherwise: bigint): bigint {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 ? BigInt(value) : otherwise;
  return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : otherwise;
}

/** A value as it can stand in a message: text as it is, anything else as JSON. */
export function printed(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
