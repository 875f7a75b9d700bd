import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { retireButtons } from "../delivery/retire-buttons.ts";
import { sendOut } from "../delivery/send-out.ts";
import { openEscalation } from "../escalations/open.ts";
import type { EscalationType } from "../escalations/open.ts";
import { withPostOffer } from "../feedback/make-of-ticket.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { Reply, Source, Usage } from "../ports.ts";
import { takeStep } from "../tickets/change.ts";
import { AI } from "../tickets/events.ts";
import { lockTicket, threadOf, updateTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { enqueueAnswer } from "../tickets/schedule-answer.ts";
import type { Analysis } from "./begin.ts";
import { explainConfidence } from "./confidence/explain-confidence.ts";
import type { Answer } from "./assess.ts";
import { readOpenQuestion } from "./question.ts";
import { stopAnalysis } from "./stop-analysis.ts";

export type Outcome =
  | { route: "resolve" | "clarify"; reply: Reply; content: string; sources: Source[]; readings: string[] }
  | {
      route: "escalate";
      type: EscalationType;
      reason: string;
      /** What the AI would have said; null when it had nothing. */
      content: string | null;
      sources: Source[];
      mayHelp: Source[];
    };

export type FinishInput = {
  analysis: Analysis;
  outcome: Outcome;
  /** What was found out about the answer; null when the model failed. */
  answer: Pick<Answer, "modelKind" | "confidence" | "parts" | "calibration" | "notes"> | null;
  usage: Usage | null;
  /** Passages that the model was shown. */
  hits: KnowledgeHit[];
  embeddingModel: string;
};

/**
 * Stores the outcome of an analysis and everything that follows from it. Nothing happens when a person took over
 * meanwhile, or when another process finished the same question first. When the asker went on writing or changed the
 * question, the outcome answers something that nobody asks any more: the analysis starts again, or ends where nothing is
 * asked any more.
 */
export async function finishAnalysis(ctx: Pick<Ctx, "db" | "now">, input: FinishInput): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const { ticket: before, question } = input.analysis;
    const ticket = await lockTicket(tx, before.workspaceId, before.id);
    if ((ticket.answeredMessageId ?? 0) >= question.lastMessageId || ticket.status !== "analyzing")
      return false;

    const at = ctx.now();
    const now = ticket.handler === "human" ? null : await readOpenQuestion(tx, ticket);
    if (now === null) {
      await stopAnalysis(tx, ticket, at);
      return false;
    }
    if (now.lastMessageId !== question.lastMessageId || now.text !== question.text) {
      await enqueueAnswer(tx, ticket, input.analysis.settings, at);
      return false;
    }
    const answered = await updateTicket(
      tx,
      ticket,
      {
        answeredMessageId: question.lastMessageId,
        aiConfidenceScore: input.answer?.confidence ?? null,
        lastMessageAt: at,
      },
      at,
    );
    const messageId = await storeAnswer(tx, answered, input, at);
    if (input.outcome.route === "escalate") await handOver(tx, answered, input, input.outcome, at);
    else await say(tx, answered, { ...input, outcome: input.outcome }, messageId, at);
    return true;
  });
}

/** What the member was told is public; what was held back for people is kept as a note, with its cost. */
async function storeAnswer(tx: Db, ticket: Ticket, input: FinishInput, at: Date): Promise<number | null> {
  const { outcome, usage, hits, answer } = input;
  if (outcome.content === null && usage === null) return null;
  const [stored] = await tx
    .insert(schema.ticketMessages)
    .values({
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      sender: "ai",
      visibility: outcome.route === "escalate" ? "note" : "public",
      content: outcome.content ?? "",
      platform: ticket.platform,
      aiModelUsed: usage?.model ?? null,
      aiConfidence: answer?.confidence ?? null,
      aiConfidenceParts: answer?.parts ?? null,
      aiCalibration: answer?.calibration ?? null,
      aiNotes: answer?.notes ?? null,
      aiReadings: outcome.route !== "escalate" && outcome.readings.length > 0 ? outcome.readings : null,
      aiTokensUsed: usage
        ? { input: usage.inputTokens, output: usage.outputTokens, cached: usage.cachedInputTokens }
        : null,
      aiCostUsd: usage?.costUsd ?? null,
      aiContextUsed: {
        articleIds: [...new Set(hits.map((hit) => hit.articleId))],
        chunkIds: hits.map((hit) => hit.chunkId),
        exampleIds: [],
        embeddingModel: input.embeddingModel,
        ...(answer && { modelKind: answer.modelKind }),
      },
      sources: outcome.sources,
      createdAt: at,
    })
    .returning({ id: schema.ticketMessages.id });
  return stored?.id ?? null;
}

type Said = FinishInput & { outcome: Extract<Outcome, { reply: Reply }> };

async function say(tx: Db, ticket: Ticket, input: Said, messageId: number | null, at: Date): Promise<void> {
  await retireButtons(tx, ticket);
  const responding = await takeStep(tx, ticket, {
    step: "answer",
    actor: AI,
    at,
    set: { firstRespondedAt: ticket.firstRespondedAt ?? at },
    metadata: { confidence: input.answer?.confidence ?? null, route: input.outcome.route },
  });
  if (input.outcome.route === "resolve") {
    await takeStep(tx, responding, {
      step: "resolve",
      actor: AI,
      at,
      set: { resolution: "assumed", resolvedAt: at },
      metadata: { resolution: "assumed", confidence: input.answer?.confidence ?? null },
    });
  }
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    ticketMessageId: messageId,
    platform: ticket.platform,
    dedupeKey: `answer:${ticket.id}:${input.analysis.question.lastMessageId}`,
    outgoing: {
      operation: "post",
      target: threadOf(ticket),
      reply: withPostOffer(input.outcome.reply, input.analysis.words, ticket),
    },
  });
}

async function handOver(
  tx: Db,
  ticket: Ticket,
  input: FinishInput,
  outcome: Extract<Outcome, { route: "escalate" }>,
  at: Date,
): Promise<void> {
  await openEscalation(tx, ticket, {
    type: outcome.type,
    reason: outcome.reason,
    actor: AI,
    escalatedById: null,
    at,
    aiAttempt: {
      answer: outcome.content,
      confidence: input.answer?.confidence ?? null,
      model: input.usage?.model ?? null,
      sources: outcome.sources,
      wasShown: false,
      why: explainConfidence(input.answer?.parts ?? null, input.usage?.model ?? null),
      notes: notesFor(input.answer?.notes ?? [], outcome.reason),
    },
    tellAsker: true,
    mayHelp: outcome.mayHelp,
  });
}

/** The card says the reason already. */
function notesFor(notes: string[], reason: string): string[] {
  return notes.filter((note) => note !== reason);
}
