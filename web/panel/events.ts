import { readEvents } from "../site/islands/read-events.ts";
import type { StreamEvent } from "../site/islands/read-events.ts";
import type { Item, State } from "./api.ts";
import type { NodeJson } from "./nodes.ts";

export type Follower = {
  feed(feed: { conversation: State; items: Item[] }): void;
  /** The answer so far, while it is being written. */
  draft(nodes: NodeJson[]): void;
  /** The conversation is not there, or not for this visitor. */
  gone(status: number): void;
  /** Whether the connection has been lost for a while. */
  lost(isLost: boolean): void;
};

export type Followed = { stop(): void };

const HOUR = 3_600_000;

/**
 * Follows a conversation's server-sent events with fetch, since EventSource cannot send a token. After a break it goes on
 * from the last event, and it rests while the page is hidden.
 */
export function follow(url: string, headers: () => Record<string, string>, on: Follower): Followed {
  let lastId = "";
  let failures = 0;
  const stopping = new AbortController();
  let current = new AbortController();
  const wake = (): void => current.abort();
  document.addEventListener("visibilitychange", wake);
  void run();
  return {
    stop() {
      stopping.abort();
      document.removeEventListener("visibilitychange", wake);
      current.abort();
    },
  };

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      current = new AbortController();
      if (!document.hidden && (await connect(current.signal)) === "gone") return;
      if (stopping.signal.aborted) return;
      current = new AbortController();
      await pause(document.hidden ? HOUR : Math.min(15_000, 500 * 2 ** failures), current.signal);
    }
  }

  async function connect(signal: AbortSignal): Promise<"gone" | "again"> {
    try {
      const response = await fetch(url, {
        headers: {
          ...headers(),
          Accept: "text/event-stream",
          ...(lastId ? { "Last-Event-ID": lastId } : {}),
        },
        signal,
        cache: "no-store",
        credentials: "omit",
      });
      if ([401, 403, 404].includes(response.status)) {
        on.gone(response.status);
        return "gone";
      }
      if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
      if (failures > 2) on.lost(false);
      failures = 0;
      for await (const event of readEvents(response.body)) take(event);
    } catch {
      // A broken connection is ordinary; the next try goes on from the last event.
      if (!signal.aborted) failures += 1;
      if (failures === 3) on.lost(true);
    }
    return "again";
  }

  function take({ type, id, data }: StreamEvent): void {
    if (id) lastId = id;
    // Our own server's events are of the agreed form.
    if (type === "feed") on.feed(JSON.parse(data) as Parameters<Follower["feed"]>[0]);
    if (type === "draft") on.draft((JSON.parse(data) as { nodes: NodeJson[] }).nodes);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
