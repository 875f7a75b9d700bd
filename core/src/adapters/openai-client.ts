import OpenAI from "openai";
import { createModelFetch } from "./model-call.ts";

export type OpenAiAddress = {
  /** Null for servers that ask for none. */
  apiKey: string | null;
  /** With `/v1`; OpenAI's own when absent. */
  baseUrl?: string;
};

/** How long calls and standstills may last, in milliseconds, and how often a call is quickly retried. */
export type OpenAiPatience = { timeoutMs: number; stallMs?: number; maxRetries: number };

const BASE_URL = "https://api.openai.com/v1";

/** Every setting is given, so that none comes from the environment. */
export function createOpenAiClient(address: OpenAiAddress, patience: OpenAiPatience): OpenAI {
  const { timeoutMs, stallMs = 20_000, maxRetries } = patience;
  return new OpenAI({
    apiKey: address.apiKey ?? "none", // the SDK insists on one
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: address.baseUrl ?? BASE_URL,
    timeout: timeoutMs,
    maxRetries,
    fetch: createModelFetch(stallMs),
    logLevel: "off",
  });
}

export function isOpenAi(baseUrl: string | undefined): boolean {
  return baseUrl === undefined || new URL(baseUrl).host === new URL(BASE_URL).host;
}

/** How messages to people name the server; its address is not for everybody. */
export function labelOf(baseUrl: string | undefined): string {
  return isOpenAi(baseUrl) ? "OpenAI" : "the model server";
}
