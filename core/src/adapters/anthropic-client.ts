import Anthropic from "@anthropic-ai/sdk";
import { createModelFetch, type CallOptions, type CallSettings } from "./model-call.ts";

type AnthropicAddress = {
  apiKey: string;
  /** Without `/v1`; Anthropic's own when absent. */
  baseUrl?: string;
};

export type AnthropicEffort = "low" | "medium" | "high" | "xhigh" | "max";

const BASE_URL = "https://api.anthropic.com";

export type AnthropicOptions = AnthropicAddress &
  CallOptions & {
    /** How much the model thinks before it says something; its own default when absent. Older models know no effort and get none. */
    effort?: AnthropicEffort;
  };

/** Every setting is given, so that none comes from the environment or from profiles on disk. */
export function openAnthropic(
  options: AnthropicOptions,
  usualTimeoutMs: number,
): { client: Anthropic; settings: CallSettings } {
  const { model, timeoutMs = usualTimeoutMs, stallMs = 20_000, maxRetries = 1 } = options;
  const client = new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? BASE_URL,
    webhookKey: null,
    timeout: timeoutMs,
    maxRetries,
    fetch: createModelFetch(stallMs),
    logLevel: "off",
    openTelemetry: false,
  });
  return { client, settings: { service: "anthropic", label: "Anthropic", model, timeoutMs } };
}

/** Effort came with Opus 4.5 and Sonnet 4.6; earlier models reject it, and so might what a proxy calls by names of its own. */
export function takesEffort(model: string): boolean {
  const [, family, major, minor = "0"] = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-|$)/.exec(model) ?? [];
  const version = Number(major) + Number(minor) / 10;
  return version >= (family === "opus" ? 4.5 : 4.6);
}
