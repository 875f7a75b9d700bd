import type { Kept } from "./api.ts";

const NAME = "firstline panel";
const MOST = 30;

type Stored = { conversations: (Kept & { seen?: string })[] };

/**
 * What this browser remembers on the host site: an anonymous visitor's conversations with their tokens, and which news was
 * seen. Browsers may refuse storage; it then lasts as long as the page.
 */
export function createKept() {
  let stored = read();

  function write(): void {
    try {
      localStorage.setItem(NAME, JSON.stringify(stored));
    } catch {
      // Without storage nothing is found again after the page is left, as the visitor's browser wants it.
    }
  }

  return {
    all: (): Kept[] => stored.conversations.filter((one) => one.token),
    find: (id: string): Kept => stored.conversations.find((one) => one.id === id) ?? { id },
    keep(kept: Kept): void {
      const others = stored.conversations.filter((one) => one.id !== kept.id);
      stored = { ...stored, conversations: [kept, ...others].slice(0, MOST) };
      write();
    },
    forget(id: string): void {
      stored = { ...stored, conversations: stored.conversations.filter((one) => one.id !== id) };
      write();
    },
    /** Answers whether the conversation has news that this browser has not shown. */
    isNews: (id: string, at: string): boolean =>
      (stored.conversations.find((one) => one.id === id)?.seen ?? "") < at,
    see(id: string, at: string): void {
      const known = stored.conversations.find((one) => one.id === id);
      if (known) known.seen = at;
      else stored.conversations.push({ id, seen: at });
      write();
    },
  };
}

function read(): Stored {
  try {
    const stored = JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<Stored>;
    return { conversations: Array.isArray(stored.conversations) ? stored.conversations : [] };
  } catch {
    return { conversations: [] };
  }
}
