export type Rounds = {
  /** Runs the task after so many milliseconds, or earlier when that was asked for before. */
  soon(ms: number): void;
  /** Resolves when the round under way has ended; there is no further one. */
  stop(): Promise<void>;
};

/** Runs a task when asked to, never twice at once. The task must not throw. */
export function createRounds(task: () => Promise<void>): Rounds {
  let timer: NodeJS.Timeout | null = null;
  let dueAt = Infinity;
  let running = Promise.resolve();
  let isStopped = false;

  const run = (): void => {
    timer = null;
    dueAt = Infinity;
    running = running.then(() => (isStopped ? undefined : task()));
  };

  return {
    soon(ms) {
      const at = performance.now() + ms;
      if (isStopped || at >= dueAt) return;
      if (timer) clearTimeout(timer);
      dueAt = at;
      timer = setTimeout(run, ms);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
