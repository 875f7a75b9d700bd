import { createHash } from "node:crypto";
import type { ApiKey } from "@firstline/core";
import { z } from "@hono/zod-openapi";

export const RequestKey = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe("A fresh random text: the same one does it once, however often the tool is called.");

/** What tells a repeated call from another one; each key has its own. */
export function requestKeyOf(key: ApiKey, given: string | undefined): string | null {
  if (given === undefined) return null;
  return createHash("sha256").update(`mcp\n${key.id}\n${given}`).digest("base64url");
}
