import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { pid } from "node:process";
import type { Ctx } from "../context.ts";
import { beat, freeDeadLocks, retireProcess, unlockPools } from "./processes.ts";

export type Heartbeat = {
  /** Registers a pool of the job queue's workers as this process's own: jobs are locked in its name. */
  addPool(poolId: string): void;
  stop(): Promise<void>;
};

const EVERY_MS = 5_000;

/** Registers this process, frees what dead ones hold, and says every five seconds that it lives. */
export async function startHeartbeat(ctx: Pick<Ctx, "db" | "log">, role: string): Promise<Heartbeat> {
  const me = { id: `${hostname()}:${pid}:${randomUUID()}`, role, host: hostname(), pid };
  const poolIds: string[] = [];
  await beat(ctx, me, poolIds);
  await freeDeadLocks(ctx);

  let running: Promise<void> = Promise.resolve();
  let isWaiting = false;
  // One after the other: an earlier beat that came in late would take pools off the list again.
  const pulse = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    running = running
      .then(() => {
        isWaiting = false;
        return beat(ctx, me, poolIds);
      })
      .catch((error: unknown) => {
        ctx.log.warn({ role, error }, "the heartbeat was not stored");
      });
  };
  const timer = setInterval(pulse, EVERY_MS);
  return {
    addPool(poolId) {
      poolIds.push(poolId);
      pulse();
    },
    async stop() {
      clearInterval(timer);
      await running;
      // A queue whose job was broken off at the end may still be held, and nobody would know by whom.
      await unlockPools(ctx, poolIds);
      await retireProcess(ctx, me.id);
    },
  };
}
