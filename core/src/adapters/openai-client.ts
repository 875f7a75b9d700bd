import OpenAI from "openai";
import { isOpenAi, OPENAI_URL } from "../openai-address.ts";
import { createModelFetch, type CallOptions, type CallSettings } from "./model-call.ts";
import type { OpenAiEffort } from "./openai-body.ts";

export type OpenAiAddress = {
  /** Null for servers that ask for none. */
  apiKey: string | null;
  /** With `/v1`; OpenAI's own when absent. */
  baseUrl?: string;
};

export type OpenAiOptions = OpenAiAddress &
  CallOptions & {
    /**
     * Which API is spoken. Servers other than OpenAI's have Chat Completions in common, so that is their default;
     * OpenAI's own default is Responses.
     */
    api?: "responses" | "chat";
    /** How much a reasoning model thinks before it says something; its own default when absent. Other models get none. */
    effort?: OpenAiEffort;
  };

/** How long calls and standstills may last, in milliseconds, and how often a call is quickly retried. */
type OpenAiPatience = { timeoutMs: number; stallMs?: number; maxRetries: number };

/** Every setting is given, so that none comes from the environment. */
export function createOpenAiClient(address: OpenAiAddress, patience: OpenAiPatience): OpenAI {
  const { timeoutMs, stallMs = 20_000, maxRetries } = patience;
  return new OpenAI({
    apiKey: address.apiKey ?? "none", // the SDK insists on one
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: address.baseUrl ?? OPENAI_URL,
    timeout: timeoutMs,
    maxRetries,
    fetch: createModelFetch(stallMs),
    logLevel: "off",
  });
}

/** A client for models that talk, and which of the two APIs it shall speak. */
export function openOpenAi(
  options: OpenAiOptions,
  usualTimeoutMs: number,
): { client: OpenAI; settings: CallSettings; atOpenAi: boolean; api: "responses" | "chat" } {
  const { model, baseUrl, timeoutMs = usualTimeoutMs, stallMs, maxRetries = 1 } = options;
  const atOpenAi = isOpenAi(baseUrl);
  return {
    client: createOpenAiClient(options, { timeoutMs, stallMs, maxRetries }),
    settings: { service: "openai", label: labelOf(baseUrl), model, timeoutMs },
    atOpenAi,
    api: options.api ?? (atOpenAi ? "responses" : "chat"),
  };
}

/** How messages to people name the server; its address is not for everybody. */
export function labelOf(baseUrl: string | undefined): string {
  return isOpenAi(baseUrl) ? "OpenAI" : "the model server";
}
