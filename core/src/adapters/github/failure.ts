/** What Octokit throws; only what is read of it. Its `request` carries texts and is never passed on. */
type HttpFailure = {
  status?: unknown;
  message?: unknown;
  cause?: unknown;
  response?: { headers?: Record<string, unknown>; data?: unknown };
};

/** Why a call failed. */
export type Failure =
  /** No whole answer came. `isUnsent`: the connection was never made, so nothing can have happened. */
  | { kind: "lost"; isUnsent: boolean }
  /** GitHub asks for patience; nothing has happened. */
  | { kind: "limited"; seconds: number; isSecondary: boolean }
  /** GitHub is in trouble; whether anything has happened is not known. */
  | { kind: "broken"; status: number }
  /** It was done, and the answer is none that we know. `where`: the fields that are not as expected. */
  | { kind: "strange"; where: string }
  /** GitHub understood, and refuses. */
  | { kind: "refused"; status: number; message: string };

/** GitHub's advice for secondary limits that say no time. */
const SECONDARY_SECONDS = 60;
const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);

/** `now` is only used where the answer has no date of its own. */
export function readFailure(error: unknown, now: Date): Failure {
  const { status, response } = asFailure(error);
  if (response === undefined || typeof status !== "number" || status < 300) {
    return { kind: "lost", isUnsent: isUnsent(error) };
  }
  const message = messageOf(response.data);
  const headers = response.headers ?? {};
  const limit = readLimit(status, headers, message, now);
  if (limit) return { kind: "limited", ...limit };
  return status >= 500 ? { kind: "broken", status } : { kind: "refused", status, message };
}

function readLimit(status: number, headers: Record<string, unknown>, message: string, now: Date) {
  if (status !== 403 && status !== 429) return null;
  const isSecondary = /secondary rate limit|abuse detection/iu.test(message);
  const retryAfter = toNumber(headers["retry-after"]);
  if (retryAfter !== null) return { seconds: Math.max(0, retryAfter), isSecondary };
  const isEmpty = headers["x-ratelimit-remaining"] === "0" && !isSecondary;
  const reset = toNumber(headers["x-ratelimit-reset"]);
  if (isEmpty && reset !== null) {
    return { seconds: Math.max(1, Math.ceil(reset - secondsOf(headers["date"], now)) + 1), isSecondary };
  }
  return isSecondary || isEmpty || status === 429 ? { seconds: SECONDARY_SECONDS, isSecondary } : null;
}

/** GitHub's own clock where it says the time, since ours may go wrong. */
function secondsOf(date: unknown, now: Date): number {
  const parsed = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return (Number.isNaN(parsed) ? now.getTime() : parsed) / 1000;
}

function toNumber(value: unknown): number | null {
  return typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : null;
}

function messageOf(data: unknown): string {
  if (typeof data !== "object" || data === null) return "";
  const { message, errors } = data as { message?: unknown; errors?: unknown };
  const details = Array.isArray(errors) ? errors.map(detailOf).filter((detail) => detail !== "") : [];
  return [typeof message === "string" ? message : "", ...details].join(" ").slice(0, 500);
}

function detailOf(error: unknown): string {
  if (typeof error === "string") return error;
  const message: unknown =
    typeof error === "object" && error !== null && "message" in error ? error.message : "";
  return typeof message === "string" ? message : "";
}

function isUnsent(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ("code" in at && typeof at.code === "string" && UNSENT.has(at.code)) return true;
  }
  return false;
}

function asFailure(error: unknown): HttpFailure {
  return typeof error === "object" && error !== null ? error : {};
}
