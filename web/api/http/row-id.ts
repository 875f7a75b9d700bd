import { z } from "zod";

/** The number of something stored. */
export const RowId = z
  .number({ error: "must be a whole number" })
  .int("must be a whole number")
  .positive("must be a whole number above 0")
  .max(Number.MAX_SAFE_INTEGER);
