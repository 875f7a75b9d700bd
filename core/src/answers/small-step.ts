import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";

/** Sorting, rewriting and judging are short: who waits longer for them than this waits in vain. */
const MOST_MS = 15_000;

export function smallStepSignal(ctx: Pick<Ctx, "modelTimeoutMs">): AbortSignal {
  return AbortSignal.timeout(Math.min(ctx.modelTimeoutMs, MOST_MS));
}

/**
 * What a small step of a model gives; `otherwise` when its service fails or takes too long, since no answer is to fail
 * for that. `fields` and `consequence` are logged then.
 */
export async function trySmallStep<Value>(
  ctx: Pick<Ctx, "modelTimeoutMs" | "log">,
  step: (signal: AbortSignal) => Promise<Value>,
  failing: { otherwise: Value; fields: Record<string, unknown>; consequence: string },
): Promise<Value> {
  const signal = smallStepSignal(ctx);
  try {
    return await step(signal);
  } catch (error) {
    if (!(error instanceof UpstreamError) && !signal.aborted) throw error;
    ctx.log.warn({ ...failing.fields, error }, failing.consequence);
    return failing.otherwise;
  }
}
