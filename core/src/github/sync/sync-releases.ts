import { schema } from "@firstline/db";
import { and, eq, gte, isNull } from "drizzle-orm";
import type { JobPayload } from "../../jobs.ts";
import type { HostRelease } from "../../ports.ts";
import { repoRefOf } from "../load.ts";
import type { Issue } from "../load.ts";
import { follow } from "./follow.ts";
import type { FollowCtx, Following } from "./follow.ts";
import { listUnshipped } from "./links.ts";
import { candidatesFor, isPreRelease } from "./releases.ts";
import { tellAskers } from "./tell-askers.ts";

/** Further back nothing is looked for: a release that old came before the fix. */
const NEWEST = 30;

/**
 * Looks whether fixes have been released. The first full release ends the waiting; a pre-release is told once, and the
 * waiting goes on.
 */
export async function syncReleases(
  ctx: FollowCtx,
  input: JobPayload<"sync_releases"> & { attempt: number },
): Promise<void> {
  await follow(ctx, "sync_releases", input, async (following) => {
    const issues = await listUnshipped(ctx.db, following.repository);
    if (issues.length > 0) await lookFor(ctx, following, issues);
    if (input.attempt > 1) await tellAgain(ctx, following);
  });
}

async function lookFor(ctx: FollowCtx, following: Following, issues: Issue[]): Promise<void> {
  const contains = containment(following);
  const releases = await following.code.host.listReleases(repoRefOf(following.repository), NEWEST);
  for (const issue of issues) {
    const found = await findIn(issue, releases, contains);
    const { workspaceId, id: issueId } = issue;
    if (found.full) await markShipped(ctx, issue, found.full);
    if (found.full || found.pre) {
      await tellAskers(ctx, { workspaceId, issueId, isVisible: found.full !== null, preRelease: found.pre });
    }
  }
}

type Contains = (commit: string, tag: string) => Promise<boolean>;

async function findIn(
  { fixCommit, fixedAt }: Issue,
  releases: HostRelease[],
  contains: Contains,
): Promise<{ full: HostRelease | null; pre: HostRelease | null }> {
  let pre: HostRelease | null = null;
  if (fixCommit === null || fixedAt === null) return { full: null, pre };
  for (const release of candidatesFor(releases, fixedAt)) {
    const isPre = isPreRelease(release);
    if ((isPre && pre !== null) || !(await contains(fixCommit, release.tag))) continue;
    if (!isPre) return { full: release, pre };
    pre = release;
  }
  return { full: null, pre };
}

/** Several issues may be fixed by one commit: each question is asked once. */
function containment({ repository, code }: Following): Contains {
  const known = new Map<string, boolean>();
  return async (commit, tag) => {
    const key = `${commit} ${tag}`;
    const answer =
      known.get(key) ?? (await code.host.isContained(repoRefOf(repository), { commit, in: tag })) === true;
    known.set(key, answer);
    return answer;
  };
}

async function markShipped(ctx: FollowCtx, issue: Issue, release: HostRelease): Promise<void> {
  const i = schema.githubIssues;
  const at = ctx.now();
  await ctx.db
    .update(i)
    .set({ shippedIn: release.tag, shippedUrl: release.url, shippedAt: at, updatedAt: at })
    .where(
      and(
        eq(i.workspaceId, issue.workspaceId),
        eq(i.id, issue.id),
        isNull(i.shippedAt),
        // Opened again meanwhile, it waits for another fix.
        eq(i.fixCommit, issue.fixCommit ?? ""),
      ),
    );
}

/** An earlier try may have stored a release without telling everybody. */
async function tellAgain(ctx: FollowCtx, { repository }: Following): Promise<void> {
  const i = schema.githubIssues;
  const { workspaceId, id: repositoryId } = repository;
  const lately = new Date(ctx.now().getTime() - 86_400_000);
  const shipped = await ctx.db
    .select({ issueId: i.id })
    .from(i)
    .where(and(eq(i.workspaceId, workspaceId), eq(i.repositoryId, repositoryId), gte(i.shippedAt, lately)));
  for (const { issueId } of shipped) await tellAskers(ctx, { workspaceId, issueId, isVisible: true });
}
