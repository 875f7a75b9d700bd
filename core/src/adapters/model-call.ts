import { UpstreamError } from "../errors.ts";
import type { Usage } from "../ports.ts";
import { failure, retryAfterOf, toUpstreamError, type Callee } from "./model-error.ts";
import { guardStalls } from "./stall-guard.ts";

export type CallSettings = Callee & {
  /** For one call as a whole, tries and the reading of the body included. */
  timeoutMs: number;
};

/** What whoever wires a model may say of its calls, beside the service's address. */
export type CallOptions = {
  model: string;
  /** For one call as a whole. */
  timeoutMs?: number;
  /** How long a stream that has begun may stand still. */
  stallMs?: number;
  /** Quick retries inside one call; longer waits belong to the job that calls. */
  maxRetries?: number;
};

/**
 * Runs one SDK call under a deadline of its own (the SDKs' timeout ends with the response's headers) and turns
 * whatever it throws into an `UpstreamError`. What the call tells of its cost before it fails goes with the error.
 */
export async function callModel<T>(
  settings: CallSettings,
  signal: AbortSignal | null,
  call: (signal: AbortSignal, tell: (usage: Usage) => void) => Promise<T>,
): Promise<T> {
  const spent: { usage?: Usage } = {};
  const deadline = AbortSignal.timeout(settings.timeoutMs);
  try {
    const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
    return await call(either, (usage) => (spent.usage = usage));
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    const failed = { ...settings, ...spent };
    if (signal?.aborted) throw failure(failed, `The request to ${settings.label} was stopped.`, cause);
    if (deadline.aborted) {
      const seconds = settings.timeoutMs / 1000;
      throw failure(failed, `${settings.label} did not answer within ${seconds} seconds.`, cause);
    }
    throw toUpstreamError(failed, cause);
  }
}

/** The fetch that both SDKs are given. `stallMs` is for streams, see `guardStalls`. */
export function createModelFetch(stallMs: number): typeof patientFetch {
  return async (input, init) => guardStalls(await patientFetch(input, init), stallMs);
}

const PATIENCE_SECONDS = 5;

/**
 * A fetch for the SDKs' own quick retries. When a service asks for a longer wait, the retry is left to the job,
 * which waits without holding a worker; `x-should-retry` is the header by which both SDKs take such advice.
 */
export async function patientFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.ok || (retryAfterOf(response.headers) ?? 0) <= PATIENCE_SECONDS) return response;
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
