import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Attempt, Parcel, Receipt, Transport } from "./delivery.ts";
import { newHex } from "./ids.ts";
import { isObject, parseJson } from "./json.ts";
import type { Settings } from "./options.ts";
import type { Workspace } from "./workspace.ts";

interface Pending {
  socket: WebSocket;
  acceptsResponse: boolean;
  settle: (receipt: Receipt) => void;
}

export type DisconnectReason = "warning" | "refresh_requested" | "link_disabled";

/** Socket Mode: hello, envelopes, acknowledgments, pings and the goodbyes of a real link. */
export class SocketMode implements Transport {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #sockets = new Set<WebSocket>();
  readonly #pending = new Map<string, Pending>();
  readonly #settings: Settings;
  readonly #workspace: Workspace;
  #next = 0;

  constructor(settings: Settings, workspace: Workspace) {
    this.#settings = settings;
    this.#workspace = workspace;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** The path of a link that works once, as apps.connections.open hands it out. */
  newPath(): string {
    const ticket = newHex(16);
    this.#tickets.add(ticket);
    return `/link/?ticket=${ticket}&app_id=${this.#workspace.appId}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? "/", "http://localhost").searchParams.get("ticket") ?? "";
    if (!this.#tickets.delete(ticket)) {
      this.#workspace.reject("socket", "invalid_ticket", "a link address works once");
      socket.end("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (open) => this.#welcome(open));
  }

  #welcome(socket: WebSocket): void {
    this.#sockets.add(socket);
    const ping = setInterval(() => socket.ping(`Ping from ${this.#host}`), this.#settings.pingIntervalMs);
    ping.unref();
    socket.on("message", (data) => this.#receive(toUtf8(data)));
    socket.on("error", (error) => this.#workspace.reject("socket", "socket_error", error.message));
    socket.on("close", () => {
      clearInterval(ping);
      this.#sockets.delete(socket);
      this.#failPendingOf(socket);
      this.#workspace.changed();
    });
    const hello = {
      type: "hello",
      num_connections: this.#sockets.size,
      debug_info: { host: this.#host, build_number: 10, approximate_connection_time: 18_060 },
      connection_info: { app_id: this.#workspace.appId },
    };
    socket.send(JSON.stringify(hello));
    this.#workspace.changed();
  }

  get #host(): string {
    return "applink-canary-0";
  }

  #failPendingOf(socket: WebSocket): void {
    for (const [envelopeId, pending] of this.#pending) {
      if (pending.socket !== socket) continue;
      this.#pending.delete(envelopeId);
      pending.settle({ ok: false, reason: "connection_failed", mayRetry: true });
    }
  }

  #receive(text: string): void {
    const message = parseJson(text);
    const envelopeId = isObject(message) ? message["envelope_id"] : undefined;
    const pending = typeof envelopeId === "string" ? this.#pending.get(envelopeId) : undefined;
    if (!isObject(message) || typeof envelopeId !== "string" || !pending) {
      this.#workspace.reject(
        "socket",
        "unknown_envelope",
        `late, repeated or malformed acknowledgment: ${text}`,
      );
      return;
    }
    this.#pending.delete(envelopeId);
    const body = message["payload"];
    if (!pending.acceptsResponse && isObject(body) && Object.keys(body).length > 0) {
      this.#workspace.reject("socket", "response_not_accepted", "this envelope takes no response payload");
    }
    pending.settle({ ok: true, body });
  }

  async send(parcel: Parcel, attempt: Attempt): Promise<Receipt> {
    const sockets = [...this.#sockets].filter((socket) => socket.readyState === socket.OPEN);
    // Slack gives each payload to one of an app's connections.
    const socket = sockets[this.#next % sockets.length];
    this.#next += 1;
    if (!socket) return { ok: false, reason: "no_connection", mayRetry: true };
    return new Promise((resolve) => {
      const settle = (receipt: Receipt): void => {
        clearTimeout(timer);
        resolve(receipt);
      };
      const timer = setTimeout(() => {
        this.#pending.delete(parcel.envelopeId);
        resolve({ ok: false, reason: "timeout", mayRetry: true });
      }, this.#settings.ackTimeoutMs);
      this.#pending.set(parcel.envelopeId, { socket, acceptsResponse: parcel.acceptsResponse, settle });
      socket.send(JSON.stringify(toEnvelope(parcel, attempt)));
    });
  }

  /** Asks every client to come back on a new link, then hangs up if it has not gone by itself. */
  disconnect(reason: DisconnectReason): void {
    for (const socket of this.#sockets) {
      socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: this.#host } }));
      if (reason === "warning") continue;
      setTimeout(() => socket.close(1000), 1_000).unref();
    }
  }

  /** The line goes dead without a word. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** Says goodbye to every client, and cuts the lines of those that do not answer. */
  async close(): Promise<void> {
    const sockets = [...this.#sockets];
    const closed = sockets.map(async (socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of sockets) socket.close(1001);
    await Promise.race([Promise.all(closed), sleep(200)]);
    this.drop();
    this.#server.close();
  }
}

function toUtf8(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}

function toEnvelope(parcel: Parcel, attempt: Attempt): object {
  return {
    envelope_id: parcel.envelopeId,
    payload: parcel.payload,
    type: parcel.kind,
    accepts_response_payload: parcel.acceptsResponse,
    ...(parcel.kind === "events_api" ? { retry_attempt: attempt.number, retry_reason: attempt.reason } : {}),
  };
}
