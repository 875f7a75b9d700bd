import type { Context } from "hono";
import { FieldError } from "./body.ts";

const HEADER = "Idempotency-Key";
const FORM = /^[\x21-\x7e]{1,200}$/u;

/** What tells a request that is sent again from a new one; undefined where the caller does not say. Throws `FieldError`. */
export function idempotencyKeyOf(c: Context): string | undefined {
  const key = c.req.header(HEADER);
  if (key === undefined || FORM.test(key)) return key;
  const detail = "must be 1 to 200 visible ASCII characters";
  throw new FieldError(HEADER, detail, [{ detail, header: HEADER }]);
}
