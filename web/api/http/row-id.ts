import { NotFoundError } from "@firstline/core";
import type { Context } from "hono";
import { z } from "zod";

/** The number of something stored. */
export const RowId = z
  .number({ error: "must be a whole number" })
  .int("must be a whole number")
  .positive("must be a whole number above 0")
  .max(Number.MAX_SAFE_INTEGER);

/** The same as text, as addresses and forms carry it. */
export const RowIdText = z.coerce.number({ error: "must be a whole number" }).pipe(RowId);

/** The `:id` of a page's address. Throws `NotFoundError` with this name for what is no number of anything. */
export function rowIdOf(c: Context, what: string): number {
  const id = RowIdText.safeParse(c.req.param("id"));
  if (!id.success) throw new NotFoundError(what);
  return id.data;
}
