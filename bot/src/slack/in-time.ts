/** Slack shows "trouble connecting" after three seconds; a sentence of ours must come before. */
const PATIENCE_MS = 2300;

/** Something a person sent takes too long to wait for; it goes on, and sending it again joins it. */
export class Slow extends Error {
  constructor() {
    super("This takes longer than usual. Your text is still here: send it again in a moment.");
  }
}

/**
 * Runs what a form asks for, once for one key at a time: a second press joins the first.
 * @returns a function that throws `Slow` when the outcome is not there in time
 */
export function createRuns<Outcome>(): (key: string, run: () => Promise<Outcome>) => Promise<Outcome> {
  const running = new Map<string, Promise<Outcome>>();
  return (key, run) => {
    const started = running.get(key) ?? run().finally(() => running.delete(key));
    running.set(key, started);
    return inTime(started);
  };
}

async function inTime<Outcome>(run: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Slow()), PATIENCE_MS);
  });
  // When the patience ends first, nobody else hears of a failure of `run`; the next press tries again.
  run.catch(() => {});
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}
