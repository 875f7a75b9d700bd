import { UpstreamError } from "../errors.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import type { LanguageModel } from "../ports.ts";
import { assessDraft } from "./assess.ts";
import type { Answer, AssessInput } from "./assess.ts";
import { hearDraft } from "./hear-draft.ts";
import { draftAnswer } from "./draft.ts";
import type { Drafted } from "./draft.ts";
import type { PrepareCtx } from "./prepare.ts";

export type Written = {
  drafted: Drafted;
  /** Null when the model failed. */
  answer: Answer | null;
};

type WriteInput = Omit<AssessInput, "writer" | "draft">;

/**
 * Lets a model write and holds what it wrote against everything that can be said about it. With "auto" the fast model
 * writes first, since that costs a tenth, and the strong one where that is not good enough to settle the matter. Once
 * the strong one has answered it decides, also where it is the less sure of the two: it may know better.
 */
export async function writeAnswer(ctx: PrepareCtx, input: WriteInput): Promise<Written> {
  const { model, fastModel } = ctx;
  const { answerModel } = input.settings;
  if (answerModel === "fast") return writeWith(ctx, fastModel, input);
  const isChoice = model.kind !== "offline" && fastModel.kind !== "offline" && fastModel.name !== model.name;
  if (answerModel === "strong" || !isChoice) return writeWith(ctx, model, input);

  const first = await tryFast(ctx, input);
  if (first && !isWorthAnother(first)) return first;
  try {
    const second = await writeWith(ctx, model, { ...input, shown: passagesForSecond(input.shown, first) });
    return second.answer === null && first?.answer ? first : second;
  } catch (error) {
    if (!(error instanceof UpstreamError) || !first || !isWorthKeeping(first, error)) throw error;
    ctx.log.warn({ model: model.name, error }, "the strong model failed; the fast one's answer stands");
    return first;
  }
}

/** What would only go to people can wait for a strong model that may soon be back. */
function isWorthKeeping({ answer }: Written, { retryable }: UpstreamError): boolean {
  if (answer === null) return false;
  return !retryable || answer.decided.outcome.route !== "escalate";
}

/** The strong model may be there although the fast one is not. */
async function tryFast(ctx: PrepareCtx, input: WriteInput): Promise<Written | null> {
  try {
    return await writeWith(ctx, ctx.fastModel, input);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    ctx.log.warn({ model: ctx.fastModel.name, error }, "the fast model failed; the strong one answers");
    return null;
  }
}

/** Under this a model says, by its rules, that the passages do not cover the question. */
const NOT_COVERED = 0.3;

/** Where the passages say nothing, or the matter is for people, a better writer has nothing better to say. */
function isWorthAnother({ answer }: Written): boolean {
  if (answer === null) return true;
  const { decided, draft } = answer;
  if (draft.claims.length === 0 || draft.selfConfidence < NOT_COVERED) return false;
  if (draft.needsPerson !== null || !decided.isTrusted) return false;
  return decided.route !== "resolve" || decided.isDoubted;
}

/**
 * Passages that a second writer reads beside those that the first one cited: each costs, and the last ones seldom answer.
 * A first writer that gave no answer has picked none, so that the second one reads them all.
 */
const FIRST_PASSAGES = 5;

function passagesForSecond(shown: KnowledgeHit[], first: Written | null): KnowledgeHit[] {
  if (!first?.answer) return shown;
  const cited = new Set(first.answer.draft.citedChunkIds);
  return shown.filter((hit, at) => at < FIRST_PASSAGES || cited.has(hit.chunkId));
}

async function writeWith(ctx: PrepareCtx, writer: LanguageModel, input: WriteInput): Promise<Written> {
  const { request, query, shown } = input;
  // A model that reads gets the thread with the asker's own words; the offline one only reads the question.
  const question = writer.kind === "offline" ? query : request.question;
  const onText = hearDraft(ctx, writer, input);
  const asked = { ...request, question, chunks: shown };
  const drafted = await draftAnswer({ ...ctx, model: writer }, asked, onText);
  if (drafted.outcome === "failed") return { drafted, answer: null };
  return { drafted, answer: await assessDraft(ctx, { ...input, writer, draft: drafted.draft }) };
}
