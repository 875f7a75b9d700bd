import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "./ids.ts";
import { type Json, toObject, toText } from "./json.ts";
import type { Workspace } from "./workspace.ts";

export type ParcelKind = "events_api" | "interactive" | "slash_commands";

export interface Parcel {
  envelopeId: string;
  kind: ParcelKind;
  payload: Json;
  acceptsResponse: boolean;
}

export interface Attempt {
  /** 0 is the first delivery. */
  number: number;
  reason: string;
}

export type Receipt = { ok: true; body: unknown } | { ok: false; reason: string; mayRetry: boolean };

/** The way to the app: a socket or its request URL. */
export interface Transport {
  send(parcel: Parcel, attempt: Attempt): Promise<Receipt>;
}

export interface Delivered {
  eventId: string;
  eventType: string;
  attempts: number;
  isAcked: boolean;
  /** From the first attempt to the acknowledgment, in milliseconds. */
  ms: number;
}

interface DeliveryPlan {
  times: number;
  /** Whether every second copy comes under another event id, as Slack does now and then. */
  changesEventId: boolean;
}

/** Brings events and interactions to the app, and events again when it does not acknowledge them. */
export class Delivery {
  readonly log: Delivered[] = [];
  plan: DeliveryPlan = { times: 1, changesEventId: true };
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #transport: Transport;
  readonly #retryDelaysMs: readonly number[];
  readonly #workspace: Workspace;

  constructor(transport: Transport, retryDelaysMs: readonly number[], workspace: Workspace) {
    this.#transport = transport;
    this.#retryDelaysMs = retryDelaysMs;
    this.#workspace = workspace;
  }

  /** Sends an event_callback, as often as planned, without waiting for it. */
  sendEvent(payload: Json): void {
    for (let copy = 0; copy < this.plan.times; copy += 1) {
      const isRenamed = this.plan.changesEventId && copy % 2 === 1;
      const run = this.#deliver(isRenamed ? { ...payload, event_id: newId("Ev") } : payload);
      this.#running.add(run);
      void run.finally(() => this.#running.delete(run));
    }
  }

  async #deliver(payload: Json): Promise<void> {
    const entry: Delivered = {
      eventId: toText(payload["event_id"]) ?? "",
      eventType: toText(toObject(payload["event"])["type"]) ?? "",
      attempts: 0,
      isAcked: false,
      ms: 0,
    };
    this.log.push(entry);
    const startedAt = performance.now();
    let reason = "";
    for (const delay of [0, ...this.#retryDelaysMs]) {
      if (entry.attempts > 0 && !(await this.#wait(delay))) return;
      const receipt = await this.#transport.send(toParcel("events_api", payload, false), {
        number: entry.attempts,
        reason,
      });
      entry.attempts += 1;
      entry.ms = performance.now() - startedAt;
      entry.isAcked = receipt.ok;
      this.#workspace.changed();
      if (receipt.ok || !receipt.mayRetry) return;
      reason = receipt.reason;
    }
    // An app that is away makes no mistake; one that is there and does not acknowledge does.
    if (!["no_connection", "connection_failed"].includes(reason)) {
      this.#workspace.reject("delivery", "event_given_up", `${entry.eventType} ${entry.eventId}: ${reason}`);
    }
  }

  async #wait(ms: number): Promise<boolean> {
    try {
      await sleep(ms, undefined, { signal: this.#stop.signal, ref: false });
      return true;
    } catch {
      // Aborted: the stand-in stops, and so do its retries.
      return false;
    }
  }

  /** Sends an interaction or a command once and returns what the app acknowledged it with. */
  async interact(
    kind: Exclude<ParcelKind, "events_api">,
    payload: Json,
    acceptsResponse: boolean,
  ): Promise<unknown> {
    const receipt = await this.#transport.send(toParcel(kind, payload, acceptsResponse), {
      number: 0,
      reason: "",
    });
    this.#workspace.changed();
    if (receipt.ok) return receipt.body;
    const what = toText(payload["type"]) ?? toText(payload["command"]) ?? kind;
    this.#workspace.reject("delivery", "operation_failed", `${what}: ${receipt.reason}`);
    throw new Error(`the app did not acknowledge ${what} in time: ${receipt.reason}`);
  }

  /** Resolves when every event so far is acknowledged or given up. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  stop(): void {
    this.#stop.abort();
  }
}

function toParcel(kind: ParcelKind, payload: Json, acceptsResponse: boolean): Parcel {
  return { envelopeId: randomUUID(), kind, payload, acceptsResponse };
}
