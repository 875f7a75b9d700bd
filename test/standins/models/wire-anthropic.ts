/** The bodies Anthropic's SDK can send; `request-schema.ts` reads this file as text to make JSON Schemas of it. */

import type { MessageCountTokensParams, MessageCreateParams } from "@anthropic-ai/sdk/resources/messages";

// Names of our own: the generator picks types by bare name, and several files of the SDK share the original ones.
export type AnthropicMessage = MessageCreateParams;
export type AnthropicCountTokens = MessageCountTokensParams;
