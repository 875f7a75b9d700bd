import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { pid } from "node:process";
import type { Ctx } from "../context.ts";
import { MACHINE } from "../machine.ts";
import { beat, DEAD_AFTER_SECONDS, freeDeadLocks, retireProcess, unlockPools } from "./processes.ts";

export type Heartbeat = {
  /** Registers a pool of the job queue's workers as this process's own: jobs are locked in its name. */
  addPool(poolId: string): void;
  /** Frees what pools of this process hold that run no more. */
  dropPools(poolIds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
};

const EVERY_MS = 5_000;
/** Whoever beat for the last time a moment before this process started counts as dead by then. */
const SECOND_LOOK_MS = (DEAD_AFTER_SECONDS + 1) * 1000;

/**
 * Registers this process, frees what dead ones hold, and says every five seconds that it lives. A container that was started
 * anew cannot see at once that the one before it is gone: it looks again when that one has been silent for long enough.
 */
export async function startHeartbeat(ctx: Pick<Ctx, "db" | "log">, role: string): Promise<Heartbeat> {
  const me = { id: `${hostname()}:${pid}:${randomUUID()}`, role, host: MACHINE, pid };
  let poolIds: string[] = [];
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
  const secondLook = setTimeout(() => {
    freeDeadLocks(ctx).catch((error: unknown) => {
      ctx.log.warn({ role, error }, "what dead processes hold was not freed");
    });
  }, SECOND_LOOK_MS);
  return {
    addPool(poolId) {
      poolIds.push(poolId);
      pulse();
    },
    async dropPools(gone) {
      poolIds = poolIds.filter((poolId) => !gone.includes(poolId));
      await unlockPools(ctx, gone);
      pulse();
    },
    async stop() {
      clearInterval(timer);
      clearTimeout(secondLook);
      await running;
      // A queue whose job was broken off at the end may still be held, and nobody would know by whom.
      await unlockPools(ctx, poolIds);
      await retireProcess(ctx, me.id);
    },
  };
}
