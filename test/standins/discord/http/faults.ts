import type { Json, JsonObject } from "../json.ts";

/**
 * Which requests a fault is for: a pattern on "METHOD /path", such as "POST /channels/:id/messages" or
 * "POST /channels/1234/messages" (a segment with a colon fits any one segment), or a regular expression on the same.
 */
export type RoutePattern = string | RegExp;

export type Fault =
  | { readonly kind: "rate-limit"; readonly retryAfter: number; readonly global: boolean }
  | { readonly kind: "answer"; readonly status: number; readonly body: JsonObject }
  | { readonly kind: "hang" }
  | { readonly kind: "lose"; readonly how: "close" | "reset" }
  | { readonly kind: "delay"; readonly ms: number };

interface Armed {
  readonly matches: (methodAndPath: string) => boolean;
  readonly fault: Fault;
  left: number;
}

/** Faults that tests have armed, taken in the order in which they were armed. */
export class Faults {
  private readonly armed: Armed[] = [];

  arm(pattern: RoutePattern, fault: Fault, times: number): void {
    this.armed.push({ matches: matcher(pattern), fault, left: times });
  }

  take(method: string, path: string): Fault | null {
    const found = this.armed.find((entry) => entry.left > 0 && entry.matches(`${method} ${path}`));
    if (!found) return null;
    found.left -= 1;
    return found.fault;
  }

  clear(): void {
    this.armed.length = 0;
  }
}

export function matcher(pattern: RoutePattern): (methodAndPath: string) => boolean {
  if (pattern instanceof RegExp) return (text) => pattern.test(text);
  const source = pattern
    .split("/")
    .map((segment) => (segment.startsWith(":") ? "[^/]+" : escape(segment)))
    .join("/");
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The body that Discord sends with status 429. */
export function rateLimitBody(retryAfter: number, global: boolean): Json {
  return { message: "You are being rate limited.", retry_after: retryAfter, global };
}
