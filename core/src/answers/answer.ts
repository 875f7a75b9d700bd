import type { Ctx } from "../context.ts";
import { AppError, UpstreamError } from "../errors.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerRequest } from "../ports.ts";
import { enqueueAnswerAt } from "../tickets/schedule-answer.ts";
import { beginAnalysis } from "./begin.ts";
import type { Analysis } from "./begin.ts";
import { applyClassification } from "./classify.ts";
import { citedHits, draftAnswer, findPassages, sourcesOf } from "./draft.ts";
import type { Drafted } from "./draft.ts";
import { finishAnalysis } from "./finish.ts";
import type { Outcome } from "./finish.ts";
import { clarifyingReply, resolvingReply } from "./replies.ts";
import { routeByConfidence } from "./route.ts";

export type AnswerTicketInput = {
  workspaceId: number;
  ticketId: number;
  /** 1 for the first try of the job. */
  attempt: number;
};

/** After this many tries, about a minute and a half with the queue's backoff, people take over. */
const MAX_ATTEMPTS = 5;
/** Longer than this nobody waits because a service asked us to slow down. */
const PATIENCE_MS = 10 * 60_000;
const MAY_HELP = 3;
/** Under this confidence the articles have nothing to do with the question, and showing them would annoy. */
const WORTH_SHOWING = 0.1;

/**
 * Answers a ticket's open question from the knowledge base and routes it by confidence. What fails is tried again by the
 * queue, or when the service says; when that does not help, the ticket goes to people with the reason. Run twice, it
 * answers once.
 */
export async function answerTicket(ctx: Ctx, input: AnswerTicketInput): Promise<void> {
  const analysis = await beginAnalysis(ctx, input);
  if (!analysis) return;

  const decision = await decide(ctx, analysis, input.attempt);
  if ("waitSeconds" in decision) return waitAndAnswer(ctx, analysis, decision.waitSeconds);
  const { outcome, drafted, hits } = decision;
  await finishAnalysis(ctx, {
    analysis,
    outcome,
    confidence: drafted?.outcome === "drafted" ? drafted.confidence : null,
    usage: drafted?.usage ?? null,
    hits,
    embeddingModel: ctx.embedder.model,
  });
}

type Decision = { outcome: Outcome; drafted: Drafted | null; hits: KnowledgeHit[] };

async function decide(
  ctx: Ctx,
  analysis: Analysis,
  attempt: number,
): Promise<Decision | { waitSeconds: number }> {
  const { workspaceId, id: ticketId } = analysis.ticket;
  let hits: KnowledgeHit[] = [];
  try {
    hits = await findPassages(ctx, { workspaceId, query: analysis.question.query });
    const ticket = await applyClassification(ctx, analysis);
    const drafted = await draftAnswer(ctx, { request: requestOf({ ...analysis, ticket }), hits });
    return { outcome: outcomeOf(analysis, hits, drafted), drafted, hits };
  } catch (error) {
    const waitSeconds = patienceFor(ctx, analysis, error);
    if (waitSeconds !== null) return { waitSeconds };
    const isFinal =
      error instanceof UpstreamError && (!error.retryable || error.retryAfterSeconds !== undefined);
    if (!isFinal && attempt < MAX_ATTEMPTS) throw error;
    ctx.log.error({ ticketId, error }, "the AI failed; the ticket goes to people");
    return { outcome: modelFailed(hits, reasonOf(error)), drafted: null, hits };
  }
}

/** Seconds that a service asked us to wait, as long as the asker can be expected to wait for them. */
function patienceFor(ctx: Pick<Ctx, "now">, analysis: Analysis, error: unknown): number | null {
  if (!(error instanceof UpstreamError) || !error.retryable) return null;
  const seconds = error.retryAfterSeconds;
  if (seconds === undefined) return null;
  const waited = ctx.now().getTime() - analysis.ticket.lastMessageAt.getTime();
  return waited + seconds * 1000 <= PATIENCE_MS ? seconds : null;
}

/** A new job with all its tries takes the place of the one that is running. */
async function waitAndAnswer(
  ctx: Pick<Ctx, "db" | "now">,
  { ticket }: Analysis,
  seconds: number,
): Promise<void> {
  await ctx.db.transaction((tx) =>
    enqueueAnswerAt(tx, ticket, new Date(ctx.now().getTime() + seconds * 1000)),
  );
}

/** Shown to agents: what an unknown error says may quote the question. */
function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.message : "something unexpected happened; the log says what.";
}

function requestOf(analysis: Analysis): Omit<AnswerRequest, "chunks"> {
  const { ticket, question } = analysis;
  return {
    workspaceName: analysis.workspaceName,
    ticket: { subject: ticket.subject, type: ticket.type, priority: ticket.priority },
    question: question.text,
    thread: question.thread,
    earlierSubjects: analysis.earlierSubjects,
  };
}

function outcomeOf(analysis: Analysis, hits: KnowledgeHit[], drafted: Drafted): Outcome {
  if (drafted.outcome === "failed") return modelFailed(hits, drafted.reason);
  const { draft, confidence } = drafted;
  const sources = sourcesOf(citedHits(hits, draft), MAY_HELP);
  const held = {
    route: "escalate" as const,
    content: draft.markdown,
    sources,
    mayHelp: confidence < WORTH_SHOWING ? [] : sourcesOf([...citedHits(hits, draft), ...hits], MAY_HELP),
  };
  if (draft.needsPerson !== null) return { ...held, type: "complex_issue", reason: draft.needsPerson };

  const ticketId = analysis.ticket.id;
  const route = routeByConfidence(confidence, analysis.settings);
  switch (route) {
    case "resolve":
      return { route, reply: resolvingReply(ticketId, draft, sources), content: draft.markdown, sources };
    case "clarify": {
      const reply = clarifyingReply(ticketId, draft, sources);
      return { route, reply, content: reply.markdown, sources };
    }
    case "escalate":
      return { ...held, type: "ai_low_confidence", reason: lowConfidence(confidence, hits.length) };
  }
}

function lowConfidence(confidence: number, found: number): string {
  if (found === 0) return "Nothing in the knowledge base matches the question.";
  return `The AI is only ${Math.round(confidence * 100)} % sure that its answer is right.`;
}

function modelFailed(hits: KnowledgeHit[], reason: string): Outcome {
  return {
    route: "escalate",
    type: "ai_low_confidence",
    reason: `The AI could not answer: ${reason}`,
    content: null,
    sources: [],
    mayHelp: sourcesOf(hits, MAY_HELP),
  };
}
