import { getChannelSettings } from "@firstline/core";
import type { Received } from "@firstline/core";
import { slackCode } from "./errors.ts";
import { readHistory, readReplies } from "./history.ts";
import type { PastMessage, Patience } from "./history.ts";
import { CATCH_UP_OLD_THREADS, CATCH_UP_PAGES, CATCH_UP_THREAD_PAGES } from "./limits.ts";
import { isFinal, takeIn, whisper } from "./take-in.ts";
import type { Circumstances, Intake } from "./take-in.ts";
import { toPersonMessage } from "./to-core.ts";

/** Messages of a channel that may have been missed: those since then in it, and in these threads. */
export type Gap = {
  since: Date;
  /** Threads whose first messages may be older than `since`. */
  threads: ReadonlySet<string>;
  /** False where the bot serves single threads only. */
  readsChannel: boolean;
};

type Work = {
  slack: Intake;
  workspaceId: number;
  channelId: string;
  sinceTs: number;
  patience: Patience;
  /** Counts messages as they are taken in. */
  filled: { taken: number; failed: number };
};

/**
 * Takes in what was missed in a channel, oldest first; what was taken in before is known by its identity. When Slack does
 * not let everything be read, the rest is taken in and the `UpstreamError` thrown then.
 */
export async function fillGap(work: Omit<Work, "sinceTs">, gap: Gap): Promise<void> {
  const current = { ...work, sinceTs: gap.since.getTime() / 1000 };
  const found = gap.readsChannel
    ? await readChannel(current, gap)
    : { messages: [], elsewhere: gap.threads, problem: null };
  await takeInChannel(current, found.messages);
  if (found.problem !== null) throw found.problem;
  const elsewhere = [...found.elsewhere].slice(0, CATCH_UP_OLD_THREADS);
  for (const ts of new Set([...movedThreads(current, found.messages), ...elsewhere])) {
    await takeInThread(current, ts);
  }
}

type ChannelRead = { messages: PastMessage[]; elsewhere: ReadonlySet<string>; problem: unknown };

/**
 * Reads back to `since`, and further while a page shows several of the threads: one call then spares several. The other
 * threads are `elsewhere`.
 */
async function readChannel(work: Work, gap: Gap): Promise<ChannelRead> {
  const { slack, channelId, sinceTs, patience } = work;
  const messages: PastMessage[] = [];
  const elsewhere = new Set(gap.threads);
  let cursor: string | undefined;
  try {
    for (let page = 0; page < CATCH_UP_PAGES; page += 1) {
      const read = await readHistory(slack.client, channelId, cursor, patience);
      messages.push(...read.messages);
      const shown = read.messages.filter(({ ts }) => elsewhere.delete(ts)).length;
      const isPast = read.messages.some(({ ts }) => Number(ts) <= sinceTs);
      if (!read.cursor || (isPast && (shown < 2 || elsewhere.size < 2))) {
        return { messages, elsewhere, problem: null };
      }
      cursor = read.cursor;
    }
  } catch (problem) {
    return { messages, elsewhere, problem };
  }
  if (messages.every(({ ts }) => Number(ts) > sinceTs)) {
    const read = messages.length;
    slack.ctx.log.warn(
      { platform: "slack", channelId, read },
      "more messages were missed than are read again",
    );
  }
  return { messages, elsewhere, problem: null };
}

const isReply = ({ ts, thread_ts: thread }: PastMessage): boolean => thread !== undefined && thread !== ts;
const oldestFirst = (a: PastMessage, b: PastMessage): number => Number(a.ts) - Number(b.ts);

/** Threads with news since then, by their first message or by a reply that was shown in the channel too. */
function movedThreads({ sinceTs }: Work, messages: readonly PastMessage[]): string[] {
  return messages.toSorted(oldestFirst).flatMap((message) => {
    if (isReply(message)) return Number(message.ts) > sinceTs ? [message.thread_ts ?? ""] : [];
    return Number(message.latest_reply ?? 0) > sinceTs ? [message.ts] : [];
  });
}

async function takeInChannel(work: Work, messages: readonly PastMessage[]): Promise<void> {
  const { slack, workspaceId, channelId, sinceTs } = work;
  const written = messages.filter((message) => !isReply(message));
  const channel = { platform: "slack", channelId } as const;
  const { burstSeconds } = await getChannelSettings(slack.ctx, workspaceId, channel);
  const lastOf = new Map<string, number>();
  for (const message of written.toSorted(oldestFirst)) {
    const at = Number(message.ts);
    const author = message.user ?? "";
    const joinsBurst = at - (lastOf.get(author) ?? 0) <= burstSeconds;
    if (at > sinceTs) await takeInOnce(work, message, { joinsBurst });
    lastOf.set(author, at);
  }
}

async function takeInThread(work: Work, ts: string): Promise<void> {
  const { slack, channelId: channel, sinceTs, patience } = work;
  const messages: PastMessage[] = [];
  let cursor: string | undefined;
  try {
    for (let page = 0; page < CATCH_UP_THREAD_PAGES; page += 1) {
      const thread = { channel, ts, oldest: sinceTs.toFixed(6), cursor };
      const read = await readReplies(slack.client, thread, patience);
      messages.push(...read.messages);
      cursor = read.cursor;
      if (!cursor) break;
    }
  } catch (error) {
    // The thread's first message was deleted together with the last reply.
    if (isGone(error)) return;
    throw error;
  }
  const root = messages.find((message) => message.ts === ts);
  const isMissed = (message: PastMessage): boolean => isReply(message) && Number(message.ts) > sinceTs;
  for (const message of messages.filter(isMissed).toSorted(oldestFirst)) {
    await takeInOnce(work, message, root ? { root } : {});
  }
}

function isGone(error: unknown): boolean {
  return slackCode(error instanceof Error ? error.cause : null) === "thread_not_found";
}

/** One message that cannot be taken in must not keep the others out. */
async function takeInOnce(work: Work, past: PastMessage, circumstances: Circumstances): Promise<void> {
  const { slack, workspaceId, filled, patience } = work;
  const message = toPersonMessage(past);
  if (!message) return;
  patience.stopped.throwIfAborted();
  try {
    const { outcome } = await takeIn(slack, workspaceId, message, circumstances);
    if (isNew(outcome)) filled.taken += 1;
  } catch (error) {
    if (isFinal(error)) return whisper(slack, message, error.message);
    filled.failed += 1;
    const { channelId, ts: messageId } = message;
    slack.ctx.log.warn(
      { platform: "slack", channelId, messageId, error },
      "a missed message was not taken in",
    );
  }
}

const isNew = (outcome: Received["outcome"]): boolean => outcome !== "ignored" && outcome !== "repeated";
