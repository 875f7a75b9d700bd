export { createAnthropicModel, type AnthropicModelOptions } from "./anthropic.ts";
export { createOpenAiModel, type OpenAiModelOptions } from "./openai.ts";
export { createOpenAiEmbedder, type OpenAiEmbedderOptions } from "./openai-embedder.ts";
export { createOfflineEmbedder, createOfflineModel } from "./offline.ts";
export { createLog } from "./pino.ts";
