import type { Gateway } from "../gateway/gateway.ts";
import type { RoutePattern } from "../http/faults.ts";
import type { Realm } from "../realm.ts";

export interface FaultApi {
  /** Every event is delivered so many times; only those named in `only`, when given. 1 is the usual. */
  redeliver(times: number, only?: readonly string[]): void;
  /** Cuts the line without a goodbye. Not resumable: the session is forgotten too. */
  dropGateway(options?: { resumable?: boolean }): void;
  /** Opcode 7: please reconnect and resume. */
  reconnectAll(): void;
  /** Opcode 9. */
  invalidateSessions(options?: { resumable?: boolean }): void;
  /** Stops acknowledging heartbeats, so that clients take the line for dead. */
  ignoreHeartbeats(on: boolean): void;
  /** `retryAfter` in seconds. */
  rateLimit(route: RoutePattern, options?: { times?: number; retryAfter?: number; global?: boolean }): void;
  fail(route: RoutePattern, answer: { status: number; code: number; message: string }, times?: number): void;
  http500(route: RoutePattern, times?: number): void;
  /** Never answers. */
  hang(route: RoutePattern, times?: number): void;
  delay(route: RoutePattern, ms: number, times?: number): void;
  /**
   * Does what was asked and then cuts the connection instead of answering.
   * "close" ends it; "reset" is ECONNRESET, which discord.js answers by sending the same request again.
   */
  loseResponse(route: RoutePattern, times?: number, how?: "close" | "reset"): void;
  /** Faults that are still waiting are forgotten. */
  clearFaults(): void;
  /** 401 from now on, and the gateway hangs up with 4004. */
  revokeToken(): void;
  /** Makes a token valid (again). */
  setToken(token: string): void;
}

export function faultApi(realm: Realm, gateway: Gateway): FaultApi {
  const { faults } = realm;
  return {
    redeliver: (times, only) => {
      gateway.redelivery = only ? { times, only } : { times };
    },
    dropGateway: (options) => gateway.drop(options?.resumable ?? true),
    reconnectAll: () => gateway.askToReconnect(),
    invalidateSessions: (options) => gateway.invalidate(options?.resumable ?? false),
    ignoreHeartbeats: (on) => {
      gateway.isSilent = on;
    },
    rateLimit: (route, options) => {
      const { times = 1, retryAfter = 1, global = false } = options ?? {};
      faults.arm(route, { kind: "rate-limit", retryAfter, global }, times);
    },
    fail: (route, { status, code, message }, times = 1) =>
      faults.arm(route, { kind: "answer", status, body: { code, message } }, times),
    http500: (route, times = 1) => {
      const body = { code: 0, message: "500: Internal Server Error" };
      faults.arm(route, { kind: "answer", status: 500, body }, times);
    },
    hang: (route, times = 1) => faults.arm(route, { kind: "hang" }, times),
    delay: (route, ms, times = 1) => faults.arm(route, { kind: "delay", ms }, times),
    loseResponse: (route, times = 1, how = "close") => faults.arm(route, { kind: "lose", how }, times),
    clearFaults: () => faults.clear(),
    revokeToken: () => {
      realm.token = null;
      gateway.hangUp(4004, "Authentication failed");
    },
    setToken: (token) => {
      realm.token = token;
    },
  };
}
