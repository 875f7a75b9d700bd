import type { Ctx } from "../context.ts";
import { searchKnowledge } from "../knowledge/index.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerRequest } from "../ports.ts";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import type { OnDraft } from "./hear-draft.ts";
import { rankAgain } from "./rank-again.ts";
import { restateQuestion } from "./restate-question.ts";
import type { Models } from "./spend.ts";
import { writeAnswer } from "./write-answer.ts";
import type { Written } from "./write-answer.ts";

export type PrepareCtx = Pick<
  Ctx,
  "db" | "embedder" | "findEmbedder" | "helpCenterUrl" | "modelTimeoutMs" | "scoreInjection" | "log" | "now"
> &
  Models;

export type PrepareInput = {
  workspaceId: number;
  settings: WorkspaceSettings;
  request: Omit<AnswerRequest, "chunks">;
  /** The answer is for an agent, so it may rest on internal articles. */
  isForAgents?: boolean | undefined;
  /** Hears the answer while a hosted model writes it. */
  onDraft?: OnDraft | undefined;
};

/** Milliseconds that each part of an answer took. */
export type Timings = { restate: number; search: number; answer: number };

/** What an answer can rest on. */
export type Evidence = {
  /** What was searched for: the question, standing on its own. */
  query: string;
  /** What the search found, best first; the model sees the first `SHOWN`. */
  hits: KnowledgeHit[];
  timings: Pick<Timings, "restate" | "search">;
};

export type Prepared = Omit<Evidence, "timings"> & Written & { timings: Timings };

/** Passages that a model gets to see. */
export const SHOWN = 8;
/** More are found than shown: for ranking again, for the confidence and for measuring. */
const FOUND = 200;

/** The question, standing on its own, and the passages for it. */
export async function findEvidence(ctx: PrepareCtx, input: PrepareInput): Promise<Evidence> {
  const { ticket, thread, question } = input.request;
  const clock = stopwatch();
  const query = await restateQuestion(ctx, { subject: ticket.subject, thread, text: question });
  const restate = clock();
  const hits = await findPassages(ctx, { ...input, query });
  return { query, hits, timings: { restate, search: clock() } };
}

/**
 * Everything from the evidence to an answer that may or may not go out: drafted, held against its passages, guarded,
 * looked at again, and routed. Writes nothing but what the calls cost. Throws `UpstreamError` when the model that
 * answers cannot be reached.
 */
export async function prepareAnswer(
  ctx: PrepareCtx,
  input: PrepareInput,
  { query, hits, timings }: Evidence,
): Promise<Prepared> {
  const clock = stopwatch();
  const written = await writeAnswer(ctx, { ...input, query, hits, shown: hits.slice(0, SHOWN) });
  return { query, hits, ...written, timings: { ...timings, answer: clock() } };
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    return Math.round(passed * 100) / 100;
  };
}

async function findPassages(
  ctx: PrepareCtx,
  input: PrepareInput & { query: string },
): Promise<KnowledgeHit[]> {
  const { workspaceId, query, settings } = input;
  const { helpCenterUrl } = ctx;
  const hits = await searchKnowledge(ctx, {
    workspaceId,
    query,
    limit: FOUND,
    helpCenterUrl,
    locales: settings.site.locales,
    includeBeta: settings.includeBeta,
    includeInternal: input.isForAgents ?? false,
  });
  return settings.rerank ? rankAgain(ctx, query, hits) : hits;
}
