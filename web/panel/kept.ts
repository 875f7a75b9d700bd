import type { Kept } from "./api.ts";

const NAME = "firstline panel";
const MOST = 30;

type Stored = { conversations: (Kept & { seen?: string })[] };

/**
 * What this browser remembers on the host site: an anonymous visitor's conversations with their tokens, and which news was
 * seen. Other tabs write there as well. Browsers may refuse storage; it then lasts as long as the page.
 */
export function createKept() {
  let known: Stored["conversations"] = [];
  let isRefused = false;

  const conversations = (): Stored["conversations"] => {
    if (!isRefused) known = read()?.conversations ?? known;
    return known;
  };

  function write(changed: Stored["conversations"]): void {
    known = changed;
    try {
      localStorage.setItem(NAME, JSON.stringify({ conversations: changed }));
    } catch {
      // Without storage nothing is found again after the page is left, as the visitor's browser wants it.
      isRefused = true;
    }
  }

  const but = (id: string): Stored["conversations"] => conversations().filter((one) => one.id !== id);
  const find = (id: string): Stored["conversations"][number] | undefined =>
    conversations().find((one) => one.id === id);

  return {
    all: (): Kept[] => conversations().filter((one) => one.token),
    find: (id: string): Kept => find(id) ?? { id },
    keep: (kept: Kept): void => write([kept, ...but(kept.id)].slice(0, MOST)),
    forget: (id: string): void => write(but(id)),
    /** Answers whether the conversation has news that this browser has not shown. */
    isNews: (id: string, at: string): boolean => (find(id)?.seen ?? "") < at,
    see(id: string, at: string): void {
      const seen = find(id);
      if (seen) seen.seen = at;
      write(seen ? known : [...known, { id, seen: at }]);
    },
  };
}

/** Null where nothing is stored, or the browser lets nobody look. */
function read(): Stored | null {
  try {
    const stored = JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<Stored>;
    return Array.isArray(stored.conversations) ? { conversations: stored.conversations } : null;
  } catch {
    return null;
  }
}
