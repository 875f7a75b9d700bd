import type { WebClient } from "@slack/web-api";
import { setTimeout as sleep } from "node:timers/promises";
import { toUpstreamError } from "./errors.ts";
import { CATCH_UP_PAGE } from "./limits.ts";
import type { SlackEventMessage } from "./to-core.ts";

/** A message as Slack's history has it. */
export type PastMessage = SlackEventMessage & { latest_reply?: string };
export type PastPage = { messages: PastMessage[]; cursor: string | undefined };

/** How long one is ready to wait for Slack in all, and what ends the wait at once. */
export type Patience = { untilMs: number; stopped: AbortSignal };

/** One page of a channel, from its newest message back. Throws `UpstreamError`. */
export async function readHistory(
  client: WebClient,
  channel: string,
  cursor: string | undefined,
  patience: Patience,
): Promise<PastPage> {
  const paging = { limit: CATCH_UP_PAGE, ...(cursor ? { cursor } : {}) };
  const read = () => client.conversations.history({ channel, ...paging });
  return toPage(channel, await patiently(read, channel, patience));
}

/** One page of what was said in a thread since then, led by the thread's first message. Throws `UpstreamError`. */
export async function readReplies(
  client: WebClient,
  thread: { channel: string; ts: string; oldest: string; cursor: string | undefined },
  patience: Patience,
): Promise<PastPage> {
  const { channel, ts, oldest, cursor } = thread;
  const paging = { limit: CATCH_UP_PAGE, ...(cursor ? { cursor } : {}) };
  const read = () => client.conversations.replies({ channel, ts, oldest, ...paging });
  return toPage(channel, await patiently(read, channel, patience));
}

type Read = {
  messages?: (Omit<PastMessage, "type" | "channel" | "ts"> & { ts?: string })[];
  response_metadata?: { next_cursor?: string };
};

function toPage(channel: string, { messages = [], response_metadata: metadata }: Read): PastPage {
  const whole = messages.map((message) => ({ ...message, type: "message", channel, ts: message.ts ?? "" }));
  return { messages: whole, cursor: metadata?.next_cursor || undefined };
}

const FIRST_WAIT_S = 2;
const LONGEST_WAIT_S = 60;

/** Waits as long as Slack asks and tries again, unless that took longer than one is ready to wait. */
async function patiently<T>(
  read: () => Promise<T>,
  channelId: string,
  { untilMs, stopped }: Patience,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    stopped.throwIfAborted();
    try {
      return await read();
    } catch (cause) {
      const error = toUpstreamError(cause, { channelId });
      const seconds = error.retryAfterSeconds ?? Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** tries);
      if (!error.retryable || performance.now() + seconds * 1000 > untilMs) throw error;
      await sleep(seconds * 1000, undefined, { signal: stopped });
    }
  }
}
