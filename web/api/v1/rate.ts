import { createMiddleware } from "hono/factory";
import type { Web } from "../context.ts";
import { RATES, TooManyRequests } from "../http/limits.ts";
import type { Rate, RateName } from "../http/limits.ts";
import type { ApiContext, ApiEnv } from "./api.ts";

/**
 * Each key has a rate of its own, and says with every answer how much of it is left, in the fields of
 * draft-ietf-httpapi-ratelimit-headers-10.
 */
export function limitRate(web: Web, name: RateName) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    try {
      show(c, name, web.limits.take(name, `key ${c.get("apiKey").id}`), 0);
    } catch (error) {
      if (error instanceof TooManyRequests) show(c, name, 0, error.retryAfterSeconds);
      throw error;
    }
    await next();
  });
}

/** q: requests at once; w: seconds until so many come back; r: left; t: seconds until there are more, or all again. */
function show(c: ApiContext, name: RateName, remaining: number, waitSeconds: number): void {
  const { burst, perSecond }: Rate = RATES[name];
  const full = Math.ceil((burst - remaining) / perSecond);
  c.header("RateLimit-Policy", `"${name}";q=${burst};w=${Math.ceil(burst / perSecond)}`);
  c.header("RateLimit", `"${name}";r=${remaining};t=${waitSeconds || full}`);
}
