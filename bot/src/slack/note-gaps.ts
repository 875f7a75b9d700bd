import { listMissedWindows, listWatchedThreads } from "@firstline/core";
import type { Gaps, OpenGap } from "./gaps.ts";
import type { Intake } from "./take-in.ts";
import type { PersonMessage } from "./to-core.ts";

/** The gap that holds a message, and its thread. */
export function gapAround({ ts, threadTs }: PersonMessage): OpenGap {
  // A little earlier than the message itself: only later ones are looked at.
  const since = new Date(Math.floor(Number(ts)) * 1000 - 1000);
  return { since, threads: new Set(threadTs === null ? [] : [threadTs]), readsChannel: true, tries: 0 };
}

/** Opens a gap wherever messages may be missed up to now; false when that has to be repeated. Never throws. */
export async function noteGaps({ ctx, home }: Intake, gaps: Gaps): Promise<boolean> {
  const identity = home.identity();
  if (!identity) return true;
  try {
    const place = { workspaceId: identity.workspaceId, platform: "slack" } as const;
    const [windows, threads] = await Promise.all([
      listMissedWindows(ctx, place),
      listWatchedThreads(ctx, place),
    ]);
    for (const { channelId, since } of windows) {
      gaps.add(channelId, { since, threads: new Set(), readsChannel: true, tries: 0 });
    }
    if (windows.length === 0) return true;
    const since = new Date(Math.min(...windows.map((window) => window.since.getTime())));
    const sinceIn = new Map(windows.map((window) => [window.channelId, window.since]));
    for (const { channelId, threadId, isDirect } of threads) {
      gaps.add(channelId, {
        since: sinceIn.get(channelId) ?? since,
        threads: new Set([threadId]),
        readsChannel: isDirect,
        tries: 0,
      });
    }
    return true;
  } catch (error) {
    ctx.log.warn({ platform: "slack", error }, "from when on messages were missed is not known yet");
    return false;
  }
}
