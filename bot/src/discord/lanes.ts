/**
 * Runs tasks of one lane one after the other, in the order in which they came, and lanes beside each other. A thread's
 * messages go through one lane: the second never overtakes the first one that opens the ticket.
 */
export function createLanes() {
  const tails = new Map<string, Promise<void>>();

  return {
    /** `task` must not throw. */
    async run(lane: string, task: () => Promise<void>): Promise<void> {
      const before = tails.get(lane) ?? Promise.resolve();
      const tail = before.then(task);
      tails.set(lane, tail);
      await tail;
      if (tails.get(lane) === tail) tails.delete(lane);
    },

    /** Resolves when everything that was given so far is done. */
    async drain(): Promise<void> {
      await Promise.all(tails.values());
    },
  };
}

export type Lanes = ReturnType<typeof createLanes>;
