import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { BackendBrokenError, type Backend } from "./backend.ts";
import { DATABASE, shakeHands, USER } from "./handshake.ts";
import { Inbox } from "./inbox.ts";
import { Listeners } from "./listeners.ts";
import { leave, serve, type Session, type Shared } from "./session.ts";
import { startupSettings } from "./settings.ts";
import { Statements } from "./statements.ts";
import { errorFrame, ProtocolError } from "./wire.ts";

const IDLE_IN_TRANSACTION_MS = 10_000;
const MAX_CONNECTIONS = 200;

export type GatewayOptions = {
  password: string;
  /** 0 takes any free port. */
  port: number;
  idleInTransactionMs?: number;
  /** Called once when the backend has failed: nothing can be answered any more. */
  onBroken: (error: BackendBrokenError) => void;
};

export type Gateway = {
  url: string;
  port: number;
  /** Sends all clients away and resolves when none of them holds the backend. */
  close(): Promise<void>;
};

/** Serves the Postgres wire protocol on the loopback address, many connections taking turns on one backend. */
export async function openGateway(backend: Backend, options: GatewayOptions): Promise<Gateway> {
  const shared: Shared = {
    backend,
    listeners: new Listeners(),
    idleInTransactionMs: options.idleInTransactionMs ?? IDLE_IN_TRANSACTION_MS,
  };
  const greeting = await backend.greeting();
  const running = new Map<Socket, Promise<void>>();
  let lastId = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    const id = ++lastId;
    const client = { socket, welcome: { id, password: options.password, greeting } };
    const done = welcomeAndServe(client, shared)
      .catch((error: unknown) => farewell(socket, error, options.onBroken))
      .finally(() => running.delete(socket));
    running.set(socket, done);
  });
  const port = await listen(server, options.port);
  const url = `postgres://${USER}:${options.password}@127.0.0.1:${port}/${DATABASE}`;
  const close = async (): Promise<void> => {
    server.close();
    for (const socket of running.keys()) socket.destroy();
    await Promise.all(running.values());
  };
  return { url, port, close };
}

type Client = { socket: Socket; welcome: Parameters<typeof shakeHands>[2] };

async function welcomeAndServe({ socket, welcome }: Client, shared: Shared): Promise<void> {
  const inbox = new Inbox(socket);
  const parameters = await shakeHands(socket, inbox, welcome);
  if (!parameters) {
    socket.end();
    return;
  }
  if (shared.listeners.size >= MAX_CONNECTIONS) throw new TooManyConnectionsError("too many connections");
  const session: Session = {
    socket,
    inbox,
    statements: new Statements(`${welcome.id}.`),
    settings: startupSettings(parameters),
    channels: new Set(),
  };
  shared.listeners.add(session);
  try {
    await serve(session, shared);
    socket.end();
  } finally {
    shared.listeners.delete(session);
    await leave(session, shared);
  }
}

class TooManyConnectionsError extends Error {
  override name = "TooManyConnectionsError";
}

/** The last word to a client whose connection cannot go on. */
function farewell(socket: Socket, error: unknown, onBroken: GatewayOptions["onBroken"]): void {
  if (error instanceof BackendBrokenError) {
    socket.destroy();
    onBroken(error);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof ProtocolError ? "08P01" : error instanceof TooManyConnectionsError ? "53300" : "XX000";
  if (!socket.destroyed) socket.end(errorFrame({ severity: "FATAL", code, message }));
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (!isAddressInfo(address)) throw new Error("the gateway has no port");
  return address.port;
}

function isAddressInfo(address: ReturnType<Server["address"]>): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
