import { pino } from "pino";
import type { Log } from "../ports.ts";

/** Structured lines on standard error; standard output stays free for what a person asked for. */
export function createLog(level: "debug" | "info" | "warn" | "error" | "silent"): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { error: describeError } },
    pino.destination({ dest: 2, sync: true }),
  );
}

type DescribedError = { type: string; message: string; code?: string; at?: string[]; cause?: DescribedError };

/**
 * What may be logged of an error. Failed queries carry their parameters, which may be what a member wrote or a token:
 * they are left out, and so is every property that is not known to be harmless.
 */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "not an Error" };
  const isQuery = "query" in error && "params" in error;
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return {
    type: error.name,
    message: isQuery ? "a query failed" : error.message,
    ...code,
    at: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function framesOf(error: Error): string[] {
  const lines = error.stack?.split("\n") ?? [];
  return lines
    .filter((line) => /^\s+at /u.test(line))
    .map((line) => line.trim())
    .slice(0, 8);
}
