import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { refreshCards } from "../../escalations/follow-change.ts";
import { ConflictError } from "../../errors.ts";
import { person, recordEvent } from "../../tickets/events.ts";
import { getTicket } from "../../tickets/load.ts";
import { requireAgent } from "../../tickets/permission.ts";
import type { Person } from "../../workspaces/people.ts";
import type { Link } from "../load.ts";

const l = schema.githubLinks;

/** An agent has looked at the draft pull request of a ticket's fix; it counts for all tickets of the issue. Twice is once. */
export async function markReviewed(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<void> {
  const { workspaceId, ticketId, by } = input;
  requireAgent(by);
  const at = ctx.now();
  await ctx.db.transaction(async (tx) => {
    await getTicket(tx, workspaceId, ticketId);
    const links = await lockLinks(tx, workspaceId, ticketId);
    for (const link of links.filter((one) => !one.humanReviewed)) {
      await tx.update(l).set({ humanReviewed: true, updatedAt: at }).where(eq(l.id, link.id));
      await recordEvent(
        tx,
        {
          workspaceId,
          ticketId: link.ticketId,
          kind: "github_pr_reviewed",
          actor: person(by.id),
          field: "pull_request",
          newValue: "here",
          metadata: { prNumber: link.prNumber },
        },
        at,
      );
      await refreshCards(tx, await getTicket(tx, workspaceId, link.ticketId));
    }
  });
}

/** All links of the draft that the ticket's fix is in. */
async function lockLinks(tx: Db, workspaceId: number, ticketId: number): Promise<Link[]> {
  const isDraft = and(eq(l.workspaceId, workspaceId), eq(l.status, "pr_drafted"));
  const ofTicket = tx
    .select({ url: l.prUrl })
    .from(l)
    .where(and(isDraft, eq(l.ticketId, ticketId)));
  const links = await tx
    .select()
    .from(l)
    .where(and(isDraft, inArray(l.prUrl, ofTicket)))
    .orderBy(l.id)
    .for("update");
  if (links.length === 0) throw new ConflictError("There is no draft pull request to review.");
  return links;
}
