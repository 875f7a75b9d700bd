import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { InvalidError, NotFoundError } from "../errors.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerRequest, Claim, ConversationTurn, Source } from "../ports.ts";
import { detectPriority, detectType } from "../tickets/detect.ts";
import { cleanText, subjectOf } from "../tickets/text.ts";
import { getSettings } from "../workspaces/settings.ts";
import { pickModels } from "./budget.ts";
import { citedHits, sourcesOf } from "./draft.ts";
import type { OnDraft } from "./hear-draft.ts";
import { findEvidence, prepareAnswer } from "./prepare.ts";
import type { Prepared, Timings } from "./prepare.ts";
import type { Route } from "./route.ts";
import { createMeter } from "./spend.ts";
import type { ModelCall } from "./spend.ts";

export type Asked = {
  answer: string | null;
  /** By confidence, or "escalate" for a matter for people. */
  route: Route;
  /** What would really happen. */
  happens: Route;
  /** Why `happens` is more careful than `route`; null when it is not. */
  held: string | null;
  /** Why it would go to people; null unless it would. */
  reason: string | null;
  confidence: number | null;
  /** What the confidence was made of. */
  parts: Record<string, number>;
  claims: Claim[];
  clarifyingQuestion: string | null;
  /** The ways to read the question that the asker could choose from. */
  readings: string[];
  /** The cited articles. */
  sources: Source[];
  /** Everything that the search found, best first. */
  hits: KnowledgeHit[];
  /** Sentences for agents. */
  notes: string[];
  /** The model that answered. */
  model: string;
  /** Every call of a model, in order. */
  usage: ModelCall[];
  timings: Timings;
};

export type AskInput = {
  workspaceId: number;
  question: string;
  thread?: ConversationTurn[];
  /** An agent asks: the answer may rest on internal articles. */
  isForAgents?: boolean;
  /** Hears what the answer can rest on, best first, before it is written. */
  onFound?: (sources: Source[]) => void;
  /** Hears the answer while a hosted model writes it; what it becomes in the end may still be held back. */
  onDraft?: OnDraft;
  /** Hears what each call of a model cost, also when the question fails in the end. */
  onCall?: (call: ModelCall) => void;
};

/**
 * Answers a question as a ticket would be answered, without making one: for the command line, for evaluations and for
 * trying things out. Calls of paid models count against the workspace's budget.
 */
export async function askKnowledge(ctx: Ctx, input: AskInput): Promise<Asked> {
  const question = cleanText(input.question);
  if (question === "") throw new InvalidError("The question is empty.");
  const { workspaceId } = input;
  const [workspace] = await ctx.db
    .select({ name: schema.workspaces.name })
    .from(schema.workspaces)
    .where(eq(schema.workspaces.id, workspaceId));
  if (!workspace) throw new NotFoundError("The workspace");

  const settings = await getSettings(ctx, workspaceId);
  const meter = createMeter(ctx, { workspaceId, ticketId: null }, input.onCall);
  const { models } = await pickModels(ctx, { workspaceId, settings, meter });
  const paid = { ...ctx, ...models };
  const request = requestOf(workspace.name, question, input.thread ?? []);
  const prepare = { workspaceId, settings, request, isForAgents: input.isForAgents, onDraft: input.onDraft };
  const evidence = await findEvidence(paid, prepare);
  input.onFound?.(sourcesOf(evidence.hits, SOURCES));
  const prepared = await prepareAnswer(paid, prepare, evidence);
  return { ...describe(prepared), usage: meter.calls };
}

function requestOf(
  workspaceName: string,
  question: string,
  thread: ConversationTurn[],
): Omit<AnswerRequest, "chunks"> {
  const subject = subjectOf(question);
  const ticket = { subject, type: detectType(question), priority: detectPriority(question) };
  return { workspaceName, ticket, question, thread, earlierSubjects: [] };
}

const SOURCES = 3;

function describe(prepared: Prepared): Omit<Asked, "usage"> {
  const { answer, drafted, hits, timings } = prepared;
  const common = { hits, timings, model: drafted.usage.model };
  if (answer === null) {
    return {
      ...common,
      answer: null,
      route: "escalate",
      happens: "escalate",
      held: null,
      reason: drafted.outcome === "failed" ? drafted.reason : null,
      confidence: null,
      parts: {},
      claims: [],
      clarifyingQuestion: null,
      readings: [],
      sources: sourcesOf(hits, SOURCES),
      notes: [],
    };
  }
  const { draft, decided, confidence, parts, notes } = answer;
  const { markdown, claims, clarifyingQuestion, readings } = draft;
  const { outcome, route, held } = decided;
  return {
    ...common,
    answer: markdown,
    route,
    happens: outcome.route,
    held,
    reason: outcome.route === "escalate" ? outcome.reason : null,
    confidence,
    parts,
    claims,
    clarifyingQuestion,
    readings,
    sources: sourcesOf(citedHits(hits, draft), SOURCES),
    notes,
  };
}
