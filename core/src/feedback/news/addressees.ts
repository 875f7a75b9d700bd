import type { Platform } from "../../ports.ts";

/** Somebody who voted and wants to hear of a post. */
export type NewsReader = {
  personId: number;
  value: number;
  /** Where they voted. */
  platform: Platform | null;
  channelId: string | null;
  threadId: string | null;
  /** How a chat platform knows them: the one where they voted, else any. */
  identity: { platform: Platform; userId: string } | null;
};

/** How those voted who are told: in a thread, some for the post and some against it. */
export type Voted = "for" | "against" | "on";

/** Somewhere to tell the news once. */
export type Addressee = { voted: Voted } & (
  | {
      kind: "thread";
      thread: { platform: Platform; channelId: string; threadId: string };
      /** Ids on the platform of those who voted there. */
      userIds: string[];
    }
  | { kind: "direct"; personId: number; identity: { platform: Platform; userId: string } }
  | { kind: "web"; personId: number }
);

type InThread = Extract<Addressee, { kind: "thread" }>;

/**
 * Where the readers are told: each thread once for all who voted in it, everybody else directly, and those who are known on
 * the web alone there. Each reader is in exactly one of them.
 */
export function toAddressees(readers: readonly NewsReader[]): Addressee[] {
  const threads = new Map<string, InThread>();
  const others: Addressee[] = [];
  for (const { personId, value, platform, channelId, threadId, identity } of readers) {
    const voted = value > 0 ? "for" : "against";
    const isInThread = platform !== null && platform !== "panel" && channelId !== null && threadId !== null;
    if (!isInThread) {
      others.push(
        identity ? { kind: "direct", personId, identity, voted } : { kind: "web", personId, voted },
      );
      continue;
    }
    const key = JSON.stringify([platform, channelId, threadId]);
    const known: InThread = threads.get(key) ?? {
      kind: "thread",
      thread: { platform, channelId, threadId },
      userIds: [],
      voted,
    };
    if (known.voted !== voted) known.voted = "on";
    if (identity?.platform === platform) known.userIds.push(identity.userId);
    threads.set(key, known);
  }
  return [...threads.values(), ...others];
}
