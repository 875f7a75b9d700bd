import { once } from "node:events";
import { resolve } from "node:path";
import { attach, makePrivateFolder, readAddress, toUrl } from "./address.ts";
import { letGo, startChild, stopChild } from "./child.ts";
import { lockFolder } from "./lock.ts";

/**
 * A server whose parent was killed needs a moment to finish, to write a checkpoint and to free the folder; one that
 * another process is starting right now needs a moment to be there. Both take about a second on an idle machine.
 */
const PATIENCE_MS = 30_000;
/** A server that ends more often than this in a minute is not worth another start. */
const MAX_RESTARTS = 5;

export type Embedded = { url: string; stop(): Promise<void> };

/** A server in use by this process, its own child or another's. */
type Serving = { url: string; ended: Promise<unknown>; release(): Promise<void> };

/**
 * The address of the database in a folder. Uses the server that is there, or starts one as a child process, which ends
 * with this process. When the server ends, whoever still uses the folder starts another at the same address, so the
 * address holds until `stop`. Throws an Error with a sentence for people when the folder cannot be served.
 */
export async function openEmbedded({ dataDir }: { dataDir: string }): Promise<Embedded> {
  const folder = resolve(dataDir);
  makePrivateFolder(folder);
  const first = await serve(folder);
  let latest = Promise.resolve(first);
  let stopping = false;
  const follow = async (): Promise<void> => {
    let restarts: number[] = [];
    for (;;) {
      await (
        await latest
      ).ended;
      if (stopping) return;
      restarts = [...restarts.filter((at) => at > Date.now() - 60_000), Date.now()];
      if (restarts.length > MAX_RESTARTS) throw new Error("it ended too often");
      latest = serve(folder);
      if ((await latest).url !== first.url)
        throw new Error("it has another address now, restart this process");
    }
  };
  // There is no caller to throw to: the queries of this process fail and are reported where they are made.
  follow().catch((error: unknown) => process.emitWarning(`The embedded database is gone: ${String(error)}`));
  const stop = async (): Promise<void> => {
    stopping = true;
    const serving = await latest.catch(() => null); // a failed restart was warned of and left nothing to release
    await serving?.release();
  };
  return { url: first.url, stop };
}

async function serve(folder: string): Promise<Serving> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await useServer(folder);
    if (found) return found;
    const { child, report } = await startChild(folder);
    if (report.kind === "ready") {
      const ended = once(child, "exit");
      letGo(child);
      return { url: report.url, ended, release: () => stopChild(child) };
    }
    if (report.kind === "failed" || Date.now() > deadline) throw new Error(report.message);
  }
}

async function useServer(folder: string): Promise<Serving | null> {
  const address = readAddress(folder);
  if (address === null || address.pid === null || address.port === null) return null;
  const server = { port: address.port, password: address.password };
  const attachment = await attach(server);
  if (!attachment) return null;
  const { socket, answers } = attachment;
  if (!answers && !isLocked(folder)) {
    socket.destroy();
    return null;
  }
  const ended = once(socket, "close");
  socket.unref();
  const release = async (): Promise<void> => {
    socket.destroy();
  };
  return { url: toUrl(server), ended, release };
}

function isLocked(folder: string): boolean {
  const lock = lockFolder(folder);
  lock?.release();
  return lock === null;
}
