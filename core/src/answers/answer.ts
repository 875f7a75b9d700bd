import type { Ctx } from "../context.ts";
import { AppError, UpstreamError } from "../errors.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { Waiting } from "../jobs.ts";
import type { AnswerRequest, Classification, Source } from "../ports.ts";
import { createDraftTeller } from "../panel/tell-draft.ts";
import { beginAnalysis } from "./begin.ts";
import type { Analysis } from "./begin.ts";
import { pickModels, reportBudgetStep } from "./budget.ts";
import { applyClassification, stillClassified } from "./classify.ts";
import { citedHits, sourcesOf } from "./draft.ts";
import { findForAgents } from "./for-agents.ts";
import { finishAnalysis } from "./finish.ts";
import type { Outcome } from "./finish.ts";
import type { Answer } from "./assess.ts";
import { findEvidence, prepareAnswer, SHOWN } from "./prepare.ts";
import type { Evidence, Prepared } from "./prepare.ts";
import { clarifyingReply, resolvingReply } from "./replies.ts";
import { createMeter } from "./spend.ts";
import type { Models } from "./spend.ts";
import { findWait, waitAndAnswer } from "./wait.ts";
import type { Wait } from "./wait.ts";

export type AnswerTicketInput = Waiting & {
  workspaceId: number;
  ticketId: number;
  /** 1 for the first try of the job. */
  attempt: number;
};

/** After this many tries, about a minute and a half with the queue's backoff, people take over. */
const MAX_ATTEMPTS = 5;
const MAY_HELP = 3;
/** Under this confidence the articles have nothing to do with the question, and showing them would annoy. */
const WORTH_SHOWING = 0.1;
const ASKED_FOR = { type: "user_requested", reason: "The asker asks for a person." } as const;

/**
 * Answers a ticket's open question from the knowledge base and routes it by confidence. What fails is tried again by the
 * queue, or when the service says; when that does not help, the ticket goes to people with the reason. Run twice, it
 * answers once.
 */
export async function answerTicket(ctx: Ctx, input: AnswerTicketInput): Promise<void> {
  const analysis = await beginAnalysis(ctx, input);
  if (!analysis) return;

  const decision = await decide(ctx, analysis, input);
  if ("wait" in decision) return waitAndAnswer(ctx, analysis.ticket, decision.wait);
  const { outcome, prepared } = decision;
  await finishAnalysis(ctx, {
    analysis,
    outcome,
    answer: prepared?.answer ?? null,
    usage: prepared?.drafted.usage ?? null,
    hits: prepared?.hits.slice(0, SHOWN) ?? [],
    embeddingModel: ctx.embedder.model,
  });
}

type Decision = { outcome: Outcome; prepared: Prepared | null };

async function decide(
  ctx: Ctx,
  analysis: Analysis,
  job: AnswerTicketInput,
): Promise<Decision | { wait: Wait }> {
  const { workspaceId, id: ticketId } = analysis.ticket;
  const teller =
    analysis.ticket.platform === "panel" ? createDraftTeller(ctx, { workspaceId, ticketId }) : null;
  const input = {
    workspaceId,
    settings: analysis.settings,
    request: requestOf(analysis),
    onDraft: teller?.tell,
  };
  let evidence: Evidence | null = null;
  let classified = stillClassified(analysis, job.classified);
  try {
    const paid = { ...ctx, ...(await affordModels(ctx, analysis)) };
    evidence = await findEvidence(paid, input);
    const sorting = applyClassification(paid, analysis, classified);
    const [prepared] = await together(
      prepareAnswer(paid, input, evidence),
      sorting.then((found) => (classified = found)),
    );
    const outcome = outcomeOf(analysis, prepared, classified?.found ?? null);
    return { outcome: await withInternal(ctx, outcome, { workspaceId, query: prepared.query }), prepared };
  } catch (error) {
    const wantsPerson = classified?.found?.wantsPerson ?? false;
    // Who asks for a person gains nothing by a wait for the model.
    if (!wantsPerson) {
      const wait = findWait(ctx, { analysis, error, waits: job.waits ?? 0, classified });
      if (wait) return { wait };
      const isFinal =
        error instanceof UpstreamError && (!error.retryable || error.retryAfterSeconds !== undefined);
      if (!isFinal && job.attempt < MAX_ATTEMPTS) throw error;
    }
    ctx.log.error({ workspaceId, ticketId, error }, "the AI failed; the ticket goes to people");
    return { outcome: withoutAnswer(evidence?.hits ?? [], reasonOf(error), wantsPerson), prepared: null };
  } finally {
    await teller?.end();
  }
}

