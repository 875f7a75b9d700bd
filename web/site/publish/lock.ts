import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isRunningHere, MACHINE, makeFolder } from "@firstline/core";
import { isMissing } from "./place.ts";

export type SiteLock = { release(): Promise<void> };

const BEAT_MS = 5_000;
/** Whoever has not touched the lock for so long is gone, whatever machine it ran on. */
const DEAD_MS = 30_000;
const LOOK_MS = 200;

/**
 * One process at a time writes to the folder of a site, be it a web server or a command. Waits for so long, then answers
 * null. What a killed process holds is taken over: at once on its own machine, after 30 s from another one.
 */
export async function lockSite(siteDir: string, patienceMs: number): Promise<SiteLock | null> {
  await makeFolder(siteDir);
  const path = join(siteDir, "lock");
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const lock = await tryLock(path);
    if (lock) return lock;
    await removeDead(path);
    if (Date.now() >= deadline) return null;
    await wait(LOOK_MS);
  }
}

async function tryLock(path: string): Promise<SiteLock | null> {
  const me = `${MACHINE} ${process.pid} ${randomUUID()}`;
  try {
    const file = await open(path, "wx");
    await file.writeFile(me);
    await file.close();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return null;
    throw error;
  }
  held.add(me);
  // Not being able to touch it lets others think that we are gone; the next beat may work again.
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), BEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      held.delete(me);
      if ((await readHolder(path)) === me) await rm(path, { force: true });
    },
  };
}

/** Locks of this very process: its id being alive says nothing about one that an earlier process of the same id left. */
const held = new Set<string>();

async function readHolder(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function removeDead(path: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder === null || !(await isDead(path, holder))) return;
  const aside = `${path}-${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const taken = await readHolder(aside);
  // Somebody else was quicker, and this is their lock already: it goes back.
  if (taken !== holder) await rename(aside, path);
  else await rm(aside, { force: true });
}

async function isDead(path: string, holder: string): Promise<boolean> {
  const age = await stat(path).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  if (age > DEAD_MS) return true;
  const [machine, pid] = holder.split(" ");
  // Written in two steps: an empty one is being taken this moment.
  if (machine !== MACHINE || pid === undefined) return false;
  if (Number(pid) === process.pid) return !held.has(holder);
  return !isRunningHere(Number(pid));
}
