import type OpenAI from "openai";
import { z } from "zod";
import { UpstreamError } from "../errors.ts";
import { isOpenAi } from "../openai-address.ts";
import type { Embedder } from "../ports.ts";
import { callModel, type CallSettings } from "./model-call.ts";
import { createOpenAiClient, labelOf, type OpenAiAddress } from "./openai-client.ts";
import { cutToTokens, estimateTokens } from "./token-estimate.ts";

export type OpenAiEmbedderOptions = OpenAiAddress & {
  model: string;
  dimensions: number;
  /**
   * Whether to ask the server for `dimensions`. Models that cannot shorten their vectors reject the field on
   * some servers, so by default it goes to OpenAI and to OpenAI's own models only.
   */
  sendDimensions?: boolean;
  timeoutMs?: number;
  /** For a question: somebody waits for it, and the search goes by words without its vector. */
  queryTimeoutMs?: number;
  maxRetries?: number;
};

// OpenAI's limits: inputs a request, tokens an input; 300,000 tokens a request, kept well under since ours are guesses.
const MAX_INPUTS = 2048;
const MAX_INPUT_TOKENS = 8000;
const MAX_REQUEST_TOKENS = 200_000;

/** Embeds through OpenAI or a server that speaks its API. A text too long for the model counts by its beginning. */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { model, dimensions, timeoutMs = 60_000, queryTimeoutMs = 10_000, maxRetries = 2 } = options;
  const callee = { service: "openai", label: labelOf(options.baseUrl), model };
  const timeouts = { document: timeoutMs, query: Math.min(timeoutMs, queryTimeoutMs) };
  const client = createOpenAiClient(options, { timeoutMs, maxRetries });
  const sendsDimensions =
    options.sendDimensions ?? (isOpenAi(options.baseUrl) || model.startsWith("text-embedding-3"));

  async function embedBatch(input: string[], settings: CallSettings): Promise<number[][]> {
    const body: OpenAI.EmbeddingCreateParams = {
      model,
      input,
      encoding_format: "float", // the SDK's default is base64, which not every server knows
      ...(sendsDimensions && { dimensions }),
    };
    const response = await callModel(settings, null, (signal) => client.embeddings.create(body, { signal }));
    return inOrder(response, input.length).map((vector) => toUnit(checkLength(vector, dimensions, model)));
  }

  return {
    model,
    dimensions,
    async embed(texts, purpose) {
      const settings = { ...callee, timeoutMs: timeouts[purpose] };
      const vectors: number[][] = [];
      for (const batch of toBatches(texts.map(toInput))) vectors.push(...(await embedBatch(batch, settings)));
      return vectors;
    },
  };
}

/** An empty input is an error to the API, but a vector is due for each text. */
function toInput(text: string): string {
  const input = cutToTokens(text.toWellFormed(), MAX_INPUT_TOKENS);
  return input.trim() === "" ? "(empty)" : input;
}

/** Splits inputs, in order, into requests within the API's limits. */
function toBatches(inputs: string[]): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let tokens = 0;
  for (const input of inputs) {
    const cost = estimateTokens(input);
    if (batch.length > 0 && (batch.length === MAX_INPUTS || tokens + cost > MAX_REQUEST_TOKENS)) {
      batches.push(batch);
      batch = [];
      tokens = 0;
    }
    batch.push(input);
    tokens += cost;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** Not every server counts them; those that do not answer in order. */
const Vectors = z.object({
  data: z.array(z.object({ index: z.number().default(0), embedding: z.array(z.number()) })),
});

/** A proxy's page and a server that is still loading its model also say 200. */
function inOrder(response: unknown, count: number): number[][] {
  const parsed = Vectors.safeParse(response);
  if (!parsed.success) throw unusable("The embedding server answered something else than vectors.", true);
  const vectors = parsed.data.data.toSorted((a, b) => a.index - b.index).map((entry) => entry.embedding);
  if (vectors.length === count) return vectors;
  throw unusable(`The embedding server answered ${vectors.length} vectors for ${count} texts.`, true);
}

function checkLength(vector: number[], dimensions: number, model: string): number[] {
  if (vector.length === dimensions) return vector;
  const message =
    `The embedding model "${model}" makes vectors of ${vector.length} numbers, but ${dimensions} are stored. ` +
    `Configure a model that makes ${dimensions}.`;
  throw unusable(message, false);
}

function toUnit(vector: number[]): number[] {
  const length = Math.hypot(...vector);
  if (length > 0 && Number.isFinite(length)) return vector.map((value) => value / length);
  throw unusable("The embedding server answered a vector without a direction.", true);
}

function unusable(message: string, retryable: boolean): UpstreamError {
  return new UpstreamError("openai", message, { retryable });
}
