import { schema } from "@firstline/db";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { hasNoTicketJob } from "../has-no-ticket-job.ts";
import type { Repository } from "../load.ts";
import { enqueueEvidence } from "./evidence-later.ts";

const MINUTE_MS = 60_000;
/** Longer than the job waits for the end of what the asker says. */
const LEFT_ALONE_MS = 15 * MINUTE_MS;
/** What is older says nothing that maintainers still wait for. */
const NEWS_MS = 24 * 60 * MINUTE_MS;
const BATCH = 100;

/** What askers have added that is in no issue yet, and that no job is about to add, gets one; what was given up does not. */
export async function sweepEvidence(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  repository: Repository,
): Promise<void> {
  if (repository.problem !== null) return;
  const [i, l, t] = [schema.githubIssues, schema.githubLinks, schema.tickets];
  const now = ctx.now();
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const waiting = await ctx.db
    .select({ ticket: t })
    .from(i)
    .innerJoin(l, and(eq(l.issueId, i.id), eq(l.workspaceId, i.workspaceId)))
    .innerJoin(t, and(eq(t.id, l.ticketId), eq(t.workspaceId, l.workspaceId)))
    .where(
      and(
        eq(i.workspaceId, repository.workspaceId),
        eq(i.repositoryId, repository.id),
        isNull(i.goneAt),
        or(eq(i.state, "open"), eq(i.stateReason, "completed")),
        gt(t.lastMessageAt, new Date(now.getTime() - NEWS_MS)),
        sql`exists (select 1 from ticket_messages m where m.ticket_id = ${t.id} and m.person_id = ${t.askerId}
          and m.visibility = 'public' and m.deleted_at is null and m.id > coalesce(${l.evidenceMessageId}, 0)
          and m.created_at between ${ago(NEWS_MS)}::timestamptz and ${ago(LEFT_ALONE_MS)}::timestamptz)`,
        sql`not exists (select 1 from outgoing_messages o where o.ticket_id = ${t.id}
          and starts_with(o.dedupe_key, 'parked:add_evidence:') and o.created_at > ${ago(NEWS_MS)}::timestamptz)`,
        hasNoTicketJob(sql`'add_evidence'`, t.id),
      ),
    )
    .limit(BATCH);
  for (const { ticket } of waiting) {
    ctx.log.warn({ ticketId: ticket.id }, "what an asker added waited without a job");
    await enqueueEvidence(ctx.db, ticket, now);
  }
}
