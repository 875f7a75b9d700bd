import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { DATABASE, USER } from "./handshake.ts";
import { cString, frame, int32 } from "./wire.ts";

/** Where a folder's server is reached; `pid` is null when it has stopped, `port` while it starts. */
export type Address = { pid: number | null; port: number | null; password: string };

const SILENT_MS = 2_000;
const AUTHENTICATION = "R".charCodeAt(0);

/** Makes the folder when it is missing; nobody else on the machine may look inside. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

export function readAddress(folder: string): Address | null {
  let text: string;
  try {
    text = readFileSync(join(folder, "server.json"), "utf8");
  } catch {
    return null; // no server has been here yet
  }
  return toAddress(JSON.parse(text));
}

export function writeAddress(folder: string, address: Address): void {
  const path = join(folder, "server.json");
  writeFileSync(`${path}.new`, JSON.stringify(address), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function toUrl({ port, password }: { port: number; password: string }): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

export type Attachment = { socket: Socket; answers: boolean };

/**
 * Connects to a server and keeps the connection, whose end tells that the server has gone. Null when there is none;
 * `answers` is false when something takes connections there but is silent, as a server in the middle of a long
 * statement is.
 */
export async function attach({
  port,
  password,
}: {
  port: number;
  password: string;
}): Promise<Attachment | null> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(startupPacket()));
    const finish = (answers: boolean): void => {
      clearTimeout(timer);
      resolve({ socket, answers });
    };
    const timer = setTimeout(() => finish(false), SILENT_MS);
    socket.on("error", () => undefined); // the close that follows says it all
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(null);
    });
    socket.on("data", (data: Buffer) => {
      const code = data[0] === AUTHENTICATION && data.length >= 9 ? data.readUInt32BE(5) : null;
      if (code === 3) socket.write(frame("p", password));
      else if (code === 0) finish(true);
    });
  });
}

function startupPacket(): Buffer {
  const body = Buffer.concat([int32(196_608), ...["user", USER, "database", DATABASE, ""].map(cString)]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function toAddress(value: unknown): Address | null {
  if (typeof value !== "object" || value === null) return null;
  const { pid, port, password }: { pid?: unknown; port?: unknown; password?: unknown } = value;
  if (typeof password !== "string") return null;
  return {
    pid: typeof pid === "number" ? pid : null,
    port: typeof port === "number" ? port : null,
    password,
  };
}
