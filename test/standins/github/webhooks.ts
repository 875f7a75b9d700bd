import { createHmac, randomUUID } from "node:crypto";
import type { Caller } from "./call.ts";
import { asJson, type Json } from "./json.ts";
import { completePayload } from "./payloads.ts";
import type { RepoRecord } from "./world.ts";

export type Delivery = {
  /** X-GitHub-Delivery */
  id: string;
  event: string;
  action: string | null;
  body: string;
  /** Of each try; 0 when nobody answered. */
  statuses: number[];
};

type Hook = { url: string; secret: string };

/** What the payloads say about everything around an event. */
export type Surroundings = (
  repo: RepoRecord,
  by: Caller,
) => Promise<{ repository: Json; sender: Json; installation?: Json }>;

/** Tells the hooked address of events, signed as GitHub signs them. GitHub itself never tries again; `redeliver` does. */
export class Webhooks {
  readonly deliveries: Delivery[] = [];
  readonly #around: Surroundings;
  readonly #running = new Set<Promise<void>>();
  #hook: Hook | null = null;
  #isHeld = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  hook(url: string, secret: string): void {
    this.#hook = { url, secret };
  }

  /** While held, events are recorded and not sent, as when GitHub cannot reach the address. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
  }

  async issue(repo: RepoRecord, action: string, issue: Json, by: Caller, more: Json = {}): Promise<void> {
    await this.#emit("issues", action, repo, { issue, ...more }, by);
  }

  async comment(
    repo: RepoRecord,
    action: string,
    of: { issue: Json; comment: Json },
    by: Caller,
  ): Promise<void> {
    await this.#emit("issue_comment", action, repo, of, by);
  }

  async pull(repo: RepoRecord, action: string, pull: Json, by: Caller): Promise<void> {
    await this.#emit("pull_request", action, repo, { number: pull["number"], pull_request: pull }, by);
  }

  async review(repo: RepoRecord, { pull, review }: { pull: Json; review: Json }, by: Caller): Promise<void> {
    const lower = { ...review, state: String(review["state"]).toLowerCase() };
    await this.#emit("pull_request_review", "submitted", repo, { pull_request: pull, review: lower }, by);
  }

  async checkRun(repo: RepoRecord, action: string, checkRun: Json, by: Caller): Promise<void> {
    await this.#emit("check_run", action, repo, { check_run: checkRun }, by);
  }

  async status(repo: RepoRecord, status: Json, by: Caller): Promise<void> {
    await this.#emit("status", null, repo, status, by);
  }

  async release(repo: RepoRecord, action: string, release: Json, by: Caller): Promise<void> {
    await this.#emit("release", action, repo, { release }, by);
  }

  async ref(repo: RepoRecord, event: "create" | "delete", ref: Json, by: Caller): Promise<void> {
    await this.#emit(event, null, repo, { ...ref, master_branch: "main", pusher_type: "user" }, by);
  }

  async push(repo: RepoRecord, push: Json, by: Caller): Promise<void> {
    await this.#emit("push", null, repo, push, by);
  }

  async repository(repo: RepoRecord, action: string, more: Json, by: Caller): Promise<void> {
    await this.#emit("repository", action, repo, more, by);
  }

  async installation(repo: RepoRecord, action: string, by: Caller): Promise<void> {
    await this.#emit("installation", action, repo, {}, by);
  }

  /** Sends something again, under the same id. Answers the status it was received with. */
  async redeliver(id: string): Promise<number> {
    const delivery = this.deliveries.find((one) => one.id === id);
    if (!delivery) throw new Error(`There was no delivery ${id}.`);
    await this.#send(delivery);
    return delivery.statuses.at(-1) ?? 0;
  }

  /** Once everything that was sent is answered. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #emit(
    event: string,
    action: string | null,
    repo: RepoRecord,
    parts: Json,
    by: Caller,
  ): Promise<void> {
    if (this.#hook === null) return;
    const around = await this.#around(repo, by);
    const payload = completePayload(event, action, {
      ...(action !== null && { action }),
      ...parts,
      ...around,
    });
    const delivery = { id: randomUUID(), event, action, body: JSON.stringify(asJson(payload)), statuses: [] };
    this.deliveries.push(delivery);
    if (this.#isHeld) return;
    const sending = this.#send(delivery).finally(() => this.#running.delete(sending));
    this.#running.add(sending);
  }

  async #send(delivery: Delivery): Promise<void> {
    const hook = this.#hook;
    if (hook === null) throw new Error("Nobody has asked for webhooks.");
    const signature = createHmac("sha256", hook.secret).update(delivery.body).digest("hex");
    try {
      const response = await fetch(hook.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "GitHub-Hookshot/standin",
          "x-github-event": delivery.event,
          "x-github-delivery": delivery.id,
          "x-github-hook-id": "1",
          "x-hub-signature-256": `sha256=${signature}`,
        },
        body: delivery.body,
      });
      await response.arrayBuffer();
      delivery.statuses.push(response.status);
    } catch {
      delivery.statuses.push(0);
    }
  }
}
