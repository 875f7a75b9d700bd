import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { FieldError } from "../http/body.ts";
import { StatusError } from "../http/errors.ts";

export const IfMatch = z.object({
  "if-match": z
    .string()
    .max(200)
    .optional()
    .openapi({ description: "`ETag` of what you read: if it was changed since, nothing is written (412)." }),
});

/**
 * The version of a thing and a hash of how it is shown: counts change the second part alone, so that a cached answer goes
 * stale without an edit being refused.
 */
export function toTag(updatedAt: Date, shown: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(shown)).digest("base64url").slice(0, 12);
  return `"${updatedAt.getTime()}-${hash}"`;
}

/** The version that a change is made on; undefined when the caller does not care. */
export function readIfMatch(header: string | undefined): Date | undefined {
  if (header === undefined || header.trim() === "*") return undefined;
  const version = /^(?:W\/)?"(\d{1,15})-[\w-]{12}"$/u.exec(header.trim())?.[1];
  if (version !== undefined) return new Date(Number(version));
  const detail = "must be the ETag that you were given when you read it";
  throw new FieldError("If-Match", detail, [{ detail, header: "If-Match" }]);
}

/** Throws a 412 when what is there is not what the caller has read. */
export function requireVersion(found: { updatedAt: Date }, wanted: Date | undefined): void {
  if (wanted === undefined || wanted.getTime() === found.updatedAt.getTime()) return;
  throw new StatusError(412, "changed_meanwhile", "It was changed since you read it. Read it again first.");
}