/** The models that the budget still allows; the agents hear of it when they are lesser ones. */
async function affordModels(ctx: Ctx, { ticket, settings }: Analysis): Promise<Models> {
  const { workspaceId, platform } = ticket;
  const meter = createMeter(ctx, { workspaceId, ticketId: ticket.id });
  const { models, level } = await pickModels(ctx, { workspaceId, settings, meter });
  await reportBudgetStep(ctx, { workspaceId, platform, level });
  return models;
}

/** Waits for both before either's failure counts: nothing goes on behind the back of a job that ended. */
async function together<One, Two>(one: Promise<One>, two: Promise<Two>): Promise<[One, Two]> {
  const [first, second] = await Promise.allSettled([one, two]);
  if (first.status === "rejected") throw first.reason;
  if (second.status === "rejected") throw second.reason;
  return [first.value, second.value];
}

/** Shown to agents: what an unknown error says may quote the question. */
function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.message : "something unexpected happened; the log says what.";
}

/** The agents' card also names the articles that are for them alone. */
async function withInternal(
  ctx: Ctx,
  outcome: Outcome,
  input: { workspaceId: number; query: string },
): Promise<Outcome> {
  if (outcome.route !== "escalate") return outcome;
  return { ...outcome, sources: [...outcome.sources, ...(await findForAgents(ctx, input))] };
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

function outcomeOf(
  { ticket, question, words }: Analysis,
  { drafted, hits, answer }: Prepared,
  classification: Classification | null,
): Outcome {
  const found = hits.slice(0, SHOWN);
  if (answer === null)
    return withoutAnswer(
      found,
      drafted.outcome === "failed" ? drafted.reason : "it said nothing.",
      classification?.wantsPerson ?? false,
    );
  const { draft, decided } = answer;
  const sources = sourcesOf(citedHits(found, draft), MAY_HELP);
  const held = {
    route: "escalate" as const,
    content: draft.markdown,
    sources,
    mayHelp: mayHelpOf(answer, found),
  };
  if (classification?.wantsPerson) {
    return { ...held, ...ASKED_FOR };
  }
  const { outcome } = decided;
  if (outcome.route === "escalate") return { ...held, type: outcome.type, reason: outcome.reason };

  const about = { ticketId: ticket.id, questionId: question.lastMessageId };
  const isSettled = outcome.route === "resolve";
  const said = { draft, sources };
  const reply = isSettled ? resolvingReply(words, ticket.id, said) : clarifyingReply(words, about, said);
  const readings = isSettled ? [] : draft.readings;
  return { route: outcome.route, reply, content: reply.markdown, sources, readings };
}

/** Articles that the asker may look at meanwhile. What was withheld may rest on an article that is not to be trusted. */
function mayHelpOf({ draft, confidence, decided }: Answer, found: KnowledgeHit[]): Source[] {
  if (confidence < WORTH_SHOWING || !decided.isTrusted) return [];
  return sourcesOf([...citedHits(found, draft), ...found], MAY_HELP);
}

/** The model failed: what the agents and the asker get all the same. */
function withoutAnswer(hits: KnowledgeHit[], reason: string, wantsPerson: boolean): Outcome {
  const failed = { type: "ai_low_confidence", reason: `The AI could not answer: ${reason}` } as const;
  return {
    route: "escalate",
    ...(wantsPerson ? ASKED_FOR : failed),
    content: null,
    sources: [],
    mayHelp: sourcesOf(hits.slice(0, SHOWN), MAY_HELP),
  };
}
