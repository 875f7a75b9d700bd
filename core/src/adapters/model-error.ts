import { UpstreamError } from "../errors.ts";
import type { Usage } from "../ports.ts";
import { StalledError } from "./stall-guard.ts";

/** What both SDKs tell about a failed call; their error classes share this shape but no base class. */
type ApiFailure = {
  status?: unknown;
  headers?: unknown;
  code?: unknown;
  errorCode?: unknown;
  /** Anthropic's name of the error; the only sign of its kind when it comes in the middle of a stream. */
  type?: unknown;
  message?: unknown;
};

/** Who was called, for messages that people read. */
export type Callee = {
  /** "Anthropic", "OpenAI" or "the model server". */
  label: string;
  service: string;
  model: string;
};

/** A call that failed, and what the service had said by then of its cost. */
export type FailedCall = Callee & { usage?: Usage };

/** The prompt is longer than the model takes; a shorter one may pass. */
export class PromptTooLongError extends UpstreamError {}

/** What went wrong with a call, whichever SDK threw it. */
export function toUpstreamError(settings: FailedCall, cause: unknown): UpstreamError {
  const stalled = findStall(cause);
  if (stalled) {
    return failure(
      settings,
      `${settings.label} stopped in the middle of its answer for ${stalled.seconds} seconds.`,
      cause,
    );
  }
  const failed = asFailure(cause);
  const status = statusOf(failed);
  if (isTooLong(failed, status)) {
    const message = asSentence(
      `${settings.label} found the request too long for the model "${settings.model}".`,
    );
    return new PromptTooLongError(settings.service, message, {
      ...spentOn(settings),
      retryable: false,
      cause,
    });
  }
  if (status === null) {
    return failure(settings, `${settings.label} could not be reached, or its answer broke off.`, cause);
  }
  if (status === 402 || isOutOfMoney(failed)) {
    return final(
      settings,
      `The account at ${settings.label} has no credit left or reached its spending limit.`,
      cause,
    );
  }
  if (isPassing(status)) {
    const retryAfterSeconds = retryAfterOf(failed.headers);
    const what = status === 429 ? "is limiting our requests" : "is overloaded or failing";
    return failure(settings, `${settings.label} ${what} (${status}).`, cause, retryAfterSeconds);
  }
  return final(settings, explainRejection(settings, status), cause);
}

/** Errors that come in the middle of a stream have no status, since theirs was 200; their names say the same. */
const STATUS_BY_NAME: Record<string, number> = {
  overloaded_error: 529,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  request_too_large: 413,
  not_found_error: 404,
  permission_error: 403,
  billing_error: 402,
  insufficient_quota: 402,
  authentication_error: 401,
  invalid_request_error: 400,
  invalid_prompt: 400,
};

function statusOf({ status, type, code }: ApiFailure): number | null {
  if (typeof status === "number") return status;
  for (const name of [code, type]) {
    const known = typeof name === "string" ? STATUS_BY_NAME[name] : undefined;
    if (known !== undefined) return known;
  }
  return null;
}

/** Each service says it in its own words, most of them with status 400. */
function isTooLong({ code, message }: ApiFailure, status: number | null): boolean {
  if (code === "context_length_exceeded" || status === 413) return true;
  const says =
    typeof message === "string" && /prompt is too long|context (?:length|window|size|limit)/i.test(message);
  return status === 400 && says;
}

/** The SDKs wrap what breaks their stream, so it is looked for in the causes too. */
function findStall(cause: unknown): StalledError | null {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (error instanceof StalledError) return error;
  }
  return null;
}

function explainRejection({ label, model }: Callee, status: number): string {
  switch (status) {
    case 401:
      return `${label} rejected the API key (401). Check that the configured key is complete, current and meant for this address.`;
    case 403:
      return `${label} does not allow this API key to use the model "${model}" (403).`;
    case 404:
      return `${label} knows no model "${model}", or the configured address is wrong (404).`;
    default:
      return `${label} rejected the request as invalid (${status}).`;
  }
}

/** Lock conflicts, timeouts, rate limits, failures of the server and its overload (529). */
function isPassing(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Both providers answer 429 also when the money is used up, which no waiting mends; Claude's says 400 of prepaid credit. */
function isOutOfMoney({ errorCode, code, message }: ApiFailure): boolean {
  const reason = errorCode ?? code;
  if (typeof reason === "string" && /insufficient_quota|billing|spend_limit/.test(reason)) return true;
  return typeof message === "string" && /credit balance is too low/i.test(message);
}

export function retryAfterOf(headers: unknown): number | undefined {
  const text = headers instanceof Headers ? headers.get("retry-after") : null;
  if (text === null || text.trim() === "") return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

function asFailure(cause: unknown): ApiFailure {
  return typeof cause === "object" && cause !== null ? cause : {};
}

export function failure(
  settings: FailedCall,
  message: string,
  cause: unknown,
  retryAfterSeconds?: number,
): UpstreamError {
  const options = {
    ...spentOn(settings),
    retryable: true,
    cause,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
  return new UpstreamError(settings.service, asSentence(message), options);
}

function final(settings: FailedCall, message: string, cause: unknown): UpstreamError {
  const options = { ...spentOn(settings), retryable: false, cause };
  return new UpstreamError(settings.service, asSentence(message), options);
}

const spentOn = ({ usage }: FailedCall): { usage?: Usage } => (usage ? { usage } : {});

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
