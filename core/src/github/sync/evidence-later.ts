import type { Db } from "@firstline/db";
import { enqueue } from "../../jobs.ts";
import type { Ticket } from "../../tickets/load.ts";

/** Time for the asker to say what is still wrong, before it is added to the issue. */
const WAIT_MS = 10 * 60_000;

export async function enqueueEvidence(
  tx: Db,
  { workspaceId, id: ticketId }: Ticket,
  at: Date,
): Promise<void> {
  await enqueue(
    tx,
    "add_evidence",
    { workspaceId, ticketId },
    { key: `evidence:${ticketId}`, runAt: new Date(at.getTime() + WAIT_MS) },
  );
}
