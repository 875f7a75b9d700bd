import type { Feed } from "./support.ts";

export type FeedEvent = { id: string; feed: Pick<Feed, "conversation" | "items"> };

export type EventReader = {
  /** The next event; fails when none comes in time. */
  next(): Promise<FeedEvent>;
  /** Resolves when the server ends the stream. */
  ended(): Promise<void>;
  leave(): Promise<void>;
};

const PATIENCE_MS = 5_000;

/** Reads server-sent events from a response as they come. */
export function readEvents(response: Response): EventReader {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let rest = "";

  async function nextBlock(): Promise<string | null> {
    for (;;) {
      const end = rest.indexOf("\n\n");
      if (end >= 0) {
        const block = rest.slice(0, end);
        rest = rest.slice(end + 2);
        return block;
      }
      const { done, value } = await inTime(reader.read());
      if (done) return null;
      rest += decoder.decode(value, { stream: true });
    }
  }

  return {
    async next() {
      for (;;) {
        const block = await nextBlock();
        if (block === null) throw new Error("the stream has ended");
        if (/^event: feed$/mu.test(block)) return toEvent(block);
      }
    },
    async ended() {
      while ((await nextBlock()) !== null);
    },
    leave: () => reader.cancel(),
  };
}

function toEvent(block: string): FeedEvent {
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "mu").exec(block)?.[1] ?? "";
  return { id: field("id"), feed: JSON.parse(field("data")) as FeedEvent["feed"] };
}

function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no event came in time")), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
