import { deflateSync } from "node:zlib";
import type { RawData, WebSocket } from "ws";
import type { Json, JsonObject } from "../json.ts";
import { isObject, numberOr, objectOr, parseJson, textOr } from "../json.ts";
import { limits } from "../limits.ts";
import type { Sender, Session } from "./session.ts";

const opcodes = {
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  requestMembers: 8,
  requestSoundboard: 31,
} as const;

/** Why the gateway hangs up, by Discord's numbers. */
export const closeCodes = {
  unknownOpcode: [4001, "Unknown opcode"],
  decodeError: [4002, "Error while decoding payload"],
  notAuthenticated: [4003, "Not authenticated"],
  authenticationFailed: [4004, "Authentication failed"],
  alreadyAuthenticated: [4005, "Already authenticated"],
  invalidSequence: [4007, "Invalid seq"],
  rateLimited: [4008, "Rate limited"],
  sessionTimedOut: [4009, "Session timed out"],
  invalidShard: [4010, "Invalid shard"],
  invalidVersion: [4012, "Invalid API version"],
  invalidIntents: [4013, "Invalid intent(s)"],
  disallowedIntents: [4014, "Disallowed intent(s)"],
} as const;

export type CloseReason = keyof typeof closeCodes;

/** What a connection needs of the gateway. */
export interface Host {
  readonly heartbeatMs: number;
  acknowledgesHeartbeats(): boolean;
  identify(connection: Connection, data: JsonObject): void;
  resume(connection: Connection, data: JsonObject): void;
  requestMembers(session: Session, data: JsonObject): void;
  closed(connection: Connection, code: number): void;
  rejected(reason: CloseReason, detail: string): void;
}

/** One socket: HELLO, heartbeats, the order in which a client may speak, and how fast. */
export class Connection {
  session: Session | null = null;
  private compress = false;
  private lastHeard = Date.now();
  private readonly sentAt: number[] = [];
  private readonly watchdog: NodeJS.Timeout;
  private readonly socket: WebSocket;
  private readonly host: Host;

  constructor(socket: WebSocket, host: Host) {
    this.socket = socket;
    this.host = host;
    this.watchdog = setInterval(() => this.checkHeartbeat(), host.heartbeatMs / 2);
    socket.on("message", (data) => this.receive(data));
    socket.on("close", (code) => this.gone(code));
    // A socket that breaks also closes; the error itself carries nothing a test could use.
    socket.on("error", () => socket.terminate());
    this.send({ op: 10, d: { heartbeat_interval: host.heartbeatMs, _trace: ["[]"] } });
  }

  send(payload: JsonObject): void {
    this.sendText(JSON.stringify(payload));
  }

  private readonly sendText: Sender = (text) => {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(this.compress ? deflateSync(text) : text);
  };

  begin(session: Session, compress: boolean): void {
    this.session = session;
    this.compress = compress;
    session.attach(this.sendText);
  }

  /** The session waits for a RESUME, on this line or another. */
  release(): void {
    this.session?.detach(this.sendText);
    this.session = null;
  }

  close(reason: CloseReason, detail = ""): void {
    const [code, words] = closeCodes[reason];
    this.host.rejected(reason, detail);
    this.socket.close(code, words);
  }

  /** Ends the socket with a code of choice and no complaint about the client. */
  hangUp(code: number, words: string): void {
    this.socket.close(code, words);
  }

  /** Cuts the line with no goodbye. */
  cut(): void {
    this.socket.terminate();
  }

  private gone(code: number): void {
    clearInterval(this.watchdog);
    this.session?.detach(this.sendText);
    this.host.closed(this, code);
  }

  private checkHeartbeat(): void {
    if (Date.now() - this.lastHeard > this.host.heartbeatMs * 1.5) this.close("sessionTimedOut");
  }

  private receive(data: RawData): void {
    const text = Buffer.isBuffer(data) ? data.toString("utf8") : "";
    if (Buffer.byteLength(text) > limits.gateway.payloadBytes)
      return this.close("decodeError", "payload too large");
    if (this.isTooFast()) return this.close("rateLimited");
    const payload = decode(text);
    if (payload === null) return this.close("decodeError", text.slice(0, 100));
    this.handle(numberOr(payload["op"], -1), payload["d"]);
  }

  private isTooFast(): boolean {
    const now = Date.now();
    while (this.sentAt[0] !== undefined && this.sentAt[0] < now - limits.gateway.windowMs)
      this.sentAt.shift();
    this.sentAt.push(now);
    return this.sentAt.length > limits.gateway.sendsInWindow;
  }

  private handle(op: number, data: Json | undefined): void {
    switch (op) {
      case opcodes.heartbeat:
        return this.heartbeat(numberOr(data, 0));
      case opcodes.identify:
        if (this.session) return this.close("alreadyAuthenticated");
        return this.host.identify(this, objectOr(data));
      case opcodes.resume:
        if (this.session) return this.close("alreadyAuthenticated");
        return this.host.resume(this, objectOr(data));
      case opcodes.presence:
        return this.checkPresence(objectOr(data));
      case opcodes.voiceState:
      case opcodes.requestSoundboard:
        return this.session ? undefined : this.close("notAuthenticated");
      case opcodes.requestMembers:
        if (!this.session) return this.close("notAuthenticated");
        return this.host.requestMembers(this.session, objectOr(data));
      default:
        return this.close("unknownOpcode", String(op));
    }
  }

  private heartbeat(sequence: number): void {
    this.lastHeard = Date.now();
    this.session?.forgetUpTo(sequence);
    if (this.host.acknowledgesHeartbeats()) this.send({ op: 11 });
  }

  private checkPresence(data: JsonObject): void {
    if (!this.session) return this.close("notAuthenticated");
    const isKnown = ["online", "dnd", "idle", "invisible", "offline"].includes(textOr(data["status"], ""));
    if (!isKnown) this.close("decodeError", "presence status");
  }
}

/** Null when the frame is not an object in JSON. */
function decode(text: string): JsonObject | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
