import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { makePrivateFolder, readAddress, writeAddress, type Address } from "./address.ts";
import { Backend, type BackendBrokenError } from "./backend.ts";
import { openCluster } from "./cluster.ts";
import { openGateway, type Gateway } from "./gateway.ts";
import { lockFolder, type Lock } from "./lock.ts";
import { startUpkeep } from "./upkeep.ts";

const POLL_MS = 50;

/** Another process has the folder. The message names both and says what to do. */
export class FolderInUseError extends Error {
  override name = "FolderInUseError";

  constructor(folder: string, pid: number | null) {
    const who = pid === null ? "another process" : `process ${pid}`;
    super(
      `The database folder ${folder} is already in use by ${who}. Stop it first, or name another folder: ` +
        "two servers on one folder would lose data.",
    );
  }
}

export type Server = { url: string; stop(): Promise<void> };

export type ServerOptions = {
  dataDir: string;
  /** How long to wait for another process that is on its way out. */
  waitForLockMs: number;
  onBroken: (error: BackendBrokenError) => void;
  onUpkeepError: (error: unknown) => void;
};

/** Serves a folder from this process until `stop`. Throws FolderInUseError or IncompatibleFolderError. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { dataDir } = options;
  makePrivateFolder(dataDir);
  const lock = await waitForLock(dataDir, options.waitForLockMs);
  try {
    const before = readAddress(dataDir);
    const password = before?.password ?? randomBytes(24).toString("base64url");
    const starting: Address = { pid: process.pid, port: null, password };
    writeAddress(dataDir, starting);
    const pg = await openCluster(dataDir);
    const backend = new Backend(pg);
    const gateway = await openOnSamePort(backend, { ...options, password, port: before?.port ?? 0 });
    const upkeep = startUpkeep(backend, options.onUpkeepError);
    writeAddress(dataDir, { ...starting, port: gateway.port });
    const stop = async (): Promise<void> => {
      upkeep.stop();
      await gateway.close();
      await backend.host(() => backend.run("checkpoint"));
      await pg.close();
      writeAddress(dataDir, { pid: null, port: gateway.port, password });
      lock.release();
    };
    return { url: gateway.url, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Gives up early when the other process is serving: whoever wanted this server can use that one. */
async function waitForLock(dataDir: string, waitMs: number): Promise<Lock> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const lock = lockFolder(dataDir);
    if (lock) return lock;
    if (Date.now() >= deadline) throw new FolderInUseError(dataDir, readAddress(dataDir)?.pid ?? null);
    await sleep(POLL_MS);
  }
}

type GatewayStart = { password: string; port: number; onBroken: ServerOptions["onBroken"] };

/** The address of the time before is kept where possible, so that clients find a restarted server by themselves. */
async function openOnSamePort(backend: Backend, start: GatewayStart): Promise<Gateway> {
  try {
    return await openGateway(backend, start);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken) throw error;
    return openGateway(backend, { ...start, port: 0 });
  }
}
