import { countTokens } from "./prompt-cache.ts";
import { Rejection } from "./rejection.ts";
import { checkOpenAiSchema } from "./schema-rules.ts";
import type { OpenAiChat, OpenAiEmbedding, OpenAiResponse } from "./wire-openai.ts";

/** `local` models stand for those of Ollama, vLLM and the like, which are less particular. */
type Model = {
  id: string;
  kind: "hosted" | "local" | "embedding";
  contextTokens?: number;
  dimensions?: number;
  shortens?: boolean;
};

const MODELS: Model[] = [
  { id: "gpt-6-sol", kind: "hosted", contextTokens: 400_000 },
  { id: "gpt-6-luna", kind: "hosted", contextTokens: 400_000 },
  { id: "qwen3:8b", kind: "local", contextTokens: 32_768 },
  { id: "text-embedding-3-small", kind: "embedding", dimensions: 1536, shortens: true },
  { id: "text-embedding-3-large", kind: "embedding", dimensions: 3072, shortens: true },
  { id: "nomic-embed-text", kind: "embedding", dimensions: 768 },
];

const MAX_INPUTS = 2048;
const MAX_INPUT_TOKENS = 8192;
const MAX_TOTAL_TOKENS = 300_000;

export function openAiModels(): object {
  const data = MODELS.map(({ id }) => ({ id, object: "model", created: 1_790_000_000, owned_by: "standin" }));
  return { object: "list", data };
}

/** Answers the model's name. */
export function checkResponse(body: OpenAiResponse): string {
  const model = findModel(body.model, ["hosted"]);
  checkSampling(body);
  if (typeof body.max_output_tokens === "number" && body.max_output_tokens < 16) {
    throw invalid(
      "max_output_tokens",
      "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16.",
    );
  }
  checkLength(model, JSON.stringify([body.instructions ?? "", body.input ?? ""]));
  const format = body.text?.format;
  if (format?.type === "json_schema") checkFormat(format.name, format.schema, format.strict);
  return model.id;
}

export function checkChat(body: OpenAiChat): void {
  const model = findModel(body.model, ["hosted", "local"]);
  if (body.messages.length === 0) throw invalid("messages", "Invalid 'messages': empty array.");
  checkLength(model, JSON.stringify(body.messages));
  if (model.kind === "local") {
    checkNoMarks(body);
    if (body.reasoning_effort !== undefined)
      throw invalid("reasoning_effort", `"${model.id}" does not support thinking.`);
  }
  if (model.kind === "hosted") {
    checkSampling(body);
    if (typeof body.max_tokens === "number") {
      throw invalid(
        "max_tokens",
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      );
    }
  }
  const format = body.response_format;
  if (format?.type === "json_schema") {
    const { name, schema, strict } = format.json_schema;
    checkFormat(name, schema, strict);
  }
}

export function checkEmbedding(body: OpenAiEmbedding): void {
  const model = findModel(body.model, ["embedding"]);
  const inputs = inputsOf(body);
  if (inputs.length === 0) throw invalid("input", "'$.input' is invalid: empty array.");
  if (inputs.length > MAX_INPUTS)
    throw invalid("input", `'$.input' is invalid: more than ${MAX_INPUTS} inputs.`);
  if (inputs.includes("")) throw invalid("input", "'$.input' is invalid: an input is an empty string.");
  const tokens = inputs.map(countTokens);
  if (Math.max(...tokens) > MAX_INPUT_TOKENS) {
    throw invalid("input", `Invalid 'input': maximum context length is ${MAX_INPUT_TOKENS} tokens.`);
  }
  if (tokens.reduce((sum, each) => sum + each, 0) > MAX_TOTAL_TOKENS) {
    throw new Rejection(400, `Requested more than ${MAX_TOTAL_TOKENS} tokens per request.`, {
      code: "max_tokens_per_request",
    });
  }
  if (body.dimensions === undefined) return;
  if (!model.shortens)
    throw invalid("dimensions", `Model "${model.id}" does not support matryoshka representation.`);
  if (body.dimensions < 1 || body.dimensions > (model.dimensions ?? 0)) {
    throw invalid("dimensions", `Invalid value for 'dimensions' = ${body.dimensions}.`);
  }
}

export function dimensionsOf(body: OpenAiEmbedding): number {
  return body.dimensions ?? findModel(body.model, ["embedding"]).dimensions ?? 0;
}

/** Token arrays, which the API takes as well, are not among what the stand-in knows. */
export function inputsOf({ input }: OpenAiEmbedding): string[] {
  if (typeof input === "string") return [input];
  return input.map((each) => {
    if (typeof each === "string") return each;
    throw invalid("input", "The stand-in embeds texts only.");
  });
}

/** Models from GPT-5.6 on; the stand-in's hosted ones all are. */
export function hasMarkedCache(model: string): boolean {
  return findModel(model, ["hosted", "local"]).kind === "hosted";
}

function findModel(id: string | undefined, kinds: Model["kind"][]): Model {
  const model = MODELS.find((each) => each.id === id && kinds.includes(each.kind));
  if (model) return model;
  const message = `The model \`${id ?? ""}\` does not exist or you do not have access to it.`;
  throw new Rejection(404, message, { code: "model_not_found", param: "model" });
}

function checkLength({ contextTokens = Infinity }: Model, prompt: string): void {
  const tokens = countTokens(prompt);
  if (tokens <= contextTokens) return;
  const message = `This model's maximum context length is ${contextTokens} tokens. However, your messages resulted in ${tokens} tokens.`;
  throw new Rejection(400, message, { code: "context_length_exceeded", param: "input" });
}

/** Marks came with GPT-5.6; other servers reject the fields. */
function checkNoMarks(body: object): void {
  if (!/"prompt_cache_(?:options|breakpoint)"/.test(JSON.stringify(body))) return;
  throw invalid("prompt_cache_options", "Unsupported parameter: 'prompt_cache_options'.");
}

function checkSampling(body: { temperature?: number | null; top_p?: number | null }): void {
  for (const name of ["temperature", "top_p"] as const) {
    if (typeof body[name] !== "number") continue;
    throw invalid(name, `Unsupported parameter: '${name}' is not supported with this model.`);
  }
}

function checkFormat(name: string, schema: unknown, strict: boolean | null | undefined): void {
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name))
    throw invalid("response_format", "Invalid name of the response format.");
  if (strict) checkOpenAiSchema(schema);
}

function invalid(param: string, message: string): Rejection {
  return new Rejection(400, message, { param, code: "invalid_value" });
}
