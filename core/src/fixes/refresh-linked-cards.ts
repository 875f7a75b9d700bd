import type { Db } from "@firstline/db";
import { refreshCards } from "../escalations/follow-change.ts";
import { listLinksOf } from "../github/load.ts";
import type { Issue } from "../github/load.ts";
import { getTicket } from "../tickets/load.ts";

/** Shows the newest state on the cards of all tickets that share an issue. */
export async function refreshLinkedCards(tx: Db, issue: Issue): Promise<void> {
  for (const link of await listLinksOf(tx, issue)) {
    await refreshCards(tx, await getTicket(tx, issue.workspaceId, link.ticketId));
  }
}
