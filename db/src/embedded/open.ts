import type { ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { makePrivateFolder, ping, readAddress, toUrl } from "./address.ts";
import { letGo, startChild, stopChild } from "./child.ts";
import { lockFolder } from "./lock.ts";

/**
 * A server whose parent was killed needs a moment to finish, to write a checkpoint and to free the folder; one that
 * another process is starting right now needs a moment to be there. Both take about a second on an idle machine.
 */
const PATIENCE_MS = 30_000;
/** A process that fails more often than this is not worth another start. */
const MAX_RESTARTS_A_MINUTE = 5;

export type Embedded = { url: string; stop(): Promise<void> };

/**
 * The address of the database in a folder. Uses the server that is already there (then `stop` does nothing), or starts
 * one as a child process that ends with this process, and starts it again at the same address when it fails.
 * Throws an Error with a sentence for people when the folder cannot be served.
 */
export async function openEmbedded({ dataDir }: { dataDir: string }): Promise<Embedded> {
  const folder = resolve(dataDir);
  makePrivateFolder(folder);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const url = await findServer(folder);
    if (url !== null) return { url, stop: async () => undefined };
    const { child, report } = await startChild(folder);
    if (report.kind === "ready") return keep(folder, child, report.url);
    if (report.kind === "failed" || Date.now() > deadline) throw new Error(report.message);
  }
}

async function findServer(folder: string): Promise<string | null> {
  const address = readAddress(folder);
  if (address === null || address.pid === null || address.port === null) return null;
  const { port, password } = address;
  const answer = await ping(port, password);
  const serves = answer === "answers" || (answer === "silent" && isLocked(folder));
  return serves ? toUrl({ port, password }) : null;
}

function isLocked(folder: string): boolean {
  const lock = lockFolder(folder);
  lock?.release();
  return lock === null;
}

function keep(folder: string, first: ChildProcess, url: string): Embedded {
  let child = first;
  let stopping = false;
  let restarts: number[] = [];
  const restart = async (): Promise<void> => {
    if (stopping) return;
    restarts = [...restarts.filter((at) => at > Date.now() - 60_000), Date.now()];
    if (restarts.length > MAX_RESTARTS_A_MINUTE) return complain("failed too often and stays down");
    const next = await startChild(folder);
    child = next.child;
    if (next.report.kind !== "ready") return complain(`did not start again: ${next.report.message}`);
    if (next.report.url !== url) complain("has another address now; restart this process");
    watch();
  };
  const watch = (): void => {
    child.once("exit", () => void restart());
    letGo(child);
  };
  watch();
  const stop = async (): Promise<void> => {
    stopping = true;
    await stopChild(child);
  };
  return { url, stop };
}

/** There is no caller to throw to by then; the queries of this process fail and are reported where they are made. */
function complain(what: string): void {
  process.emitWarning(`The embedded database ${what}.`);
}
