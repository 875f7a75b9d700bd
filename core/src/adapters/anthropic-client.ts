import Anthropic from "@anthropic-ai/sdk";
import { createModelFetch } from "./model-call.ts";

export type AnthropicAddress = {
  apiKey: string;
  /** Without `/v1`; Anthropic's own when absent. */
  baseUrl?: string;
};

/** How long calls and standstills may last, in milliseconds, and how often a call is quickly retried. */
type AnthropicPatience = { timeoutMs: number; stallMs: number; maxRetries: number };

export type AnthropicEffort = "low" | "medium" | "high" | "xhigh" | "max";

const BASE_URL = "https://api.anthropic.com";

/** Every setting is given, so that none comes from the environment or from profiles on disk. */
export function createAnthropicClient(address: AnthropicAddress, patience: AnthropicPatience): Anthropic {
  const { timeoutMs, stallMs, maxRetries } = patience;
  return new Anthropic({
    apiKey: address.apiKey,
    baseURL: address.baseUrl ?? BASE_URL,
    webhookKey: null,
    timeout: timeoutMs,
    maxRetries,
    fetch: createModelFetch(stallMs),
    logLevel: "off",
    openTelemetry: false,
  });
}

/** Effort came with Opus 4.5 and Sonnet 4.6; earlier models reject it, and so might what a proxy calls by names of its own. */
export function takesEffort(model: string): boolean {
  const [, family, major, minor = "0"] = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-|$)/.exec(model) ?? [];
  const version = Number(major) + Number(minor) / 10;
  return version >= (family === "opus" ? 4.5 : 4.6);
}
