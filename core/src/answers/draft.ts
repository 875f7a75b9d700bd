import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerDraft, AnswerRequest, ModelAnswer, Source, Usage } from "../ports.ts";
import { cutText } from "../text/index.ts";

export type Drafted =
  | { outcome: "drafted"; draft: AnswerDraft; usage: Usage }
  /** The model refused or did not keep to the form; `reason` is for agents. */
  | { outcome: "failed"; reason: string; usage: Usage };

/** Asks the model. An answer out of form gets a second try at once. */
export async function draftAnswer(
  ctx: Pick<Ctx, "model" | "modelTimeoutMs">,
  request: AnswerRequest,
  onText?: (markdownSoFar: string) => void,
): Promise<Drafted> {
  let answer = await callModel(ctx, request, onText);
  if (answer.outcome === "malformed") answer = await callModel(ctx, request, onText);

  const { usage } = answer;
  switch (answer.outcome) {
    case "answered":
      return { outcome: "drafted", draft: answer.draft, usage };
    case "refused":
      return { outcome: "failed", reason: `${ctx.model.name} declined to answer.`, usage };
    case "malformed": {
      const reason = `${ctx.model.name} did not give a usable answer (${answer.detail}).`;
      return { outcome: "failed", reason, usage };
    }
  }
}

async function callModel(
  ctx: Pick<Ctx, "model" | "modelTimeoutMs">,
  request: AnswerRequest,
  onText: ((markdownSoFar: string) => void) | undefined,
): Promise<ModelAnswer> {
  const signal = AbortSignal.timeout(ctx.modelTimeoutMs);
  try {
    return await ctx.model.answer(request, signal, onText);
  } catch (cause) {
    if (cause instanceof UpstreamError || !signal.aborted) throw cause;
    throw new UpstreamError(ctx.model.name, `${ctx.model.name} took too long.`, { retryable: true, cause });
  }
}

const EXCERPT = 200;

/** The articles behind passages, each once, best first. */
export function sourcesOf(hits: KnowledgeHit[], limit: number): Source[] {
  const seen = new Map<number, Source>();
  for (const hit of hits) {
    if (seen.has(hit.articleId)) continue;
    const excerpt = cutText(hit.text, EXCERPT);
    seen.set(hit.articleId, { articleId: hit.articleId, title: hit.title, url: hit.url, excerpt });
  }
  return [...seen.values()].slice(0, limit);
}

export function citedHits(hits: KnowledgeHit[], draft: Pick<AnswerDraft, "citedChunkIds">): KnowledgeHit[] {
  return draft.citedChunkIds.flatMap((id) => hits.filter((hit) => hit.chunkId === id));
}
