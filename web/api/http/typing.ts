import { goesOn } from "@firstline/core";
import type { SearchSeen } from "@firstline/core";

/** Remembers each visitor's last search for the seconds in which it may still be typed. */
export type Typing = {
  /** The search that this one goes on with; null when it is a new one. */
  before(visitor: string, query: string): number | null;
  remember(visitor: string, query: string, searchId: number): void;
};

const MOST_VISITORS = 5_000;

/** In memory alone: nothing that is stored tells who looked for what. After a restart a search may count twice. */
export function createTyping(now: () => Date): Typing {
  const last = new Map<string, SearchSeen & { searchId: number }>();
  return {
    before(visitor, query) {
      const seen = last.get(visitor);
      return seen && goesOn(seen, { query, at: now() }) ? seen.searchId : null;
    },
    remember(visitor, query, searchId) {
      last.delete(visitor);
      last.set(visitor, { query, searchId, at: now() });
      if (last.size > MOST_VISITORS) last.delete(last.keys().next().value ?? "");
    },
  };
}
