/** The bodies OpenAI's SDK can send; `request-schema.ts` reads this file as text to make JSON Schemas of it. */

import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import type { EmbeddingCreateParams } from "openai/resources/embeddings";
import type { ResponseCreateParams } from "openai/resources/responses/responses";

export type OpenAiChat = ChatCompletionCreateParams;
export type OpenAiEmbedding = EmbeddingCreateParams;
export type OpenAiResponse = ResponseCreateParams;
