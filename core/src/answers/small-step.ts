import type { Ctx } from "../context.ts";

/** Sorting, rewriting and judging are short: who waits longer for them than this waits in vain. */
const MOST_MS = 15_000;

export function smallStepSignal(ctx: Pick<Ctx, "modelTimeoutMs">): AbortSignal {
  return AbortSignal.timeout(Math.min(ctx.modelTimeoutMs, MOST_MS));
}
