import { UpstreamError } from "@firstline/core";
import { fillGap } from "./fill-gap.ts";
import { createGaps } from "./gaps.ts";
import type { OpenGap } from "./gaps.ts";
import { CATCH_UP_PATIENCE_MS } from "./limits.ts";
import { gapAround, noteGaps } from "./note-gaps.ts";
import { createRounds } from "./rounds.ts";
import type { Intake } from "./take-in.ts";
import type { PersonMessage } from "./to-core.ts";

/**
 * Slack brings an event again for about six minutes and then drops it. So after each start and reconnect, and after a
 * message that could not be stored, the recent messages of the served channels and of living threads are read and taken
 * in like new ones, beside the live events. A first direct message, and a mention outside of the served channels, are not
 * found again after a longer outage.
 */
export type CatchUp = {
  /** Remembers from when on messages may be missed. Call before events can come in. */
  note(): void;
  /** Looks for them in the background. */
  look(): void;
  /** A message could not be stored: it is looked for a little later. */
  onFailure(message: PersonMessage): void;
  /** A message meant nothing, perhaps because the question that it belongs to is still being looked for. */
  onIgnored(message: PersonMessage): void;
  stop(): Promise<void>;
};

const SOON_MS = 5_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** With the pauses between them about an hour. */
const MOST_TRIES = 10;

export function createCatchUp(slack: Intake): CatchUp {
  const gaps = createGaps();
  const refusals = new Set<string>();
  const stopped = new AbortController();
  let noted = Promise.resolve(true);

  const round = async (): Promise<void> => {
    const isNoted = (await noted) || (await noteGaps(slack, gaps));
    noted = Promise.resolve(isNoted);
    if (!isNoted) rounds.soon(FIRST_PAUSE_MS);
    for (const channelId of gaps.channels()) {
      if (stopped.signal.aborted) return;
      const gap = gaps.take(channelId);
      const isDone =
        gap === null || (await fill(slack, channelId, gap, { stopped: stopped.signal, refusals }));
      gaps.done();
      if (!isDone) comeBack(channelId, { ...gap, tries: gap.tries + 1 });
    }
  };
  const rounds = createRounds(round);

  const comeBack = (channelId: string, gap: OpenGap): void => {
    if (gap.tries < MOST_TRIES) {
      gaps.add(channelId, gap);
      return rounds.soon(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (gap.tries - 1)));
    }
    gaps.giveUp(channelId, gap);
    slack.ctx.log.warn(
      { platform: "slack", channelId, since: gap.since },
      "gave up looking for missed messages in a Slack channel until the next connection",
    );
  };

  return {
    note() {
      gaps.resume();
      noted = noteGaps(slack, gaps);
    },
    look: () => rounds.soon(0),
    onFailure(message) {
      gaps.add(message.channelId, gapAround(message));
      rounds.soon(SOON_MS);
    },
    onIgnored(message) {
      if (message.threadTs === null || !gaps.has(message.channelId)) return;
      gaps.add(message.channelId, gapAround(message));
      rounds.soon(SOON_MS);
    },
    async stop() {
      stopped.abort();
      await rounds.stop();
    },
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether nothing is left to look for. Never throws. */
async function fill(
  slack: Intake,
  channelId: string,
  gap: OpenGap,
  { stopped, refusals }: { stopped: AbortSignal; refusals: Set<string> },
): Promise<boolean> {
  const { log, now } = slack.ctx;
  const workspaceId = slack.home.identity()?.workspaceId;
  if (workspaceId === undefined) return false;
  const since = new Date(Math.max(gap.since.getTime(), now().getTime() - DAY_MS));
  const patience = { untilMs: performance.now() + CATCH_UP_PATIENCE_MS, stopped };
  const filled = { taken: 0, failed: 0 };
  try {
    await fillGap({ slack, workspaceId, channelId, patience, filled }, { ...gap, since });
    return filled.failed === 0;
  } catch (error) {
    if (stopped.aborted) return true;
    if (!(error instanceof UpstreamError) || error.retryable) {
      log.warn({ platform: "slack", channelId, error }, "looking for missed messages failed; I'll try again");
      return false;
    }
    // The same sentence for every channel and after every reconnect would only hide other lines.
    if (!refusals.has(error.message)) {
      log.warn({ platform: "slack", channelId }, `Missed messages can't be looked for: ${error.message}`);
    }
    refusals.add(error.message);
    return true;
  } finally {
    const { taken, failed } = filled;
    if (taken > 0)
      log.info({ platform: "slack", channelId, taken, failed }, "took in messages that had been missed");
  }
}
