import { z } from "zod";
import type { BugPiece, BugSpec } from "../ports.ts";

export const BUG_PIECES = [
  "steps",
  "expected",
  "actual",
  "environment",
  "error_text",
] as const satisfies readonly BugPiece[];

/** How a `BugSpec` is stored; parts that an older version did not write are empty. */
const StoredSpec = z.object({
  title: z.string().min(1),
  steps: z.array(z.string()).default([]),
  expected: z.string().nullable().default(null),
  actual: z.string().nullable().default(null),
  environment: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  errorTexts: z.array(z.string()).default([]),
  suspectedArea: z.string().nullable().default(null),
  severity: z.enum(["low", "normal", "high", "urgent"]).default("normal"),
  missing: z.array(z.enum(BUG_PIECES)).default([]),
});

/** The spec with the id of the newest message that it rests on. */
export function storeSpec(spec: BugSpec, lastMessageId: number | null): Record<string, unknown> {
  return { ...spec, lastMessageId };
}

/** Messages up to this one are in the stored spec. */
export function readSpecEnd(stored: Record<string, unknown> | null): number | null {
  const end = stored?.["lastMessageId"];
  return typeof end === "number" ? end : null;
}

/** Null for what is not there yet or cannot be read. */
export function readSpec(stored: Record<string, unknown> | null): BugSpec | null {
  const parsed = StoredSpec.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** What maintainers would still have to ask for, by what is there. */
export function missingPieces(spec: Omit<BugSpec, "missing">, said: string): BugPiece[] {
  const talksOfError = /\b(?:error|exception|traceback|stack trace|fehler(?:meldung)?|erreur)\b/iu.test(said);
  const isMissing: Record<BugPiece, boolean> = {
    steps: spec.steps.length === 0,
    expected: spec.expected === null,
    actual: spec.actual === null && spec.errorTexts.length === 0,
    environment: spec.environment.length === 0,
    error_text: talksOfError && spec.errorTexts.length === 0,
  };
  return BUG_PIECES.filter((piece) => isMissing[piece]);
}
