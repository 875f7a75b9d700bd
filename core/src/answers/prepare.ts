import type { Ctx } from "../context.ts";
import { searchKnowledge } from "../knowledge/index.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerDraft, AnswerRequest, Judgement } from "../ports.ts";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import { findReasonToHold } from "./autopilot.ts";
import { decideRoute } from "./decide.ts";
import type { Decided } from "./decide.ts";
import { citedHits, draftAnswer } from "./draft.ts";
import type { Drafted } from "./draft.ts";
import { guardDraft } from "./guard-draft.ts";
import { estimateConfidence } from "./confidence.ts";
import type { Confidence } from "./confidence.ts";
import { rankAgain } from "./rank-again.ts";
import { restateQuestion } from "./restate-question.ts";
import { notesOn } from "./notes.ts";
import { NOT_LOOKED, takeSecondLook } from "./second-look.ts";
import type { Models } from "./spend.ts";
import { findSteering, looksLikeSteering } from "./steering.ts";
import { verifyClaims } from "./verify-claims.ts";
import type { Verified } from "./verify-claims.ts";

export type PrepareInput = {
  workspaceId: number;
  settings: WorkspaceSettings;
  request: Omit<AnswerRequest, "chunks">;
};

/** Milliseconds that each part of an answer took. */
export type Timings = { restate: number; search: number; answer: number; judge: number };

/** An answer with everything that was found out about it. */
export type Answer = {
  draft: AnswerDraft;
  confidence: number;
  /** What the confidence was made of. */
  parts: Record<string, number>;
  /** Version of the weights that made the confidence; null for the shipped ones. */
  calibration: string | null;
  judgement: Judgement | null;
  /** Sentences for agents: what was removed and why. */
  notes: string[];
  decided: Decided;
};

export type Prepared = {
  /** What was searched for: the question, standing on its own. */
  query: string;
  /** What the search found, best first; the model saw the first `SHOWN`. */
  hits: KnowledgeHit[];
  drafted: Drafted;
  /** Null when the model failed. */
  answer: Answer | null;
  timings: Timings;
};

/** Passages that a model gets to see. */
export const SHOWN = 8;
/** More are found than shown, for ranking again and for measuring. */
const FOUND = 200;

/** An answer with this little behind it is never called sure. */
const MOST_WHEN_WEAK = 0.3;

/** What an answer can rest on. */
export type Evidence = Pick<Prepared, "query" | "hits"> & { timings: Pick<Timings, "restate" | "search"> };

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
  evidence: Evidence,
): Promise<Prepared> {
  const { request } = input;
  const { query, hits } = evidence;
  const clock = stopwatch();
  // A model that reads gets the thread with the asker's own words; the offline one only reads the question.
  const question = ctx.model.kind === "offline" ? query : request.question;
  const shown = hits.slice(0, SHOWN);
  const drafted = await draftAnswer(ctx, { ...request, question, chunks: shown });
  const timings = { ...evidence.timings, answer: clock(), judge: 0 };
  if (drafted.outcome === "failed") return { query, hits, drafted, answer: null, timings };

  const answer = await assess(ctx, { ...input, query, hits: shown, draft: drafted.draft });
  return { query, hits, drafted, answer, timings: { ...timings, judge: clock() } };
}

export type PrepareCtx = Pick<Ctx, "db" | "embedder" | "helpCenterUrl" | "modelTimeoutMs" | "log" | "now"> &
  Models;

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
  const hits = await searchKnowledge(ctx, {
    workspaceId,
    query,
    limit: FOUND,
    helpCenterUrl: ctx.helpCenterUrl,
  });
  return settings.rerank ? rankAgain(ctx, query, hits) : hits;
}

type Assessed = PrepareInput & { query: string; hits: KnowledgeHit[]; draft: AnswerDraft };

/** Holds a draft against everything that can be said about it. */
async function assess(ctx: PrepareCtx, input: Assessed): Promise<Answer> {
  const { workspaceId, settings, query, hits, request } = input;
  const isOffline = ctx.model.kind === "offline";
  // What the offline model says is copied from the passages.
  const verified: Verified = isOffline
    ? { draft: input.draft, standing: "whole", unsupported: [] }
    : verifyClaims(input.draft, { chunks: hits, question: `${request.question}\n${query}` });
  const cited = citedHits(hits, verified.draft);
  const { draft, problems } = guardDraft(ctx, verified.draft, {
    cited,
    question: request.question,
    settings,
  });
  const steering = findSteering(request.question, cited, looksLikeSteering);
  const estimate = (judgement: Judgement | null): Confidence => {
    const found = estimateConfidence({ question: query, hits, draft, modelKind: ctx.model.kind, judgement });
    return verified.standing === "weak" ? { ...found, score: Math.min(found.score, MOST_WHEN_WEAK) } : found;
  };

  // A paid look is worth its price only where the answer would go out.
  const mayGoOut = steering === null && estimate(null).score >= settings.answerThreshold;
  const judged = { question: query, answer: draft.markdown, claims: draft.claims, chunks: hits };
  const look = isOffline || mayGoOut ? await takeSecondLook(ctx, judged) : NOT_LOOKED;
  const { score, parts } = estimate(look.judgement);
  const isSure = score >= settings.resolveThreshold;
  const unproven = isSure ? await findReasonToHold(ctx, { workspaceId, settings }) : null;
  const { standing } = verified;
  const findings = {
    draft,
    confidence: score,
    standing,
    problems,
    steering,
    look,
    unproven,
    found: hits.length,
  };
  const decided = decideRoute(findings, settings);
  return {
    draft,
    confidence: score,
    parts,
    calibration: null,
    judgement: look.judgement,
    notes: notesOn(verified, decided),
    decided,
  };
}
