import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export type BreakingProxy = {
  /** The database's address by way of this proxy. */
  url: string;
  /** Ends all connections and takes no new ones. */
  breakOff(): void;
  mend(): void;
  stop(): Promise<void>;
};

/** Stands between a program and its database, and can be broken off like a server that is started anew. */
export async function breakingProxy(databaseUrl: string): Promise<BreakingProxy> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let isBroken = false;
  const server = createServer((near) => {
    if (isBroken) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const end = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    breakOff() {
      isBroken = true;
      end();
    },
    mend() {
      isBroken = false;
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      end();
      await closed;
    },
  };
}
