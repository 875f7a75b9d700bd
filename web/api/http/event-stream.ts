import { LimitError } from "@firstline/core";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { SSEMessage, SSEStreamingApi } from "hono/streaming";
import type { Web } from "../context.ts";
import type { Topic } from "../live.ts";

export type Send = (message: SSEMessage) => Promise<void>;

/** Without a notification, a stream looks for changes this often; the same beat keeps proxies from closing it. */
const BEAT_MS = 15_000;
const MAX_STREAMS = 2_000;

/**
 * An event stream that calls `update` once at first and then on every change of `topic`; `update` sends what is new.
 * A failed update is logged and tried again at the next beat. The stream ends with its reader, with the process, or when
 * `signedOut` aborts.
 */
export function eventStream(
  c: Context,
  web: Web,
  topic: Topic,
  update: (send: Send) => Promise<void>,
  signedOut?: AbortSignal,
): Response {
  if (web.live.streams >= MAX_STREAMS) throw new LimitError("Too many live pages are open. Try again later.");
  c.header("X-Accel-Buffering", "no");
  const { stopping } = web.live;
  const ends = signedOut ? AbortSignal.any([stopping, signedOut]) : stopping;
  return streamSSE(c, async (stream) => {
    const bell = createBell(ends);
    const unsubscribe = web.live.subscribe(topic, bell.ring);
    stream.onAbort(bell.ring);
    try {
      await stream.write("retry: 1000\n\n");
      while (isRunning(stream, ends)) {
        await runUpdate(web, topic, update, (message) => stream.writeSSE(message));
        const rang = await bell.wait(BEAT_MS);
        if (!rang && isRunning(stream, ends)) await stream.write(": still here\n\n");
      }
    } finally {
      unsubscribe();
      bell.remove();
    }
  });
}

const isRunning = (stream: SSEStreamingApi, ends: AbortSignal): boolean =>
  !stream.aborted && !stream.closed && !ends.aborted;

async function runUpdate(
  web: Web,
  topic: Topic,
  update: (send: Send) => Promise<void>,
  send: Send,
): Promise<void> {
  try {
    await update(send);
  } catch (error) {
    web.ctx.log.warn({ ...topic, error }, "a live page could not be updated");
  }
}

type Bell = { ring: () => void; wait(milliseconds: number): Promise<boolean>; remove(): void };

/** Remembers a ring that nobody waited for, so that a change during an update is not lost. */
function createBell(ends: AbortSignal): Bell {
  let rang = false;
  let wake: (() => void) | null = null;
  const ring = (): void => {
    rang = true;
    wake?.();
  };
  ends.addEventListener("abort", ring);
  return {
    ring,
    async wait(milliseconds) {
      if (!rang) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = null;
      const answer = rang;
      rang = false;
      return answer;
    },
    remove: () => ends.removeEventListener("abort", ring),
  };
}
