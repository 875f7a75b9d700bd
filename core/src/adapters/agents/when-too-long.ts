import type { AgentReply } from "../../ports.ts";
import { PromptTooLongError } from "../model-error.ts";

/** A conversation that has grown too long is an outcome: its owner can shorten it and go on. */
export async function cutWhenTooLong(model: string, call: () => Promise<AgentReply>): Promise<AgentReply> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof PromptTooLongError)) throw error;
    // Rejected requests cost nothing.
    const usage = { model, inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, costUsd: 0 };
    return { outcome: "cut", detail: error.message, usage };
  }
}
