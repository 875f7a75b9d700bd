import { LimitError } from "@firstline/core";

export type Rate = { burst: number; perSecond: number };

/** Too many requests; `retryAfterSeconds` says when the next one is welcome. */
export class TooManyRequests extends LimitError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`Too many requests. Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** How often one address, or one conversation, may do something. */
export const RATES = {
  open: { burst: 20, perSecond: 1 / 5 },
  upload: { burst: 15, perSecond: 1 / 20 },
  say: { burst: 20, perSecond: 1 / 2 },
  read: { burst: 120, perSecond: 10 },
  search: { burst: 60, perSecond: 2 },
  ask: { burst: 8, perSecond: 1 / 20 },
  vote: { burst: 30, perSecond: 1 / 2 },
  view: { burst: 60, perSecond: 2 },
  login: { burst: 10, perSecond: 1 / 10 },
  work: { burst: 60, perSecond: 2 },
  api: { burst: 300, perSecond: 10 },
  api_ask: { burst: 20, perSecond: 1 / 3 },
  api_refused: { burst: 30, perSecond: 1 / 2 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof RATES;

export type Limits = {
  /** Answers how many requests are left at once; throws `TooManyRequests` when there is none. */
  take(rate: RateName, subject: string): number;
};

const MAX_BUCKETS = 50_000;

/**
 * A token bucket for each subject, in memory: several web processes each allow the full rate. When there are too many
 * buckets, the full ones are forgotten, which changes nothing, and then the oldest.
 */
export function createLimits(now: () => Date): Limits {
  const buckets = new Map<string, { tokens: number; at: number; rate: Rate }>();

  return {
    take(name, subject) {
      const rate = RATES[name];
      const key = `${name} ${subject}`;
      const at = now().getTime();
      const known = buckets.get(key);
      const tokens = known ? refilled(known, at) : rate.burst;
      if (tokens < 1) throw new TooManyRequests(Math.max(1, Math.ceil((1 - tokens) / rate.perSecond)));
      buckets.delete(key);
      buckets.set(key, { tokens: tokens - 1, at, rate });
      if (buckets.size > MAX_BUCKETS) forget(buckets, at);
      return Math.floor(tokens - 1);
    },
  };
}

type Bucket = { tokens: number; at: number; rate: Rate };

function refilled(bucket: Bucket, at: number): number {
  const seconds = Math.max(0, at - bucket.at) / 1000;
  return Math.min(bucket.rate.burst, bucket.tokens + seconds * bucket.rate.perSecond);
}

function forget(buckets: Map<string, Bucket>, at: number): void {
  for (const [key, bucket] of buckets) {
    if (refilled(bucket, at) >= bucket.rate.burst) buckets.delete(key);
  }
  for (const key of buckets.keys()) {
    if (buckets.size <= MAX_BUCKETS / 2) return;
    buckets.delete(key);
  }
}
