import type { z } from "zod";
import type { AnswerRequest, LanguageModel, ModelAnswer, ModelStep, StepResult, Usage } from "../ports.ts";
import { AnswerForm, toDraft } from "./answer-form.ts";
import { answerPrompt, workspacePrompt } from "./answer-prompt.ts";
import { ANSWER_RULES, PRIVATE_RULES } from "./answer-rules.ts";
import { BugForm, toBugSpec } from "./bug-form.ts";
import {
  estimateChunks,
  estimateMessages,
  estimateRequest,
  fitChunks,
  fitMessages,
  fitRequest,
  fitThread,
} from "./fit-request.ts";
import { PromptTooLongError } from "./model-error.ts";
import { readForm } from "./read-form.ts";
import { markdownSoFar } from "./statements.ts";
import {
  ClassificationForm,
  JudgementForm,
  RerankForm,
  RewriteForm,
  toClassification,
  toJudgement,
  toOrder,
  toQuestion,
} from "./step-forms.ts";
import { bugPrompt, classifyPrompt, judgePrompt, rerankPrompt, rewritePrompt } from "./step-prompts.ts";
import { BUG_RULES, CLASSIFY_RULES, JUDGE_RULES, REWRITE_RULES, RERANK_RULES } from "./step-rules.ts";

/** What is asked of a model, whoever's it is. */
export type StepPrompt = {
  step: ModelStep;
  form: z.ZodType;
  /** The same for everybody: the part that is worth caching. */
  rules: string;
  /** The same for all requests of a workspace; null for steps that need not know it. */
  workspace: string | null;
  /** Blocks of data, different each time. */
  user: string;
  /** For the output; what newer models think before they write counts as output. */
  maxTokens: number;
};

export type ModelReply = { usage: Usage } & (
  | { outcome: "said"; text: string }
  | { outcome: "refused" }
  | { outcome: "cut"; detail: string }
);

/** One call of a service; `onText` hears the output so far. Throws `UpstreamError`. */
export type AskModel = (
  prompt: StepPrompt,
  signal: AbortSignal,
  onText?: (textSoFar: string) => void,
) => Promise<ModelReply>;

const ANSWER_TOKENS = 8192;
const STEP_TOKENS = 2048;
/** Stack traces are copied. */
const BUG_TOKENS = 8192;

/**
 * A language model whose every step is one structured call of `ask`. Prompts are kept under `promptTokens`, counted by an
 * upper guess; a service that still finds one too long is asked once more with half of it.
 */
export function createStepModel(
  shown: Pick<LanguageModel, "name" | "kind">,
  ask: AskModel,
  promptTokens: number,
): LanguageModel {
  return {
    ...shown,
    privateText: PRIVATE_RULES,
    answer: (request, signal, onText) =>
      shrinking(Math.min(promptTokens, estimateRequest(request)), (tokens) =>
        answerOnce(ask, fitRequest(request, tokens), signal, onText),
      ),

    classify(request, signal) {
      const user = classifyPrompt(request);
      const prompt = stepPrompt("classify", ClassificationForm, CLASSIFY_RULES, user);
      return askStep(ask, prompt, ClassificationForm, toClassification, signal);
    },

    judge: (request, signal) =>
      shrinking(Math.min(promptTokens, estimateChunks(request.chunks)), (tokens) => {
        const user = judgePrompt({ ...request, chunks: fitChunks(request.chunks, tokens) });
        const prompt = stepPrompt("judge", JudgementForm, JUDGE_RULES, user);
        return askStep(ask, prompt, JudgementForm, toJudgement, signal);
      }),

    async rewrite(request, signal) {
      if (request.thread.length === 0) return null; // there is nothing it could refer to
      const user = rewritePrompt({ ...request, thread: fitThread(request.thread, promptTokens) });
      const prompt = stepPrompt("rewrite", RewriteForm, REWRITE_RULES, user);
      return askStep(ask, prompt, RewriteForm, toQuestion, signal);
    },

    async rerank(request, signal) {
      if (request.chunks.length < 2) return null;
      return shrinking(Math.min(promptTokens, estimateChunks(request.chunks)), (tokens) => {
        const user = rerankPrompt({ ...request, chunks: fitChunks(request.chunks, tokens) });
        const prompt = stepPrompt("rerank", RerankForm, RERANK_RULES, user);
        return askStep(ask, prompt, RerankForm, (form) => toOrder(form, request.chunks), signal);
      });
    },

    describeBug: (request, signal) =>
      shrinking(Math.min(promptTokens, estimateMessages(request.messages)), (tokens) => {
        const user = bugPrompt({ ...request, messages: fitMessages(request.messages, tokens) });
        const prompt = { ...stepPrompt("describe_bug", BugForm, BUG_RULES, user), maxTokens: BUG_TOKENS };
        return askStep(ask, prompt, BugForm, toBugSpec, signal);
      }),
  };
}

/** Services count tokens better than we do: what they find too long is sent again at half its length, once. */
async function shrinking<Result>(tokens: number, call: (tokens: number) => Promise<Result>): Promise<Result> {
  try {
    return await call(tokens);
  } catch (error) {
    if (!(error instanceof PromptTooLongError)) throw error;
    return call(Math.floor(tokens / 2));
  }
}

async function answerOnce(
  ask: AskModel,
  request: AnswerRequest,
  signal: AbortSignal,
  onText?: (markdownSoFar: string) => void,
): Promise<ModelAnswer> {
  const prompt: StepPrompt = {
    step: "answer",
    form: AnswerForm,
    rules: ANSWER_RULES,
    workspace: workspacePrompt(request),
    user: answerPrompt(request),
    maxTokens: ANSWER_TOKENS,
  };
  const { usage, ...reply } = await ask(prompt, signal, onText && hearMarkdown(onText));
  if (reply.outcome === "refused") return { outcome: "refused", usage };
  if (reply.outcome === "cut") return { outcome: "malformed", detail: reply.detail, usage };
  const form = readForm(AnswerForm, reply.text);
  const draft = form.ok ? toDraft(form.value, request) : form;
  if (!draft.ok) return { outcome: "malformed", detail: draft.detail, usage };
  return { outcome: "answered", draft: draft.value, usage };
}

/** Tells the markdown within a JSON text that grows; once for each change. */
function hearMarkdown(onText: (markdownSoFar: string) => void): (json: string) => void {
  let told: string | null = null;
  return (json) => {
    const markdown = markdownSoFar(json);
    if (markdown === null || markdown === told) return;
    told = markdown;
    onText(markdown);
  };
}

function stepPrompt(step: ModelStep, form: z.ZodType, rules: string, user: string): StepPrompt {
  return { step, form, rules, workspace: null, user, maxTokens: STEP_TOKENS };
}

async function askStep<Form, Value>(
  ask: AskModel,
  prompt: StepPrompt,
  form: z.ZodType<Form>,
  toValue: (form: Form) => Value | null,
  signal: AbortSignal,
): Promise<StepResult<Value>> {
  const reply = await ask(prompt, signal);
  const reading = reply.outcome === "said" ? readForm(form, reply.text) : null;
  return { value: reading?.ok ? toValue(reading.value) : null, usage: reply.usage };
}
