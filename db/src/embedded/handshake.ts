import { timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import type { Inbox } from "./inbox.ts";
import {
  askForPassword,
  authenticated,
  errorFrame,
  frame,
  int32,
  ProtocolError,
  readyIdle,
  readString,
  typeOf,
} from "./wire.ts";

export const USER = "postgres";
export const DATABASE = "postgres";

const PROTOCOL_3 = 3;
const ENCRYPTION_REQUESTS = new Set([80_877_103, 80_877_104]);
const CANCEL_REQUEST = 80_877_102;
/** A client that has not shown its password by then is not one of ours. */
const AUTHENTICATION_MS = 10_000;

export type Welcome = { id: number; password: string; greeting: Buffer[] };

/**
 * Takes a client from its first byte to "ready for query" and returns its start-up parameters; null when it has gone,
 * was refused, or only wanted to cancel (a statement cannot be cancelled: the one backend is busy with it).
 */
export async function shakeHands(
  socket: Socket,
  inbox: Inbox,
  welcome: Welcome,
): Promise<ReadonlyMap<string, string> | null> {
  const packet = await startupPacket(socket, inbox);
  if (!packet) return null;
  if (packet.readUInt16BE(4) !== PROTOCOL_3) throw new ProtocolError("a protocol version that is not 3");
  const parameters = readParameters(packet);
  if (packet.readUInt16BE(6) > 0) socket.write(onlyVersion30(parameters));
  if (!(await knowsPassword(socket, inbox, welcome.password))) return null;
  const database = parameters.get("database") ?? parameters.get("user") ?? "";
  if (database !== DATABASE) {
    socket.write(
      fatal("3D000", `database "${database}" does not exist; the embedded server has "${DATABASE}" only`),
    );
    return null;
  }
  socket.write(
    Buffer.concat([authenticated, ...statusFrames(welcome.greeting, parameters), keyData(welcome.id)]),
  );
  socket.write(readyIdle);
  return parameters;
}

async function startupPacket(socket: Socket, inbox: Inbox): Promise<Buffer | null> {
  for (;;) {
    const packet = await inbox.next({ untyped: true, timeoutMs: AUTHENTICATION_MS });
    if (typeof packet === "string") return null;
    if (packet.length < 8) throw new ProtocolError("a start-up packet without a version");
    const code = packet.readUInt32BE(4);
    if (code === CANCEL_REQUEST) return null;
    if (!ENCRYPTION_REQUESTS.has(code)) return packet;
    socket.write("N"); // no encryption: the server listens on the loopback address only
  }
}

function readParameters(packet: Buffer): Map<string, string> {
  const parameters = new Map<string, string>();
  let offset = 8;
  while (offset < packet.length && packet[offset] !== 0) {
    const [name, afterName] = readString(packet, offset);
    const [value, afterValue] = readString(packet, afterName);
    parameters.set(name, value);
    offset = afterValue;
  }
  return parameters;
}

async function knowsPassword(socket: Socket, inbox: Inbox, password: string): Promise<boolean> {
  socket.write(askForPassword);
  const answer = await inbox.next({ timeoutMs: AUTHENTICATION_MS });
  if (typeof answer === "string") return false;
  if (typeOf(answer) === "p" && isSame(readString(answer, 5)[0], password)) return true;
  socket.write(fatal("28P01", `password authentication failed for user "${USER}"`));
  return false;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The backend's own parameters, with what this client has set in its start-up packet. */
function statusFrames(greeting: Buffer[], parameters: ReadonlyMap<string, string>): Buffer[] {
  const asked = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]));
  return greeting.map((one) => {
    const [name] = readString(one, 5);
    const value = name === "client_encoding" ? undefined : asked.get(name.toLowerCase());
    return value === undefined ? one : frame("S", name, value);
  });
}

/** A process id of the connection's own, and a key that is never asked for. */
function keyData(id: number): Buffer {
  return frame("K", int32(id, 0));
}

function onlyVersion30(parameters: ReadonlyMap<string, string>): Buffer {
  const unknown = [...parameters.keys()].filter((name) => name.startsWith("_pq_."));
  return frame("v", int32(PROTOCOL_3 << 16, unknown.length), ...unknown);
}

function fatal(code: string, message: string): Buffer {
  return errorFrame({ severity: "FATAL", code, message });
}
