import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import { searchKnowledge } from "../knowledge/index.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerDraft, AnswerRequest, ModelAnswer, Source, Usage } from "../ports.ts";
import { cutText } from "../text/index.ts";
import { estimateConfidence } from "./confidence.ts";

export type Drafted =
  | {
      outcome: "drafted";
      draft: AnswerDraft;
      confidence: number;
      parts: Record<string, number>;
      usage: Usage;
    }
  /** The model refused or did not keep to the form; `reason` is for agents. */
  | { outcome: "failed"; reason: string; usage: Usage };

/** Passages of the workspace's articles for a question. */
export function findPassages(
  ctx: Pick<Ctx, "db" | "embedder" | "helpCenterUrl">,
  input: { workspaceId: number; query: string },
): Promise<KnowledgeHit[]> {
  return searchKnowledge(ctx, { ...input, limit: 8, helpCenterUrl: ctx.helpCenterUrl });
}

/** Asks the model and estimates how likely its answer is right. An answer out of form gets a second try at once. */
export async function draftAnswer(
  ctx: Pick<Ctx, "model" | "modelTimeoutMs">,
  input: { request: Omit<AnswerRequest, "chunks">; hits: KnowledgeHit[] },
): Promise<Drafted> {
  const request: AnswerRequest = { ...input.request, chunks: input.hits };
  let answer = await callModel(ctx, request);
  if (answer.outcome === "malformed") answer = await callModel(ctx, request);

  switch (answer.outcome) {
    case "answered": {
      const { score, parts } = estimateConfidence({
        question: request.question,
        hits: input.hits,
        draft: answer.draft,
        modelKind: ctx.model.kind,
      });
      return { outcome: "drafted", draft: answer.draft, confidence: score, parts, usage: answer.usage };
    }
    case "refused":
      return { outcome: "failed", reason: `${ctx.model.name} declined to answer.`, usage: answer.usage };
    case "malformed":
      return {
        outcome: "failed",
        reason: `${ctx.model.name} did not give a usable answer (${answer.detail}).`,
        usage: answer.usage,
      };
  }
}

async function callModel(
  ctx: Pick<Ctx, "model" | "modelTimeoutMs">,
  request: AnswerRequest,
): Promise<ModelAnswer> {
  const signal = AbortSignal.timeout(ctx.modelTimeoutMs);
  try {
    return await ctx.model.answer(request, signal);
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

export function citedHits(hits: KnowledgeHit[], draft: AnswerDraft): KnowledgeHit[] {
  return draft.citedChunkIds.flatMap((id) => hits.filter((hit) => hit.chunkId === id));
}
