import { UpstreamError, type AnswerRequest, type LanguageModel } from "@firstline/core";
import { createAnthropicModel, createOpenAiModel } from "@firstline/core/adapters";
import type { Models } from "../standins/models/index.ts";

/** What the suites of the language model share: every adapter that talks to a service, and a request to answer. */

type Options = {
  apiKey?: string;
  model?: string;
  timeoutMs?: number;
  stallMs?: number;
  maxRetries?: number;
  promptTokens?: number;
};
export type Adapter = {
  name: string;
  /** The model it asks for unless told otherwise. */
  model: string;
  /** Where its answers come from. */
  path: string;
  create: (models: Models, options?: Options) => LanguageModel;
};

export const ADAPTERS: Adapter[] = [
  {
    name: "Claude",
    model: "claude-sonnet-5-5",
    path: "/v1/messages",
    create: ({ apiKey, anthropicUrl: baseUrl }, options) =>
      createAnthropicModel({ apiKey, baseUrl, model: "claude-sonnet-5-5", ...options }),
  },
  {
    name: "OpenAI's Responses API",
    model: "gpt-6-sol",
    path: "/v1/responses",
    create: ({ apiKey, openAiUrl: baseUrl }, options) =>
      createOpenAiModel({ apiKey, baseUrl, model: "gpt-6-sol", api: "responses", ...options }),
  },
  {
    name: "Chat Completions of a compatible server",
    model: "qwen3:8b",
    path: "/v1/chat/completions",
    create: ({ apiKey, openAiUrl: baseUrl }, options) =>
      createOpenAiModel({ apiKey, baseUrl, model: "qwen3:8b", ...options }),
  },
];

/** A signal that never aborts. */
export const patient = new AbortController().signal;

/** An answer in the form the adapters ask for. */
export const aForm = {
  statements: [{ passageId: 41, excerpt: "Pass --no-drafts", markdown: "Use it." }],
  selfConfidence: 0.8,
  clarifyingQuestion: null,
  readings: [],
  needsPerson: null,
};

export function aModelRequest(changes: Partial<AnswerRequest> = {}): AnswerRequest {
  const passage = "Pass --no-drafts to the import. It then takes only published pages. More.";
  return {
    workspaceName: "Acme",
    ticket: { subject: "Skipping drafts", type: "general", priority: "normal" },
    question: "How do I skip drafts?",
    thread: [],
    earlierSubjects: [],
    chunks: [aChunk(41, passage), aChunk(42, "Other.")],
    ...changes,
  };
}

export function aChunk(chunkId: number, text: string): AnswerRequest["chunks"][number] {
  return { chunkId, articleId: 4, title: "Importing", headingPath: ["Options"], url: null, text };
}

/** The error an adapter throws; anything that is no `UpstreamError` fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await promise.then(
    () => new Error("It did not fail."),
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error;
  throw error;
}
