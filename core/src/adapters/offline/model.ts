import type { LanguageModel, Usage } from "../../ports.ts";
import { composeAnswer } from "./compose.ts";
import { judgeAnswer } from "./judge.ts";

const NAME = "offline";
const FREE: Usage = { model: NAME, inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, costUsd: 0 };

/** Answers without any service: sentences of the articles as they stand. Never fails and costs nothing. It judges answers by rules. */
export function createOfflineModel(): LanguageModel {
  return {
    name: NAME,
    kind: "offline",
    answer: (request) => Promise.resolve({ outcome: "answered", draft: composeAnswer(request), usage: FREE }),
    classify: () => Promise.resolve(null),
    judge: (request) => Promise.resolve({ value: judgeAnswer(request), usage: FREE }),
    rewrite: () => Promise.resolve(null),
    rerank: () => Promise.resolve(null),
    describeBug: () => Promise.resolve(null),
  };
}
