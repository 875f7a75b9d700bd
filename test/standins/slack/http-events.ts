import { createHmac } from "node:crypto";
import type { Attempt, Parcel, Receipt, Transport } from "./delivery.ts";
import { nowSeconds } from "./ids.ts";
import { isObject, parseJson } from "./json.ts";
import type { Settings } from "./options.ts";
import type { Workspace } from "./workspace.ts";

/** Signs a body as Slack does; another time or secret makes the replayed or forged request of a test. */
export function signBody(secret: string, body: string, timestamp: number): Record<string, string> {
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "X-Slack-Signature": `v0=${digest}`, "X-Slack-Request-Timestamp": String(timestamp) };
}

/** HTTP mode: signed posts to the app's request URL. */
export class HttpEvents implements Transport {
  requestUrl: string | undefined;
  readonly #settings: Settings;
  readonly #workspace: Workspace;

  constructor(settings: Settings, workspace: Workspace, requestUrl: string | undefined) {
    this.#settings = settings;
    this.#workspace = workspace;
    this.requestUrl = requestUrl;
  }

  async send(parcel: Parcel, attempt: Attempt): Promise<Receipt> {
    const { body, contentType } = encode(parcel);
    const retry: Record<string, string> =
      attempt.number === 0
        ? {}
        : { "X-Slack-Retry-Num": String(attempt.number), "X-Slack-Retry-Reason": attempt.reason };
    return this.#post(body, contentType, retry);
  }

  /** What Slack does when an operator saves the request URL: it must echo the challenge. */
  async verifyUrl(): Promise<boolean> {
    const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
    const body = JSON.stringify({
      token: this.#workspace.verificationToken,
      challenge,
      type: "url_verification",
    });
    const receipt = await this.#post(body, "application/json", {});
    if (!receipt.ok) return false;
    return receipt.body === challenge || (isObject(receipt.body) && receipt.body["challenge"] === challenge);
  }

  async #post(body: string, contentType: string, extra: Record<string, string>): Promise<Receipt> {
    if (this.requestUrl === undefined) return { ok: false, reason: "connection_failed", mayRetry: true };
    const headers = {
      "Content-Type": contentType,
      "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      Accept: "*/*",
      ...signBody(this.#workspace.signingSecret, body, nowSeconds()),
      ...extra,
    };
    try {
      const signal = AbortSignal.timeout(this.#settings.ackTimeoutMs);
      const response = await fetch(this.requestUrl, {
        method: "POST",
        body,
        headers,
        signal,
        redirect: "manual",
      });
      const text = await response.text();
      const mayRetry = response.headers.get("x-slack-no-retry") !== "1";
      if (!response.ok) return { ok: false, reason: "http_error", mayRetry };
      return { ok: true, body: text === "" ? undefined : (parseJson(text) ?? text) };
    } catch (error) {
      const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
      return { ok: false, reason: isTimeout ? "http_timeout" : "connection_failed", mayRetry: true };
    }
  }
}

function encode(parcel: Parcel): { body: string; contentType: string } {
  if (parcel.kind === "events_api") {
    return { body: JSON.stringify(parcel.payload), contentType: "application/json" };
  }
  const fields =
    parcel.kind === "interactive" ? { payload: JSON.stringify(parcel.payload) } : toFields(parcel.payload);
  return { body: new URLSearchParams(fields).toString(), contentType: "application/x-www-form-urlencoded" };
}

function toFields(payload: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
}
