import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerRequest } from "../ports.ts";
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
const MAY_HELP = 3;

/**
 * Answers a ticket's open question from the knowledge base and routes it by confidence. A model that cannot be reached
 * is tried again by the queue; when that does not help, or the model fails otherwise, the ticket goes to people with
 * the reason. Run twice, it answers once.
 */
export async function answerTicket(ctx: Ctx, input: AnswerTicketInput): Promise<void> {
  const analysis = await beginAnalysis(ctx, input);
  if (!analysis) return;

  const { workspaceId } = input;
  const hits = await findPassages(ctx, { workspaceId, query: analysis.question.query });
  const { outcome, drafted } = await decide(ctx, analysis, hits, input.attempt);
  await finishAnalysis(ctx, {
    analysis,
    outcome,
    confidence: drafted?.outcome === "drafted" ? drafted.confidence : null,
    usage: drafted?.usage ?? null,
    hits,
    embeddingModel: ctx.embedder.model,
  });
}

type Decision = { outcome: Outcome; drafted: Drafted | null };

async function decide(
  ctx: Ctx,
  analysis: Analysis,
  hits: KnowledgeHit[],
  attempt: number,
): Promise<Decision> {
  try {
    const ticket = await applyClassification(ctx, analysis);
    const drafted = await draftAnswer(ctx, { request: requestOf({ ...analysis, ticket }), hits });
    return { outcome: outcomeOf(analysis, hits, drafted), drafted };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (error.retryable && attempt < MAX_ATTEMPTS) throw error;
    ctx.log.error({ ticketId: analysis.ticket.id, error }, "the model failed; the ticket goes to people");
    return { outcome: modelFailed(hits, error.message), drafted: null };
  }
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
    mayHelp: sources.length > 0 ? sources : sourcesOf(hits, MAY_HELP),
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
