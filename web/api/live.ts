import type { Log } from "@firstline/core";
import { TICKET_CHANNEL } from "@firstline/core";
import { z } from "zod";

/** Listens to a Postgres channel until the answered function is called; reconnects by itself. */
export type Listen = (channel: string, onNotify: (payload: string) => void) => Promise<() => Promise<void>>;

/** Tells open streams that something they show has changed. */
export type Live = {
  /** Calls `wake` on each change of the ticket, or of any ticket of the workspace; answers how to stop that. */
  subscribe(topic: Topic, wake: () => void): () => void;
  /** Aborts when the process shuts down: every stream ends then. */
  readonly stopping: AbortSignal;
  readonly streams: number;
  stop(): Promise<void>;
};

export type Topic = { workspaceId: number; ticketId: number | null };

const Notice = z.object({ workspaceId: z.number(), ticketId: z.number() });
const RETRY_MS = 5_000;

export function createLive(options: { listen: Listen | null; log: Log }): Live {
  const subscribers = new Map<string, Set<() => void>>();
  const stopping = new AbortController();
  const wakeAll = (topic: string): void => subscribers.get(topic)?.forEach((wake) => wake());

  function onNotify(payload: string): void {
    const notice = parseNotice(payload);
    if (!notice) return;
    wakeAll(topicKey(notice));
    wakeAll(topicKey({ ...notice, ticketId: null }));
  }

  const connection = connect({ ...options, onNotify, signal: stopping.signal });

  return {
    stopping: stopping.signal,
    get streams() {
      return [...subscribers.values()].reduce((sum, set) => sum + set.size, 0);
    },
    subscribe(topic, wake) {
      const key = topicKey(topic);
      const set = subscribers.get(key) ?? new Set();
      subscribers.set(key, set.add(wake));
      return () => {
        set.delete(wake);
        if (set.size === 0) subscribers.delete(key);
      };
    },
    async stop() {
      stopping.abort();
      const unlisten = await connection;
      await unlisten();
    },
  };
}

const topicKey = (topic: Topic): string => `${topic.workspaceId}:${topic.ticketId ?? "*"}`;

function parseNotice(payload: string): Topic | null {
  try {
    return Notice.parse(JSON.parse(payload));
  } catch {
    // Somebody else's notification on our channel: nothing of ours has changed.
    return null;
  }
}

type ConnectInput = {
  listen: Listen | null;
  log: Log;
  onNotify: (payload: string) => void;
  signal: AbortSignal;
};

/** Streams work without it, only slower: each also looks for changes by itself now and then. */
async function connect(input: ConnectInput): Promise<() => Promise<void>> {
  while (input.listen && !input.signal.aborted) {
    try {
      return await input.listen(TICKET_CHANNEL, input.onNotify);
    } catch (error) {
      input.log.warn({ error }, "cannot listen for changes; live pages are slow until it works");
      await pause(RETRY_MS, input.signal);
    }
  }
  return async () => {};
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
