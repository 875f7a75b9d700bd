import type { Log } from "@firstline/core";
import { DRAFT_CHANNEL, SIGN_OUT_CHANNEL, TICKET_CHANNEL } from "@firstline/core";
import { z } from "zod";

/** Listens to a Postgres channel until the answered function is called; reconnects by itself. */
export type Listen = (channel: string, onNotify: (payload: string) => void) => Promise<() => Promise<void>>;

/** Tells open streams that something they show has changed. */
export type Live = {
  /** Calls `wake` on each change of the ticket, or of any ticket of the workspace; answers how to stop that. */
  subscribe(topic: Topic, wake: () => void): () => void;
  /** The answer that is being written in a ticket, as far as it is; null while none is, or nobody follows the ticket. */
  draftOf(topic: Topic): string | null;
  /** Aborts when the process shuts down: every stream ends then. */
  readonly stopping: AbortSignal;
  readonly streams: number;
  /**
   * Aborts at the next sign-out from the console: whose stream it is cannot be told, so all of them end, and who is still
   * signed in comes back at once.
   */
  signedOut(workspaceId: number): AbortSignal;
  signOut(workspaceId: number): void;
  stop(): Promise<void>;
};

export type Topic = { workspaceId: number; ticketId: number | null };

const Notice = z.object({ workspaceId: z.number(), ticketId: z.number() });
const SignOut = z.object({ workspaceId: z.number() });
const Draft = Notice.extend({ markdown: z.string() });
const RETRY_MS = 5_000;

export function createLive(options: { listen: Listen | null; log: Log }): Live {
  const drafts = new Map<string, string>();
  const subscribers = new Map<string, Set<() => void>>();
  const sessions = createSessions();
  const stopping = new AbortController();
  const wakeAll = (topic: string): void => subscribers.get(topic)?.forEach((wake) => wake());

  function onNotify(payload: string): void {
    const notice = parseNotice(payload, Notice);
    if (!notice) return;
    drafts.delete(topicKey(notice));
    wakeAll(topicKey(notice));
    wakeAll(topicKey({ ...notice, ticketId: null }));
  }

  function onDraft(payload: string): void {
    const draft = parseNotice(payload, Draft);
    const key = draft && topicKey(draft);
    if (!key || !subscribers.has(key)) return;
    drafts.set(key, draft.markdown);
    wakeAll(key);
  }

  function onSignOut(payload: string): void {
    const notice = parseNotice(payload, SignOut);
    if (notice) sessions.signOut(notice.workspaceId);
  }

  const { signal } = stopping;
  const connections = [
    connect({ ...options, channel: TICKET_CHANNEL, onNotify, signal }),
    connect({ ...options, channel: DRAFT_CHANNEL, onNotify: onDraft, signal }),
    connect({ ...options, channel: SIGN_OUT_CHANNEL, onNotify: onSignOut, signal }),
  ];

  return {
    stopping: stopping.signal,
    get streams() {
      return [...subscribers.values()].reduce((sum, set) => sum + set.size, 0);
    },
    ...sessions,
    subscribe(topic, wake) {
      const key = topicKey(topic);
      const set = subscribers.get(key) ?? new Set();
      subscribers.set(key, set.add(wake));
      return () => {
        set.delete(wake);
        if (set.size > 0) return;
        subscribers.delete(key);
        drafts.delete(key);
      };
    },
    draftOf: (topic) => drafts.get(topicKey(topic)) ?? null,
    async stop() {
      stopping.abort();
      for (const unlisten of await Promise.all(connections)) await unlisten();
    },
  };
}

function createSessions(): Pick<Live, "signedOut" | "signOut"> {
  const current = new Map<number, AbortController>();
  return {
    signedOut(workspaceId) {
      const session = current.get(workspaceId) ?? new AbortController();
      current.set(workspaceId, session);
      return session.signal;
    },
    signOut(workspaceId) {
      current.get(workspaceId)?.abort();
      current.delete(workspaceId);
    },
  };
}

const topicKey = (topic: Topic): string => `${topic.workspaceId}:${topic.ticketId ?? "*"}`;

function parseNotice<Schema extends z.ZodType>(payload: string, schema: Schema): z.infer<Schema> | null {
  try {
    return schema.parse(JSON.parse(payload));
  } catch {
    // Somebody else's notification on our channel: nothing of ours has changed.
    return null;
  }
}

type ConnectInput = {
  listen: Listen | null;
  log: Log;
  channel: string;
  onNotify: (payload: string) => void;
  signal: AbortSignal;
};

/** Streams work without it, only slower: each also looks for changes by itself now and then. */
async function connect(input: ConnectInput): Promise<() => Promise<void>> {
  while (input.listen && !input.signal.aborted) {
    try {
      return await input.listen(input.channel, input.onNotify);
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
