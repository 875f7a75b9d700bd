import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { JobPayload } from "../../jobs.ts";
import { recordEvent, SYSTEM } from "../../tickets/events.ts";
import type { HostPull } from "../../ports.ts";
import { repoRefOf } from "../load.ts";
import type { Link } from "../load.ts";
import { enqueueSync } from "./enqueue-sync.ts";
import { follow } from "./follow.ts";
import type { FollowCtx, Following } from "./follow.ts";
import { listLinksOfPull } from "./links.ts";
import { changeOfPull } from "./pull-change.ts";
import type { PullChange } from "./pull-change.ts";
import { tellOfPull } from "./pull-notices.ts";
import { tellAskers } from "./tell-askers.ts";

const a = schema.fixAttempts;
const i = schema.githubIssues;
const l = schema.githubLinks;

/** Looks at one of our pull requests again: its checks, reviews, and whether it was merged or closed. */
export async function syncPull(
  ctx: FollowCtx,
  input: JobPayload<"sync_pull"> & { attempt: number },
): Promise<void> {
  await follow(ctx, "sync_pull", input, async (following) => {
    const { repository } = following;
    const changed = await syncPullNow(ctx, following, input.pullNumber);
    const links = await listLinksOfPull(ctx.db, repository, input.pullNumber);
    const issueIds = new Set(links.flatMap((link) => link.issueId ?? []));
    const isVisible = changed || input.attempt > 1;
    for (const issueId of issueIds) {
      await tellAskers(ctx, { workspaceId: repository.workspaceId, issueId, isVisible });
    }
  });
}

/** Stores what a pull request is like now and tells the agents; answers whether a card shows something else. */
export async function syncPullNow(
  ctx: Pick<Ctx, "db" | "now">,
  following: Following,
  number: number,
): Promise<boolean> {
  const { host } = following.code;
  const ref = repoRefOf(following.repository);
  if ((await listLinksOfPull(ctx.db, following.repository, number)).length === 0) return false;
  const pull = await host.getPull(ref, number);
  if (pull === null) return false;
  const isOpen = pull.state === "open";
  const checks = isOpen ? await host.readChecks(ref, pull.headSha) : "none";
  const reviews = isOpen ? await host.listReviews(ref, number) : [];
  return ctx.db.transaction((tx) => store(tx, following, { pull, checks, reviews, at: ctx.now() }));
}

type Look = Parameters<typeof changeOfPull>[2] & { pull: HostPull; at: Date };

async function store(tx: Db, following: Following, look: Look): Promise<boolean> {
  const { pull, at } = look;
  const links = await listLinksOfPull(tx, following.repository, pull.number);
  const [first] = links;
  if (!first) return false;
  const attempt = await lockAttempt(tx, first);
  const headSha = attempt?.headSha ?? null;
  const changes = links.map((link) => ({ link, ...changeOfPull({ ...link, headSha }, pull, look) }));
  const changed = changes.filter(({ link, set }) => isDifferent(link, set));

  for (const { link, set } of changed) await storeLink(tx, link, { set, at });
  const merged = changed.flatMap(({ link, news }) => (news === "merged" ? (link.issueId ?? []) : []));
  if (merged.length > 0) await markFixed(tx, following, { issueIds: merged, pull, at });
  const news = changes.find(({ link }) => link.id === first.id)?.news ?? null;
  if (news !== null) {
    await tellOfPull(tx, following, { ticketId: attempt?.ticketId ?? first.ticketId, pull, news, at });
  }
  if (attempt && headSha !== pull.headSha) {
    await tx.update(a).set({ headSha: pull.headSha, updatedAt: at }).where(eq(a.id, attempt.id));
  }
  return changed.length > 0;
}

/** The newest attempt behind the pull request; also keeps two looks from storing at the same time. */
async function lockAttempt(tx: Db, link: Link): Promise<typeof a.$inferSelect | null> {
  const [row] = await tx
    .select()
    .from(a)
    .where(
      and(
        eq(a.workspaceId, link.workspaceId),
        eq(a.prNumber, link.prNumber ?? 0),
        eq(a.prUrl, link.prUrl ?? ""),
      ),
    )
    .orderBy(desc(a.id))
    .limit(1)
    .for("update");
  return row ?? null;
}

function isDifferent(link: Link, set: PullChange["set"]): boolean {
  return (
    link.status !== set.status ||
    link.prChecksPassed !== set.prChecksPassed ||
    link.humanReviewed !== set.humanReviewed
  );
}

async function storeLink(
  tx: Db,
  link: Link,
  { set, at }: { set: PullChange["set"]; at: Date },
): Promise<void> {
  const { workspaceId, ticketId, id, prNumber } = link;
  await tx
    .update(l)
    .set({ ...set, updatedAt: at })
    .where(and(eq(l.workspaceId, workspaceId), eq(l.id, id)));
  const change = { workspaceId, ticketId, actor: SYSTEM, field: "pull_request", metadata: { prNumber } };
  if (set.status === "pr_rejected" && link.status !== set.status) {
    await recordEvent(tx, { ...change, kind: "github_pr_rejected", newValue: set.status }, at);
  }
  if (set.humanReviewed && !link.humanReviewed) {
    await recordEvent(tx, { ...change, kind: "github_pr_reviewed", newValue: "on GitHub" }, at);
  }
}

/**
 * A release is waited for, from the time of the merge on: one may have come out before it was noticed. The issue itself is
 * closed by the merge, or stays open.
 */
async function markFixed(
  tx: Db,
  { repository }: Following,
  { issueIds, pull, at }: { issueIds: number[]; pull: HostPull; at: Date },
): Promise<void> {
  const fixed = await tx
    .update(i)
    .set({ fixCommit: pull.mergeCommit ?? pull.headSha, fixedAt: pull.mergedAt ?? at, updatedAt: at })
    .where(and(eq(i.workspaceId, repository.workspaceId), inArray(i.id, issueIds), isNull(i.fixCommit)))
    .returning({ repositoryId: i.repositoryId, number: i.number });
  for (const { repositoryId, number } of fixed) {
    const home = { workspaceId: repository.workspaceId, id: repositoryId };
    await enqueueSync(tx, home, { name: "sync_issue", issueNumber: number });
  }
  await enqueueSync(tx, repository, { name: "sync_releases" });
}
