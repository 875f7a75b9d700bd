import type { Log, SlackConfig } from "@firstline/core";
import { LogLevel, WebClient } from "@slack/web-api";
import type { Logger, WebClientOptions } from "@slack/web-api";
import { CALL_TIMEOUT } from "./limits.ts";

/**
 * One try a call: a post that is tried again inside the client could appear twice, and a wait for a rate limit would
 * hold a job. The jobs come back later and first look for what is there already.
 */
export function clientOptions(config: Pick<SlackConfig, "apiUrl">, log: Log): WebClientOptions {
  return {
    slackApiUrl: config.apiUrl.endsWith("/") ? config.apiUrl : `${config.apiUrl}/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT,
    logger: toSlackLogger(log),
  };
}

export function createSlackClient(config: Pick<SlackConfig, "apiUrl">, token: string, log: Log): WebClient {
  return new WebClient(token, clientOptions(config, log));
}

/** Slack's packages log into ours. Their debug lines hold texts of messages and are dropped. */
export function toSlackLogger(log: Log): Logger {
  const line = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" ");
  return {
    debug: () => {},
    info: (...parts: unknown[]) => log.debug({ platform: "slack" }, line(parts)),
    warn: (...parts: unknown[]) => log.warn({ platform: "slack" }, line(parts)),
    error: (...parts: unknown[]) => log.warn({ platform: "slack" }, line(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
