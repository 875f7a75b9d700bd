import type { Server } from "node:http";

/** The port or address cannot be used; the message says what to set. */
export class PortError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = "PortError";
  }
}

type Address = { host: string; port: number };

/** Answers the port that is really listened on, which matters for port 0. */
export function listenOn(server: Server, wanted: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, wanted)));
    server.listen(wanted.port, wanted.host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : wanted.port);
    });
  });
}

function explain(cause: NodeJS.ErrnoException, { host, port }: Address): PortError {
  switch (cause.code) {
    case "EADDRINUSE":
      return new PortError(`Port ${port} is taken by another program. Set PORT to a free one.`, cause);
    case "EACCES":
      return new PortError(`This user may not listen on port ${port}. Set PORT to one above 1023.`, cause);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new PortError(`This machine has no address ${host}. Set HOST to one that it has.`, cause);
    case undefined:
    default:
      return new PortError(`The web server cannot listen on ${host}:${port}: ${cause.message}`, cause);
  }
}

/** Lets requests finish for a while, then ends them. */
export function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
