import { pino } from "pino";
import type { Log } from "../ports.ts";

/** Structured lines on standard error; standard output stays free for what a person asked for. */
export function createLog(level: "debug" | "info" | "warn" | "error" | "silent"): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
