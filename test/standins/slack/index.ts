import type { Server } from "node:http";
import type { Core } from "./core.ts";
import { Delivery, type Delivered, type Transport } from "./delivery.ts";
import { emit } from "./events.ts";
import { Faults } from "./faults.ts";
import { HttpEvents, signBody } from "./http-events.ts";
import { nextTs, nowSeconds } from "./ids.ts";
import { type SlackOptions, toSettings } from "./options.ts";
import { closeServer, listen, portOf } from "./server.ts";
import { type DisconnectReason, SocketMode } from "./socket-mode.ts";
import { People } from "./standin.ts";
import { getSchema } from "./validate/schema.ts";
import { Workspace } from "./workspace.ts";

export { DEFAULT_SCOPES, type SlackOptions } from "./options.ts";

export interface FailOptions {
  /** For missing_scope: what Slack says is needed and what the token has. */
  needed?: string;
  provided?: string;
}

export interface SignOptions {
  /** Unix seconds; an old one makes a replay. */
  timestamp?: number;
  secret?: string;
}

interface Parts {
  core: Core;
  sockets: SocketMode;
  http: HttpEvents;
  server: Server;
  url: string;
}

/** A strict local Slack. Whatever the real one would reject is rejected here and listed in `errors`. */
export class SlackStandin extends People {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    super(parts.core);
    this.#parts = parts;
  }

  get url(): string {
    return this.#parts.url;
  }

  /** For `clientOptions.slackApiUrl`. */
  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  get botToken(): string {
    return this.workspace.botToken;
  }

  get appToken(): string {
    return this.workspace.appToken;
  }

  get signingSecret(): string {
    return this.workspace.signingSecret;
  }

  get teamId(): string {
    return this.workspace.teamId;
  }

  get botUserId(): string {
    return this.workspace.botUserId;
  }

  get botId(): string {
    return this.workspace.botId;
  }

  get appId(): string {
    return this.workspace.appId;
  }

  /** How many Socket Mode links are open. */
  get connections(): number {
    return this.#parts.sockets.connections;
  }

  /** Every delivery of an event, with its attempts and the time to its acknowledgment. */
  get deliveries(): readonly Delivered[] {
    return this.core.delivery.log;
  }

  /** HTTP mode: where the app listens, for example http://127.0.0.1:3000/slack/events. */
  setRequestUrl(url: string): void {
    this.#parts.http.requestUrl = url;
  }

  get requestUrl(): string | undefined {
    return this.#parts.http.requestUrl;
  }

  /** Sends the url_verification challenge; true when the app echoes it. */
  async verifyRequestUrl(): Promise<boolean> {
    return this.#parts.http.verifyUrl();
  }

  /** Signature headers for a body of one's own; a wrong secret or an old time makes a bad one. */
  sign(
    body: string,
    { timestamp = nowSeconds(), secret = this.signingSecret }: SignOptions = {},
  ): Record<string, string> {
    return signBody(secret, body, timestamp);
  }

  /** From now on every event comes `times` times; every second copy under another event id. */
  redeliver(times: number, changesEventId = true): void {
    this.core.delivery.plan = { times, changesEventId };
  }

  /** The lines go dead without a goodbye. */
  dropSockets(): void {
    this.#parts.sockets.drop();
  }

  /** Slack's own goodbye: the client is to connect anew. */
  disconnectSockets(reason: DisconnectReason = "refresh_requested"): void {
    this.#parts.sockets.disconnect(reason);
  }

  rateLimit(
    method: string,
    { times = 1, retryAfter = 1 }: { times?: number; retryAfter?: number } = {},
  ): void {
    this.core.faults.plan(method, { kind: "rate_limit", retryAfter }, times);
  }

  /** The next calls answer ok: false with this error and do nothing. */
  fail(method: string, error: string, times = 1, options: FailOptions = {}): void {
    this.core.faults.plan(method, { kind: "error", error, ...options }, times);
  }

  http500(method: string, times = 1): void {
    this.core.faults.plan(method, { kind: "http_500" }, times);
  }

  /** The next calls take `ms` longer; by default Slack does the work first and only the answer is late. */
  hang(
    method: string,
    ms: number,
    { times = 1, performsFirst = true }: { times?: number; performsFirst?: boolean } = {},
  ): void {
    this.core.faults.plan(method, { kind: "hang", ms, performs: performsFirst }, times);
  }

  /** The next calls are performed, but the line is cut before the answer. */
  loseResponse(method: string, times = 1): void {
    this.core.faults.plan(method, { kind: "lose_response" }, times);
  }

  clearFaults(): void {
    this.core.faults.clear();
  }

  /** The bot token stops working, and the app is told. */
  revokeToken(): void {
    this.workspace.isRevoked = true;
    emit(this.core, {
      type: "tokens_revoked",
      tokens: { oauth: [], bot: [this.botUserId] },
      event_ts: nextTs(),
    });
  }

  restoreToken(): void {
    this.workspace.isRevoked = false;
  }

  /** Resolves with the first truthy result of `look`, which is tried after every change. */
  async waitFor<T>(
    look: (slack: this) => T | null | undefined | false,
    { timeoutMs = 20_000 } = {},
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const finish = (settle: () => void): void => {
        stopWatching();
        clearTimeout(timer);
        settle();
      };
      const check = (): void => {
        try {
          const found = look(this);
          if (found) finish(() => resolve(found));
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const stopWatching = this.workspace.watch(check);
      const timer = setTimeout(
        () => finish(() => reject(new Error(this.#timeoutText(timeoutMs)))),
        timeoutMs,
      );
      check();
    });
  }

  #timeoutText(timeoutMs: number): string {
    const calls = this.calls()
      .slice(-5)
      .map(({ method, error }) => `${method} ${error ?? "ok"}`);
    const errors = this.errors.slice(-5).map(({ where, error, detail }) => `${where}: ${error} (${detail})`);
    return `nothing matched within ${timeoutMs} ms; last calls: ${calls.join(", ")}; last errors: ${errors.join("; ")}`;
  }

  /** Resolves when every event so far is acknowledged or given up. */
  async settled(): Promise<void> {
    await this.core.delivery.settled();
  }

  /** Closes every line and the port. The workspace stays, for `startSlack({ continues: this })`. */
  async stop(): Promise<void> {
    this.core.delivery.stop();
    await this.#parts.sockets.close();
    await closeServer(this.#parts.server);
  }
}

export interface StartOptions extends SlackOptions {
  /** Comes back as this stopped stand-in: same port, same tokens, same messages. */
  continues?: SlackStandin;
}

export async function startSlack(options: StartOptions = {}): Promise<SlackStandin> {
  const { continues } = options;
  const settings = continues ? { ...continues.core.settings, ...given(options) } : toSettings(options);
  const workspace = continues?.workspace ?? new Workspace();
  const sockets = new SocketMode(settings, workspace);
  const http = new HttpEvents(settings, workspace, options.requestUrl ?? continues?.requestUrl);
  const transport: Transport = settings.mode === "socket" ? sockets : http;
  const schema = await getSchema();
  const port = options.port ?? (continues ? Number(new URL(continues.url).port) : 0);
  const started: { core?: Core } = {};
  const getCore = (): Core => {
    if (!started.core) throw new Error("the stand-in is still starting");
    return started.core;
  };
  const server = await listen(getCore, sockets, port);
  const url = `http://127.0.0.1:${portOf(server)}`;
  const core: Core = {
    workspace,
    settings,
    delivery: new Delivery(transport, settings.retryDelaysMs, workspace),
    faults: new Faults(),
    schema,
    url,
    openSocketUrl: () => url.replace("http", "ws") + sockets.newPath(),
  };
  started.core = core;
  return new SlackStandin({ core, sockets, http, server, url });
}

function given(options: StartOptions): Partial<ReturnType<typeof toSettings>> {
  const { continues: _continues, port: _port, requestUrl: _requestUrl, ...rest } = options;
  return rest;
}
