import type { Ctx } from "../context.ts";
import type { Judgement, JudgeRequest, LanguageModel } from "../ports.ts";
import { smallStepSignal, trySmallStep } from "./small-step.ts";
import type { Models } from "./spend.ts";

export type SecondLook = {
  judgement: Judgement | null;
  /** Who judged; null when nobody could. */
  by: LanguageModel["kind"] | null;
  /** A judge was asked and did not deliver: nothing may go out as settled on the word of the rules alone. */
  failed: boolean;
};

export const NOT_LOOKED: SecondLook = { judgement: null, by: null, failed: false };

/** Somebody who did not write the answer looks at it: the fast model, else the rules of the offline model. */
export async function takeSecondLook(
  ctx: Pick<Ctx, "modelTimeoutMs" | "log"> & Pick<Models, "fastModel" | "offlineModel">,
  request: JudgeRequest,
): Promise<SecondLook> {
  const { fastModel, offlineModel } = ctx;
  const asked = fastModel.kind === "offline" ? null : await askJudge(ctx, fastModel, citedOnly(request));
  if (asked?.judgement) return { judgement: asked.judgement, by: fastModel.kind, failed: false };
  const rules = await offlineModel.judge(request, smallStepSignal(ctx));
  return {
    judgement: rules?.value ?? null,
    by: rules?.value ? "offline" : null,
    failed: asked?.failed ?? false,
  };
}

/** A paid judge reads what the answer rests on, no more. */
function citedOnly(request: JudgeRequest): JudgeRequest {
  const cited = new Set(request.claims.map((claim) => claim.chunkId));
  const chunks = request.chunks.filter((chunk) => cited.has(chunk.chunkId));
  return chunks.length === 0 ? request : { ...request, chunks };
}

async function askJudge(
  ctx: Pick<Ctx, "modelTimeoutMs" | "log">,
  model: LanguageModel,
  request: JudgeRequest,
): Promise<{ judgement: Judgement | null; failed: boolean }> {
  const failed = { value: null };
  const result = await trySmallStep<{ value: Judgement | null } | null>(
    ctx,
    (signal) => model.judge(request, signal),
    {
      otherwise: failed,
      fields: { model: model.name },
      consequence: "the second look failed; the answer does not resolve by itself",
    },
  );
  return { judgement: result?.value ?? null, failed: result?.value === null };
}

/** Under this share a judge says no. */
const HALF = 0.5;

/**
 * What a judge that can read has against an answer, as a sentence for agents; null when nothing. The rules' shares are
 * too coarse for a veto: they speak through the confidence alone.
 */
export function objectionOf({
  judgement,
  by,
}: SecondLook): { severity: "withhold" | "ask"; reason: string } | null {
  if (!judgement || by === null || by === "offline") return null;
  if (judgement.grounded < HALF) {
    return {
      severity: "withhold",
      reason: "A second look found statements that the articles do not support.",
    };
  }
  if (judgement.onPoint < HALF) {
    return { severity: "ask", reason: "A second look found that the answer is about something else." };
  }
  if (judgement.complete < HALF) {
    return { severity: "ask", reason: "A second look found the answer incomplete." };
  }
  return null;
}
