import type { Json, JsonObject } from "./json.ts";

/** Something that the real Discord would not have accepted. */
export interface Rejection {
  readonly at: number;
  /** "POST /channels/123/messages", "gateway" or "interaction". */
  readonly where: string;
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly detail: JsonObject | null;
}

/** One request as it arrived and how it was answered; `status` 0 means that the answer was lost on purpose. */
export interface RecordedCall {
  readonly at: number;
  readonly method: string;
  /** "/channels/123/messages", without the version and the query. */
  readonly path: string;
  /** "/channels/:channel_id/messages", or null when no such route exists. */
  route: string | null;
  readonly query: string;
  body: Json;
  files: readonly string[];
  status: number;
  /** The answer came from a fault that a test asked for. */
  faulted: boolean;
}

/** What happened, for tests to look at, and whom to wake when something does. */
export class Records {
  readonly rejections: Rejection[] = [];
  readonly calls: RecordedCall[] = [];
  private readonly watchers = new Set<() => void>();

  reject(rejection: Omit<Rejection, "at">): void {
    this.rejections.push({ at: Date.now(), ...rejection });
    this.changed();
  }

  call(call: RecordedCall): void {
    this.calls.push(call);
    this.changed();
  }

  changed(): void {
    for (const watcher of this.watchers) watcher();
  }

  /** Returns the way to stop watching. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /**
   * Resolves with the first value of `look` that is neither null, undefined nor false; throws after `timeoutMs`.
   * Looks again on every change and, for what changes without an event, every 25 ms.
   */
  async waitFor<T>(
    look: () => T | null | undefined | false,
    timeoutMs: number,
    describe: () => string,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (done: () => void): void => {
        stopWatching();
        clearInterval(ticker);
        clearTimeout(deadline);
        done();
      };
      const check = (): void => {
        try {
          const value = look();
          if (value !== null && value !== undefined && value !== false) finish(() => resolve(value));
        } catch (cause) {
          finish(() => reject(cause));
        }
      };
      const stopWatching = this.watch(check);
      const ticker = setInterval(check, 25);
      const deadline = setTimeout(() => finish(() => reject(new Error(describe()))), timeoutMs);
      check();
    });
  }
}
