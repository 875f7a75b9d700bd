import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { FieldError } from "../http/body.ts";

const MOST = 100;

/** Query parameters of every list. */
export const PageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST)
    .optional()
    .openapi({ description: `How many at most, 1 to ${MOST}; 25 unless given.`, example: 25 }),
  cursor: z
    .string()
    .max(500)
    .optional()
    .openapi({ description: "`next` of the page before. Keep the other parameters as they were." }),
});

export const DEFAULT_LIMIT = 25;

const Content = z.tuple([z.string(), z.json()]);

/** Where a list goes on. It is tied to the list and its filter, and is opaque to the caller. */
export function toCursor(list: string, at: unknown): string {
  return Buffer.from(JSON.stringify([mark(list), at])).toString("base64url");
}

/** Reads a cursor that `toCursor` made for the same list; throws `FieldError` for any other text. */
export function fromCursor<Schema extends z.ZodType>(
  list: string,
  schema: Schema,
  cursor: string | undefined,
): z.infer<Schema> | null {
  if (cursor === undefined) return null;
  const content = Content.safeParse(parse(cursor));
  const at = content.success && content.data[0] === mark(list) ? schema.safeParse(content.data[1]) : null;
  if (at?.success) return at.data;
  const detail = "is not a cursor of this list with these parameters";
  throw new FieldError("cursor", detail, [{ detail, parameter: "cursor" }]);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    // Whatever it was, it was not ours: the caller says so.
    return null;
  }
}

const mark = (list: string): string => createHash("sha256").update(list).digest("base64url").slice(0, 8);

/** A position in a list that is ordered by id. */
export const IdPosition = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
