import { createHash } from "node:crypto";

/**
 * "generous" sends the headers and never refuses; "real" refuses as Discord does, at its observed limits and at
 * 50 requests a second in all.
 */
export type RateLimitMode = "generous" | "real";

interface Window {
  readonly limit: number;
  readonly ms: number;
}

/** Observed on the real service; Discord publishes none of these and wants the headers read. */
const OBSERVED: Readonly<Record<string, Window>> = {
  "POST /channels/:channel_id/messages": { limit: 5, ms: 5000 },
  "PATCH /channels/:channel_id/messages/:message_id": { limit: 5, ms: 5000 },
  "DELETE /channels/:channel_id/messages/:message_id": { limit: 5, ms: 1000 },
  "PUT /channels/:channel_id/messages/:message_id/reactions/:emoji_name/@me": { limit: 1, ms: 250 },
  "DELETE /channels/:channel_id/messages/:message_id/reactions/:emoji_name/@me": { limit: 1, ms: 250 },
  "POST /channels/:channel_id/threads": { limit: 10, ms: 300_000 },
  "POST /channels/:channel_id/messages/:message_id/threads": { limit: 10, ms: 300_000 },
  "PATCH /channels/:channel_id": { limit: 5, ms: 10_000 },
  "POST /users/@me/channels": { limit: 10, ms: 10_000 },
};

const USUAL: Window = { limit: 10, ms: 10_000 };
const GENEROUS: Window = { limit: 10_000, ms: 1000 };
const ALL: Window = { limit: 50, ms: 1000 };

export interface Verdict {
  readonly headers: Record<string, string>;
  /** Seconds to wait; 0 lets the request through. */
  readonly retryAfter: number;
  readonly global: boolean;
}

interface Bucket {
  used: number;
  resetAt: number;
}

export class RateLimits {
  private readonly buckets = new Map<string, Bucket>();
  private readonly mode: RateLimitMode;

  constructor(mode: RateLimitMode) {
    this.mode = mode;
  }

  /** `major` is the channel, guild or webhook that a bucket belongs to. */
  check(method: string, template: string, major: string, now = Date.now()): Verdict {
    const key = `${method} ${template}`;
    const isInteraction = template.startsWith("/interactions/") || template.startsWith("/webhooks/");
    if (this.mode === "real" && !isInteraction) {
      const all = this.take("global", ALL, now);
      if (all.used > ALL.limit) {
        const retryAfter = seconds(all.resetAt - now);
        return { headers: globalHeaders(retryAfter), retryAfter, global: true };
      }
    }
    const window = this.mode === "real" ? (OBSERVED[key] ?? USUAL) : GENEROUS;
    const bucket = this.take(`${key} ${major}`, window, now);
    const isOver = bucket.used > window.limit;
    const wait = seconds(bucket.resetAt - now);
    return {
      headers: headersOf(key, window, bucket, wait, isOver),
      retryAfter: isOver ? wait : 0,
      global: false,
    };
  }

  private take(key: string, window: Window, now: number): Bucket {
    const known = this.buckets.get(key);
    const bucket = known && known.resetAt > now ? known : { used: 0, resetAt: now + window.ms };
    bucket.used += 1;
    this.buckets.set(key, bucket);
    return bucket;
  }
}

function headersOf(
  key: string,
  window: Window,
  bucket: Bucket,
  wait: number,
  isOver: boolean,
): Record<string, string> {
  return {
    "X-RateLimit-Bucket": createHash("md5").update(key).digest("hex"),
    "X-RateLimit-Limit": String(window.limit),
    "X-RateLimit-Remaining": String(Math.max(0, window.limit - bucket.used)),
    "X-RateLimit-Reset": (bucket.resetAt / 1000).toFixed(3),
    "X-RateLimit-Reset-After": wait.toFixed(3),
    ...(isOver ? { "Retry-After": String(Math.ceil(wait)), "X-RateLimit-Scope": "user" } : {}),
  };
}

export function globalHeaders(retryAfter: number): Record<string, string> {
  return {
    "Retry-After": String(Math.ceil(retryAfter)),
    "X-RateLimit-Global": "true",
    "X-RateLimit-Scope": "global",
  };
}

/** The headers of a refusal that a test asked for, in the bucket of its route. */
export function refusalHeaders(key: string, retryAfter: number): Record<string, string> {
  const bucket = { used: 1, resetAt: Date.now() + retryAfter * 1000 };
  return headersOf(key, { limit: 1, ms: retryAfter * 1000 }, bucket, retryAfter, true);
}

function seconds(ms: number): number {
  return Math.max(0.001, Math.round(ms) / 1000);
}
