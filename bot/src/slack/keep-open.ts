import { UpstreamError } from "@firstline/core";
import type { Log } from "@firstline/core";
import { setTimeout as sleep } from "node:timers/promises";

export type Session = {
  /** Resolves when the session has ended by itself. */
  lost: Promise<void>;
};

export type KeptOpen = {
  /** Resolves after the first try, whether it went well or will be repeated; rejects when no repetition can help. */
  first: Promise<void>;
  /** Ends the tries; a running session is for the caller to end. Resolves when the last try has ended. */
  stop(): Promise<void>;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A session that ends sooner than this counts as a failure, or it would be opened again without a pause. */
const STEADY_MS = 5_000;

/** Opens a session again and again whenever it is lost or does not come about; never throws later than `first`. */
export function keepOpen(open: (stopped: AbortSignal) => Promise<Session>, log: Log): KeptOpen {
  const stopped = new AbortController();
  const first = Promise.withResolvers<void>();

  const run = async (): Promise<void> => {
    let failures = 0;
    let isFirst = true;
    while (!stopped.signal.aborted) {
      try {
        const { lost } = await open(stopped.signal);
        const openedAt = performance.now();
        first.resolve();
        isFirst = false;
        await Promise.race([lost, aborted(stopped.signal)]);
        failures = performance.now() - openedAt > STEADY_MS ? 0 : failures + 1;
        if (!stopped.signal.aborted) log.warn({ platform: "slack" }, "the connection to Slack was lost");
      } catch (error) {
        if (isFirst && isHopeless(error)) return first.reject(error);
        failures += 1;
        log.warn({ platform: "slack", failures, error }, "Slack can't be reached; trying again");
        first.resolve();
        isFirst = false;
      }
      if (failures > 0) await pause(failures, stopped.signal);
    }
  };

  const ended = run();
  return {
    first: first.promise,
    stop() {
      stopped.abort();
      return ended;
    },
  };
}

function isHopeless(error: unknown): boolean {
  return error instanceof UpstreamError && !error.retryable;
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10));
  try {
    // Many bots that lost the same Slack must not all come back at once.
    await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
