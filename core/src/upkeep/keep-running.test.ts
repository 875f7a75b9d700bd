import { expect, test } from "vitest";
import { keepRunning } from "./keep-running.ts";

const ignore = (): void => {};
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => log };
const heartbeat = { addPool: ignore, dropPools: () => Promise.resolve() };
const never = new Promise<void>(ignore);

test("a queue whose jobs have ended is not waited for without end", async () => {
  const kept = await keepRunning({ log }, heartbeat, (onPool) => {
    onPool({ id: "one", promise: Promise.resolve() });
    return Promise.resolve({ promise: never, stop: () => never });
  });

  await expect(kept.stop()).resolves.toBeUndefined();
}, 10_000);
