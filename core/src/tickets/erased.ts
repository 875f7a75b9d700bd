import type { Ticket } from "./load.ts";

const ERASED = "erased:";

/**
 * Stands in place of the thread of a ticket of which nothing is kept: what is written there from then on is no part of it,
 * and nothing leads from the ticket to what its asker wrote on the platform.
 */
export const erasedThread = (ticketId: number): string => `${ERASED}${ticketId}`;

/** Of threads that stand for nothing any more. */
export const ERASED_THREADS = `${ERASED}%`;

export const isErased = ({ threadId }: Pick<Ticket, "threadId">): boolean => threadId.startsWith(ERASED);
