import { isOpenAi, OPENAI_URL } from "../openai-address.ts";
import type { EnvReader } from "./env-reader.ts";

export type OpenAiConfig = {
  apiKey: string;
  baseUrl: string;
  /** Null leaves the answers to Claude or to the offline model and uses OpenAI for embeddings only. */
  model: string | null;
  /** Does the small steps, and answers first; null when there is no model for answers at all. */
  fastModel: string | null;
  embeddingModel: string | null;
  api: "responses" | "chat";
};

export function readOpenAi(read: EnvReader): OpenAiConfig | null {
  const others = ["OPENAI_MODEL", "OPENAI_FAST_MODEL", "OPENAI_EMBEDDING_MODEL", "OPENAI_API"];
  if (!read.group("OPENAI_API_KEY", others)) return null;
  const baseUrl = read.url("OPENAI_BASE_URL", OPENAI_URL);
  const atOpenAi = isOpenAi(baseUrl);
  const fastModel = read.text("OPENAI_FAST_MODEL");
  const answers = read.group("OPENAI_MODEL", ["OPENAI_FAST_MODEL"]);
  const model = read.text("OPENAI_MODEL");
  return {
    apiKey: read.text("OPENAI_API_KEY") ?? "",
    baseUrl,
    model,
    fastModel: answers ? (fastModel ?? (atOpenAi ? "gpt-6-luna" : model)) : null,
    embeddingModel: read.text("OPENAI_EMBEDDING_MODEL") ?? (atOpenAi ? "text-embedding-3-small" : null),
    api: read.oneOf("OPENAI_API", ["responses", "chat"], atOpenAi ? "responses" : "chat"),
  };
}
