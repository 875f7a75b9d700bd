import { InvalidError } from "@firstline/core";
import type { Context } from "hono";
import type { z } from "zod";

/** What is wrong with one part of a request, after RFC 9457: the part is named in the way that fits where it stands. */
export type WrongPart = { detail: string } & (
  | { pointer: string }
  | { parameter: string }
  | { header: string }
);

/** A body or query that is not of the agreed form; `field` names the first part that is wrong. */
export class FieldError extends InvalidError {
  readonly field: string | null;
  /** Everything that is wrong, where more than the first is known. */
  readonly parts: WrongPart[];

  constructor(field: string | null, message: string, parts: WrongPart[] = []) {
    super(field === null ? message : `${field}: ${message}`);
    this.field = field;
    this.parts = parts;
  }
}

/** The JSON body, checked. */
export async function readJson<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/json\b/iu.test(type)) throw new FieldError(null, "Send JSON (application/json).");
  return check(schema, await parseJson(c));
}

async function parseJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new FieldError(null, "The body is not valid JSON.");
  }
}

/** The fields of a form, checked; of a repeated field the last one counts. */
export async function readForm<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return check(schema, await c.req.parseBody());
}

export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw toFieldError(parsed.error.issues);
}

export type Issue = { path: PropertyKey[]; message: string };

/** Speaks of the first issue; `parts` name all of them. */
export function toFieldError(issues: Issue[], parts: WrongPart[] = []): FieldError {
  const [first] = issues;
  const field = first?.path.map(String).join(".") ?? "";
  return new FieldError(
    field === "" ? null : field,
    first?.message ?? "This is not what was expected.",
    parts,
  );
}
