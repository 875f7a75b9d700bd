import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, like, sql } from "drizzle-orm";
import { NEWS_KEY } from "../delivery/news-key.ts";
import { ERASED_NAME } from "./erased-words.ts";
import type { PersonKey } from "./requests.ts";

type Identity = Pick<typeof schema.personIdentities.$inferSelect, "platform" | "externalId">;

/** Rows that are about nobody but this person. */
const OWN = [
  schema.personIdentities.personId,
  schema.linkCodes.personId,
  schema.webSessions.personId,
  schema.webNotices.personId,
  schema.feedbackDrafts.personId,
  schema.githubAccounts.personId,
  schema.agentPerformance.agentId,
];

/** What the person did for the team stays, as nobody's. */
const DONE = [
  schema.articles.authorId,
  schema.trainingExamples.approvedById,
  schema.apiKeys.createdById,
  schema.feedbackEvents.actorId,
];

/** Everything that belongs to a person but not to a ticket or a post. */
export async function eraseTraces(tx: Db, key: PersonKey, identities: Identity[]): Promise<void> {
  const { workspaceId, personId } = key;
  for (const column of OWN)
    await tx.execute(sql`
      delete from ${column.table} where workspace_id = ${workspaceId} and ${sql.identifier(column.name)} = ${personId}`);
  for (const column of DONE) {
    const name = sql.identifier(column.name);
    await tx.execute(sql`
      update ${column.table} set ${name} = null where workspace_id = ${workspaceId} and ${name} = ${personId}`);
  }
  const f = schema.fixAttempts;
  await tx
    .update(f)
    .set({ approvedById: null, approvedLogin: null })
    .where(and(eq(f.workspaceId, workspaceId), eq(f.approvedById, personId)));
  const j = schema.personJoins;
  await tx
    .update(j)
    .set({ goneName: ERASED_NAME, goneIdentities: [] })
    .where(and(eq(j.workspaceId, workspaceId), eq(j.keptId, personId)));
  await eraseNews(tx, workspaceId, identities);
}

/** News of others' posts that were told to this person, and where they were named beside others. */
async function eraseNews(tx: Db, workspaceId: number, identities: Identity[]): Promise<void> {
  const o = schema.outgoingMessages;
  for (const { platform, externalId } of identities) {
    const isNews = and(
      eq(o.workspaceId, workspaceId),
      eq(o.platform, platform),
      like(o.dedupeKey, `${NEWS_KEY}%`),
    );
    await tx.delete(o).where(and(isNews, inArray(sql`${o.payload}#>>'{target,userId}'`, [externalId])));
    const mentions = sql`${o.payload}#>'{reply,mentions}'`;
    await tx
      .update(o)
      .set({ payload: sql`jsonb_set(${o.payload}, '{reply,mentions}', (${mentions}) - ${externalId}::text)` })
      .where(and(isNews, sql`${mentions} ? ${externalId}`));
  }
}
