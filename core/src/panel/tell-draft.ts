import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";

/** Hears of answers that are being written for visitors of the help panel. */
export const DRAFT_CHANNEL = "firstline_drafts";

/** Postgres carries 8,000 bytes at most; a longer answer stands still until it is finished. */
const LONGEST_NOTICE = 7_900;
const PAUSE_MS = 200;

export type DraftTeller = {
  tell: (markdownSoFar: string) => void;
  /** Ends the telling: what is said afterwards is the answer itself. */
  end: () => Promise<void>;
};

/** Passes an answer on while it is written, the newest state of it a few times a second; one that is lost is no loss. */
export function createDraftTeller(
  ctx: Pick<Ctx, "db" | "log">,
  of: { workspaceId: number; ticketId: number },
): DraftTeller {
  let waiting: string | null = null;
  let isOver = false;
  let isResting = false;
  let sending = Promise.resolve();
  let rest: NodeJS.Timeout | undefined;

  function flush(): void {
    isResting = waiting !== null && !isOver;
    if (waiting === null || isOver) return;
    const notice = JSON.stringify({ ...of, markdown: waiting });
    waiting = null;
    sending = notify(ctx, of, notice).finally(() => {
      rest = setTimeout(flush, PAUSE_MS);
    });
  }

  return {
    tell(markdownSoFar) {
      waiting = markdownSoFar;
      if (!isResting) flush();
    },
    async end() {
      isOver = true;
      await sending;
      clearTimeout(rest);
    },
  };
}

async function notify(
  ctx: Pick<Ctx, "db" | "log">,
  of: { workspaceId: number; ticketId: number },
  notice: string,
): Promise<void> {
  if (Buffer.byteLength(notice) > LONGEST_NOTICE) return;
  try {
    await ctx.db.execute(sql`select pg_notify(${DRAFT_CHANNEL}, ${notice})`);
  } catch (error) {
    ctx.log.warn({ ...of, error }, "a visitor could not be shown the answer so far");
  }
}
