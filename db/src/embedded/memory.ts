import { randomBytes } from "node:crypto";
import { Backend } from "./backend.ts";
import { openMemoryCluster } from "./cluster.ts";
import { openGateway } from "./gateway.ts";

export type MemoryDatabase = {
  url: string;
  /** The whole cluster as a tar, to open copies of it. */
  dump(): Promise<Blob>;
  stop(): Promise<void>;
};

/** A database for tests that lives in this process and is gone with it, empty or a copy of a dump. */
export async function openMemory(
  template?: Uint8Array<ArrayBuffer> | Blob,
  options: { idleInTransactionMs?: number } = {},
): Promise<MemoryDatabase> {
  const tar = template instanceof Uint8Array ? new Blob([template]) : template;
  const pg = await openMemoryCluster(tar);
  const backend = new Backend(pg);
  const gateway = await openGateway(backend, {
    ...options,
    password: randomBytes(12).toString("base64url"),
    port: 0,
    onBroken: (error) => process.emitWarning(error),
  });
  const dump = async (): Promise<Blob> =>
    backend.host(async () => {
      await backend.run("checkpoint");
      return pg.dumpDataDir("none");
    });
  const stop = async (): Promise<void> => {
    await gateway.close();
    await pg.close();
  };
  return { url: gateway.url, dump, stop };
}
