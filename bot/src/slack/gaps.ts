import type { Gap } from "./fill-gap.ts";

/** A gap that waits to be looked through, and how often that was tried in vain. */
export type OpenGap = Gap & { tries: number };

/** Remembers gaps by their channel until they are filled. They grow together; a gap that was given up comes back later. */
export function createGaps() {
  const open = new Map<string, OpenGap>();
  const givenUp = new Map<string, OpenGap>();
  let current: string | null = null;

  const add = (channelId: string, gap: OpenGap): void => {
    const before = open.get(channelId);
    open.set(channelId, before ? joined(before, gap) : gap);
  };

  return {
    add,
    giveUp: (channelId: string, gap: OpenGap) => void givenUp.set(channelId, gap),
    resume(): void {
      for (const [channelId, gap] of givenUp) add(channelId, { ...gap, tries: 0 });
      givenUp.clear();
    },
    channels: (): string[] => [...open.keys()],
    /** Takes the gap out; what is missed from now on makes a new one. */
    take(channelId: string): OpenGap | null {
      const gap = open.get(channelId) ?? null;
      open.delete(channelId);
      current = channelId;
      return gap;
    },
    done(): void {
      current = null;
    },
    /** Whether messages of the channel may still be missing. */
    has: (channelId: string): boolean => open.has(channelId) || current === channelId,
  };
}

export type Gaps = ReturnType<typeof createGaps>;

function joined(a: OpenGap, b: OpenGap): OpenGap {
  return {
    since: a.since < b.since ? a.since : b.since,
    threads: new Set([...a.threads, ...b.threads]),
    readsChannel: a.readsChannel || b.readsChannel,
    tries: Math.max(a.tries, b.tries),
  };
}
