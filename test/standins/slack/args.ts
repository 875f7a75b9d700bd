import { ApiError, withMessages } from "./api-error.ts";
import { isObject, type Json, parseJson } from "./json.ts";

/** `json` and its kin arrive as text in a form and as values in a JSON body. */
type ArgType = "string" | "number" | "boolean" | "object" | "list" | "blocks" | "attachments" | "metadata";

/** A name that ends in "!" is required. */
export type ArgSpec = Readonly<Record<string, ArgType>>;

/** Arguments of one call, already converted to their types. */
export class Args {
  readonly values: Json;

  constructor(values: Json) {
    this.values = values;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** Required in the spec, so an absent one never gets here. */
  text(name: string): string {
    return this.find(name) ?? "";
  }

  find(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === "string" ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.values[name];
    return typeof value === "number" ? value : undefined;
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  object(name: string): Json | undefined {
    const value = this.values[name];
    return isObject(value) ? value : undefined;
  }

  list(name: string): unknown[] | undefined {
    const value = this.values[name];
    return Array.isArray(value) ? value : undefined;
  }
}

export interface ParsedArgs {
  args: Args;
  unknown: string[];
}

/** Every method takes these beside its own. */
const ALWAYS = ["token", "team_id"];

export function parseArgs(spec: ArgSpec, raw: Json): ParsedArgs {
  const types = new Map(Object.entries(spec).map(([name, type]) => [name.replace("!", ""), type]));
  const values: Json = {};
  const problems: string[] = [];
  for (const [name, type] of types) {
    const value = raw[name];
    if (value === undefined || value === null || value === "") {
      if (value === "" && type === "string") values[name] = "";
      continue;
    }
    const converted = convert(type, value);
    if (converted === undefined) problems.push(complain(type, name));
    values[name] = converted;
  }
  for (const name of Object.keys(spec).filter((each) => each.endsWith("!"))) {
    const bare = name.slice(0, -1);
    const isEmpty = values[bare] === undefined || values[bare] === "";
    if (isEmpty && raw[bare] !== "") problems.push(`missing required field: ${bare}`);
    if (raw[bare] === "") problems.push(`must be more than 0 characters [json-pointer:/${bare}]`);
  }
  if (problems.length > 0) throw withMessages("invalid_arguments", problems);
  const unknown = Object.keys(raw).filter((name) => !types.has(name) && !ALWAYS.includes(name));
  return { args: new Args(values), unknown };
}

function convert(type: ArgType, value: unknown): unknown {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
    case "number":
      return Number.isFinite(Number(value)) ? Number(value) : undefined;
    case "boolean":
      return toBoolean(value);
    case "object":
      return isObject(decode(value)) ? decode(value) : undefined;
    case "list":
      return toListArg(decode(value));
    case "blocks":
      return formatted(decode(value), Array.isArray, "invalid_blocks_format");
    case "attachments":
      return formatted(decode(value), Array.isArray, "invalid_attachments");
    case "metadata":
      return formatted(decode(value), isObject, "invalid_metadata_format");
  }
}

function decode(value: unknown): unknown {
  return typeof value === "string" ? parseJson(value) : value;
}

function toBoolean(value: unknown): boolean | undefined {
  if (value === true || value === "true" || value === "1" || value === 1) return true;
  if (value === false || value === "false" || value === "0" || value === 0) return false;
  return undefined;
}

function toListArg(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function formatted(value: unknown, fits: (value: unknown) => boolean, code: string): unknown {
  if (!fits(value)) throw new ApiError(code);
  return value;
}

function complain(type: ArgType, name: string): string {
  return `must provide a${type === "object" ? "n" : ""} ${type} [json-pointer:/${name}]`;
}
