import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import type { LanguageModel, ModelStep, Usage } from "../ports.ts";

export type Models = Pick<Ctx, "model" | "fastModel" | "offlineModel">;

/** One call of a model, whatever became of its output. */
export type ModelCall = { step: ModelStep; usage: Usage };

export type Meter = {
  /** The same model, with every call written down. */
  meter(model: LanguageModel): LanguageModel;
  /** The calls so far, in order. */
  calls: ModelCall[];
};

/**
 * Writes down what every call costs before its output is looked at, so that dropped drafts and unusable judgements
 * count too, and so does what a failed call had cost by then. Calls of the offline model are free: they are listed, but
 * get no row.
 */
export function createMeter(
  ctx: Pick<Ctx, "db" | "now">,
  of: { workspaceId: number; ticketId: number | null },
  onCall?: (call: ModelCall) => void,
): Meter {
  const calls: ModelCall[] = [];
  const record = async (model: LanguageModel, step: ModelStep, usage: Usage): Promise<void> => {
    calls.push({ step, usage });
    onCall?.({ step, usage });
    if (model.kind !== "offline") await storeCall(ctx, of, { step, usage });
  };
  return { calls, meter: (model) => metered(model, record) };
}

type Record = (model: LanguageModel, step: ModelStep, usage: Usage) => Promise<void>;

function metered(model: LanguageModel, record: Record): LanguageModel {
  const noted = async <Result extends { usage: Usage } | null>(
    step: ModelStep,
    call: Promise<Result>,
  ): Promise<Result> => {
    let result: Result;
    try {
      result = await call;
    } catch (error) {
      if (error instanceof UpstreamError && error.usage) await record(model, step, error.usage);
      throw error;
    }
    if (result) await record(model, step, result.usage);
    return result;
  };
  return {
    name: model.name,
    kind: model.kind,
    ...(model.privateText === undefined ? {} : { privateText: model.privateText }),
    answer: (request, signal, onText) => noted("answer", model.answer(request, signal, onText)),
    classify: (request, signal) => noted("classify", model.classify(request, signal)),
    judge: (request, signal) => noted("judge", model.judge(request, signal)),
    rewrite: (request, signal) => noted("rewrite", model.rewrite(request, signal)),
    rerank: (request, signal) => noted("rerank", model.rerank(request, signal)),
    describeBug: (request, signal) => noted("describe_bug", model.describeBug(request, signal)),
  };
}

/** Writes down what one call of a paid model cost. */
export async function storeCall(
  ctx: Pick<Ctx, "db" | "now">,
  of: { workspaceId: number; ticketId: number | null },
  { step, usage }: ModelCall,
): Promise<void> {
  await ctx.db.insert(schema.modelCalls).values({
    ...of,
    step,
    model: usage.model,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cachedTokens: usage.cachedInputTokens,
    costUsd: usage.costUsd,
    createdAt: ctx.now(),
  });
}
