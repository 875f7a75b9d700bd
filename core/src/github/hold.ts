import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, count, eq, gte, ne, sql } from "drizzle-orm";
import { isSteering } from "../classify/index.ts";
import type { Ctx } from "../context.ts";
import { lockName } from "../lock.ts";
import type { BugCase } from "./bug-case.ts";
import type { Repository } from "./load.ts";
import { readRepositorySettings } from "./repository-settings.ts";

const DAY_MS = 24 * 60 * 60_000;

export function steers(ctx: Pick<Ctx, "scoreInjection">, text: string): boolean {
  return isSteering(text, ctx.scoreInjection);
}

export function isSteeringReport(ctx: Pick<Ctx, "scoreInjection">, { ticket, messages }: BugCase): boolean {
  return [ticket.subject, ...messages.map((message) => message.content)].some((text) => steers(ctx, text));
}

export const HELD_FOR_STEERING =
  "The report looks like an attempt to steer the AI, so it waits for an agent.";

/**
 * Why no issue is made by itself any more today, a sentence; null below the limits. Call it in the transaction that begins
 * the filing: it keeps others of the repository waiting until then.
 */
export async function findLimit(
  tx: Db,
  input: { repository: Repository; askerId: number; now: Date },
): Promise<string | null> {
  const { repository, askerId, now } = input;
  const { issuesPerDay, issuesPerMemberPerDay } = readRepositorySettings(repository);
  await lockName(tx, `issues:${repository.id}`);
  const since = new Date(now.getTime() - DAY_MS);
  if ((await countFiled(tx, repository, since)) >= issuesPerDay) {
    return `${issuesPerDay} issues were made in ${repository.repo} within a day, which is its limit; this one waits for an agent.`;
  }
  if ((await countFiled(tx, repository, since, askerId)) >= issuesPerMemberPerDay) {
    return `${issuesPerMemberPerDay} issues were made for this member within a day, which is the limit; this one waits for an agent.`;
  }
  return null;
}

/** Issues that were made, or are being made, for tickets; those that were only linked do not count. */
async function countFiled(tx: Db, repository: Repository, since: Date, askerId?: number): Promise<number> {
  const [b, t, l, i] = [schema.bugReports, schema.tickets, schema.githubLinks, schema.githubIssues];
  const [row] = await tx
    .select({ made: count() })
    .from(b)
    .innerJoin(t, eq(t.id, b.ticketId))
    .leftJoin(l, eq(l.ticketId, b.ticketId))
    .leftJoin(i, eq(i.id, l.issueId))
    .where(
      and(
        eq(b.workspaceId, repository.workspaceId),
        eq(b.repositoryId, repository.id),
        gte(b.updatedAt, since),
        sql`(${b.status} = 'filing' or (${b.status} = 'filed' and ${i.isOurs}))`,
        ne(b.status, "dropped"),
        askerId === undefined ? undefined : eq(t.askerId, askerId),
      ),
    );
  return row?.made ?? 0;
}
