import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { UpstreamError } from "../../errors.ts";
import { tellAgents } from "../../escalations/tell-agents.ts";
import type { JobPayload } from "../../jobs.ts";
import type { CodeHost, HostRepository } from "../../ports.ts";
import type { Repository } from "../load.ts";
import { findNow } from "../locate.ts";
import { findRepositoryProblem } from "../repository-problem.ts";
import { enqueueSync } from "./enqueue-sync.ts";
import { follow } from "./follow.ts";
import type { FollowCtx } from "./follow.ts";

const r = schema.githubRepositories;
const i = schema.githubIssues;
const l = schema.githubLinks;

/** Looks at a repository again: its name, whether it can be used, and if not, why. The agents hear of each change once. */
export async function syncRepository(
  ctx: FollowCtx,
  input: JobPayload<"sync_repository"> & { attempt: number },
): Promise<void> {
  await follow(ctx, "sync_repository", input, async ({ repository, code }) => {
    const look = await lookAt(code.host, repository);
    await ctx.db.transaction((tx) => store(tx, repository, look, ctx.now()));
  });
}

type Look = { found: HostRepository | null; problem: string | null };

/** What GitHub refuses for good is a problem with a name. */
async function lookAt(host: CodeHost, repository: Repository): Promise<Look> {
  const { repo } = repository;
  try {
    const found = await findNow(host, repository);
    return { found, problem: findRepositoryProblem(repo, found) };
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.retryable) throw error;
    return { found: null, problem: `${repo} cannot be used: ${error.message}` };
  }
}

async function store(
  tx: Db,
  { id, workspaceId }: Repository,
  { found, problem }: Look,
  at: Date,
): Promise<void> {
  const isIt = and(eq(r.workspaceId, workspaceId), eq(r.id, id));
  const [before] = await tx.select().from(r).where(isIt).for("update");
  if (!before) return;
  await tx
    .update(r)
    .set({ ...(found ? seenOf(found) : {}), problem, updatedAt: at })
    .where(isIt);
  if (found && found.repo !== before.repo) await rename(tx, before, { to: found.repo, at });
  if (before.enabled && problem !== before.problem) await tell(tx, before, { found, problem, at });
}

function seenOf(found: HostRepository): Partial<Repository> {
  const { repo, installationId, defaultBranch, isPrivate } = found;
  return { repo, defaultBranch, isPrivate, ...(installationId === null ? {} : { installationId }) };
}

/** The old addresses would lead on for a while, until somebody takes the old name. */
async function rename(tx: Db, repository: Repository, { to, at }: { to: string; at: Date }): Promise<void> {
  const { id, workspaceId, repo: from } = repository;
  const [old, now] = [`/${from}/`, `/${to}/`];
  await tx
    .update(i)
    .set({ url: sql`replace(${i.url}, ${old}, ${now})`, updatedAt: at })
    .where(and(eq(i.workspaceId, workspaceId), eq(i.repositoryId, id)));
  await tx
    .update(l)
    .set({
      repo: to,
      issueUrl: sql`replace(${l.issueUrl}, ${old}, ${now})`,
      prUrl: sql`replace(${l.prUrl}, ${old}, ${now})`,
      updatedAt: at,
    })
    .where(and(eq(l.workspaceId, workspaceId), eq(l.repositoryId, id)));
  const a = schema.fixAttempts;
  await tx
    .update(a)
    .set({ prUrl: sql`replace(${a.prUrl}, ${old}, ${now})` })
    .where(
      and(
        eq(a.workspaceId, workspaceId),
        sql`${a.issueId} in (select id from github_issues where repository_id = ${id})`,
      ),
    );
  const open = await tx
    .select({ number: i.number })
    .from(i)
    .where(
      and(eq(i.workspaceId, workspaceId), eq(i.repositoryId, id), ne(i.state, "closed"), isNull(i.goneAt)),
    );
  for (const { number } of open)
    await enqueueSync(tx, repository, { name: "sync_issue", issueNumber: number });
}

type Change = { found: HostRepository | null; problem: string | null; at: Date };

async function tell(tx: Db, repository: Repository, { found, problem, at }: Change): Promise<void> {
  const name = found?.repo ?? repository.repo;
  const markdown =
    problem === null
      ? `${name} can be used again. What happened there meanwhile is being looked at.`
      : `${problem} Until then, bug reports go to people, and nothing is heard of its issues.`;
  await tellAgents(tx, {
    workspaceId: repository.workspaceId,
    ticketId: null,
    dedupeKey: `github-repository:${repository.id}:${at.toISOString()}`,
    reply: { markdown },
  });
}
