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

const DEFAULT_LIMIT = 25;

type Page<Position> = {
  limit: number;
  /** Where the page begins; null: at the start of the list. */
  at: Position | null;
  /** What the caller is told of where the next page begins; null after the last one. */
  toNext(next: Position | null): string | null;
};

/**
 * The page of a list that a query asks for. Its cursors are opaque to the caller and good for the same list with the same filter
 * alone; throws `FieldError` for any other text.
 */
export function openPage<Schema extends z.ZodType>(
  { limit = DEFAULT_LIMIT, cursor }: z.output<typeof PageQuery>,
  { list, filter, position }: { list: string; filter: unknown; position: Schema },
): Page<z.output<Schema>> {
  const filtered = `${list} ${JSON.stringify(filter)}`;
  return {
    limit,
    at: fromCursor(filtered, position, cursor),
    toNext: (next) => (next === null ? null : toCursor(filtered, next)),
  };
}

const Content = z.tuple([z.string(), z.json()]);

function toCursor(list: string, at: unknown): string {
  return Buffer.from(JSON.stringify([mark(list), at])).toString("base64url");
}

function fromCursor<Schema extends z.ZodType>(
  list: string,
  schema: Schema,
  cursor: string | undefined,
): z.output<Schema> | null {
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
