import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";

/** Where a person's id may simply be changed. A test compares the list with the database's foreign keys. */
const OWNED = [
  schema.personIdentities.personId,
  schema.linkCodes.personId,
  schema.webSessions.personId,
  schema.webNotices.personId,
  schema.tickets.askerId,
  schema.tickets.assigneeId,
  schema.ticketMessages.personId,
  schema.escalations.escalatedById,
  schema.escalations.assignedToId,
  schema.feedbackPosts.authorId,
  schema.feedbackEvents.actorId,
  schema.feedbackDrafts.personId,
  schema.articles.authorId,
  schema.trainingExamples.approvedById,
  schema.fixAttempts.approvedById,
  schema.apiKeys.createdById,
  schema.personRequests.personId,
  schema.personRequests.byId,
];

export type RecordsInput = { workspaceId: number; keepId: number; goneId: number };

/** Gives everything but the votes of one person to another. */
export async function joinRecords(tx: Db, input: RecordsInput): Promise<void> {
  const { workspaceId, keepId, goneId } = input;
  for (const column of OWNED) {
    const name = sql.identifier(column.name);
    await tx.execute(sql`
      update ${column.table} set ${name} = ${keepId} where workspace_id = ${workspaceId} and ${name} = ${goneId}`);
  }
  await joinAccounts(tx, input);
  await joinPerformance(tx, input);
}

/** A person has one GitHub account here: the other one goes with its person. */
async function joinAccounts(tx: Db, { workspaceId, keepId, goneId }: RecordsInput): Promise<void> {
  const g = schema.githubAccounts;
  await tx.execute(sql`
    update ${g} set person_id = ${keepId}
    where workspace_id = ${workspaceId} and person_id = ${goneId}
      and not exists (select 1 from ${g} own where own.workspace_id = ${workspaceId} and own.person_id = ${keepId})`);
}

const SUMS = [
  "handled",
  "resolved",
  "escalated_further",
  "first_response_seconds_total",
  "first_responses",
  "resolution_seconds_total",
  "training_examples_created",
  "quality_score_total",
  "quality_scores",
];

/** Days on which both were at work become the sum of both. */
async function joinPerformance(tx: Db, { workspaceId, keepId, goneId }: RecordsInput): Promise<void> {
  const p = schema.agentPerformance;
  const sums = sql.raw(SUMS.join(", "));
  const added = sql.raw(
    SUMS.map((name) => `${name} = agent_performance.${name} + excluded.${name}`).join(", "),
  );
  await tx.execute(sql`
    insert into ${p} (workspace_id, agent_id, day, ${sums})
    select workspace_id, ${keepId}, day, ${sums} from ${p}
    where workspace_id = ${workspaceId} and agent_id = ${goneId}
    on conflict (agent_id, day) do update set ${added}`);
}
