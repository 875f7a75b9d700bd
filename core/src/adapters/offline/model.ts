import type { LanguageModel, Usage } from "../../ports.ts";
import { composeAnswer } from "./compose.ts";

const NAME = "offline";
const FREE: Usage = { model: NAME, inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, costUsd: 0 };

/** Answers without any service: sentences of the articles as they stand. Never fails and costs nothing. */
export function createOfflineModel(): LanguageModel {
  return {
    name: NAME,
    kind: "offline",
    answer: (request) => Promise.resolve({ outcome: "answered", draft: composeAnswer(request), usage: FREE }),
    classify: () => Promise.resolve(null),
    judge: () => Promise.resolve(null),
    rewrite: () => Promise.resolve(null),
    rerank: () => Promise.resolve(null),
  };
}
