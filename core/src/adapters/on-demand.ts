import type { AgentModel, Embedder, LanguageModel } from "../ports.ts";
import type { AnthropicAgentOptions } from "./agents/anthropic.ts";
import type { OpenAiAgentOptions } from "./agents/openai.ts";
import { PRIVATE_RULES } from "./answer-rules.ts";
import type { AnthropicModelOptions } from "./anthropic.ts";
import type { OpenAiEmbedderOptions } from "./openai-embedder.ts";
import type { OpenAiModelOptions } from "./openai.ts";

// An SDK is two to three hundred files: half a second of every start, and most starts never call one.
// So each is loaded with the first call.

/** Claude, see `anthropic.ts`. */
export function createAnthropicModel(options: AnthropicModelOptions): LanguageModel {
  return modelOnDemand({ name: options.model, kind: "anthropic" }, async () => {
    const { createAnthropicModel: create } = await import("./anthropic.ts");
    return create(options);
  });
}

/** Any model behind OpenAI's API, see `openai.ts`. */
export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  return modelOnDemand({ name: options.model, kind: "openai" }, async () => {
    const { createOpenAiModel: create } = await import("./openai.ts");
    return create(options);
  });
}

/** Claude with tools, see `agents/anthropic.ts`. */
export function createAnthropicAgent(options: AnthropicAgentOptions): AgentModel {
  return agentOnDemand(options.model, async () => {
    const { createAnthropicAgent: create } = await import("./agents/anthropic.ts");
    return create(options);
  });
}

/** Any model behind OpenAI's API with tools, see `agents/openai.ts`. */
export function createOpenAiAgent(options: OpenAiAgentOptions): AgentModel {
  return agentOnDemand(options.model, async () => {
    const { createOpenAiAgent: create } = await import("./agents/openai.ts");
    return create(options);
  });
}

/** Embeddings by OpenAI's API, see `openai-embedder.ts`. Vectors have 1536 numbers unless `dimensions` says otherwise. */
export function createOpenAiEmbedder(
  options: Omit<OpenAiEmbedderOptions, "model" | "dimensions"> & { model?: string; dimensions?: number },
): Embedder {
  const { model = "text-embedding-3-small", dimensions = 1536 } = options;
  const load = once(async () => {
    const { createOpenAiEmbedder: create } = await import("./openai-embedder.ts");
    return create({ ...options, model, dimensions });
  });
  return { model, dimensions, embed: async (texts, purpose) => (await load()).embed(texts, purpose) };
}

function modelOnDemand(
  shown: Pick<LanguageModel, "name" | "kind">,
  create: () => Promise<LanguageModel>,
): LanguageModel {
  const load = once(create);
  return {
    ...shown,
    privateText: PRIVATE_RULES,
    answer: async (request, signal, onText) => (await load()).answer(request, signal, onText),
    classify: async (request, signal) => (await load()).classify(request, signal),
    judge: async (request, signal) => (await load()).judge(request, signal),
    rewrite: async (request, signal) => (await load()).rewrite(request, signal),
    rerank: async (request, signal) => (await load()).rerank(request, signal),
    describeBug: async (request, signal) => (await load()).describeBug(request, signal),
  };
}

function agentOnDemand(name: string, create: () => Promise<AgentModel>): AgentModel {
  const load = once(create);
  return { name, takeTurn: async (request, signal) => (await load()).takeTurn(request, signal) };
}

function once<Value>(create: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => (made ??= create());
}
