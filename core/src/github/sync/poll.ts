import { schema } from "@firstline/db";
import { and, asc, eq, isNull, lt } from "drizzle-orm";
import type { CodeCtx, Ctx } from "../../context.ts";
import { UpstreamError } from "../../errors.ts";
import { repoRefOf } from "../load.ts";
import type { Repository } from "../load.ts";
import { isCommand } from "./command.ts";
import { enqueueSync } from "./enqueue-sync.ts";
import type { SyncJob } from "./enqueue-sync.ts";
import { listFollowed } from "./followed.ts";
import type { Followed } from "./followed.ts";
import { sweepEvidence } from "./sweep-evidence.ts";
import { enqueueTakeIn } from "./receive-delivery.ts";

const MINUTE_MS = 60_000;
/** Clocks differ, and what changed while the last poll ran must not be missed. */
const OVERLAP_MS = 2 * MINUTE_MS;
/** Most changed issues that one look sees; when there were more, each followed one is looked at. */
const NEWEST = 100;
/** Most comments that one look reads; the next one goes on behind them. */
const MOST_COMMENTS = 1000;

/**
 * Finds what no webhook told of, so that everything also works without any. A repository costs two requests, and none while
 * nothing of ours is going on there.
 */
export async function pollRepositories(ctx: Pick<Ctx, "db" | "now" | "log" | "code">): Promise<void> {
  await sweepDeliveries(ctx);
  if (ctx.code === null) return;
  const r = schema.githubRepositories;
  const repositories = await ctx.db.select().from(r).where(eq(r.enabled, true)).orderBy(asc(r.id));
  for (const repository of repositories) {
    await sweepEvidence(ctx, repository);
    await pollPatiently(ctx, ctx.code, repository);
  }
}

/** A delivery that waits for more than a minute may have lost its job. */
async function sweepDeliveries(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const d = schema.githubDeliveries;
  const before = new Date(ctx.now().getTime() - MINUTE_MS);
  const [waiting] = await ctx.db
    .select({ id: d.id })
    .from(d)
    .where(and(isNull(d.processedAt), lt(d.createdAt, before)))
    .limit(1);
  if (waiting) await enqueueTakeIn(ctx.db);
}

/** One repository that cannot be reached does not keep the others waiting; the next poll tries again. */
async function pollPatiently(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  code: CodeCtx,
  repository: Repository,
): Promise<void> {
  try {
    await poll(ctx, code, repository);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    ctx.log.warn({ repositoryId: repository.id, error }, "a repository could not be polled");
    if (!error.retryable) await enqueueSync(ctx.db, repository, { name: "sync_repository" });
  }
}

async function poll(ctx: Pick<Ctx, "db" | "now">, code: CodeCtx, repository: Repository): Promise<void> {
  if (repository.problem !== null) return enqueueSync(ctx.db, repository, { name: "sync_repository" });
  const followed = await listFollowed(ctx.db, repository);
  const at = ctx.now();
  const isIdle = followed.issues.length === 0 && followed.pulls.length === 0 && !followed.hasUnshipped;
  // What was said while nothing of ours was going on is nobody's concern later.
  const { jobs, seenUpTo } = isIdle
    ? { jobs: [], seenUpTo: at }
    : await findChanges(code, { repository, followed, at });
  await ctx.db.transaction(async (tx) => {
    for (const job of jobs) await enqueueSync(tx, repository, job);
    const r = schema.githubRepositories;
    await tx.update(r).set({ polledAt: seenUpTo }).where(eq(r.id, repository.id));
  });
}

type Poll = { repository: Repository; followed: Followed; at: Date };

/** `seenUpTo`: where the next poll begins. After days away there may be more comments than one look reads. */
async function findChanges(
  code: CodeCtx,
  { repository, followed, at }: Poll,
): Promise<{ jobs: SyncJob[]; seenUpTo: Date }> {
  const ref = repoRefOf(repository);
  const since = new Date((repository.polledAt ?? repository.createdAt).getTime() - OVERLAP_MS);
  const changed = await code.host.listIssues(ref, { state: "all", since, limit: NEWEST });
  const comments = await code.host.listComments(ref, { since, limit: MOST_COMMENTS });
  const isFirstOfDay = repository.polledAt === null || dayOf(repository.polledAt) !== dayOf(at);
  const seesAll = changed.length < NEWEST;

  const ours = new Set(followed.issues);
  const numbers = seesAll && !isFirstOfDay ? changed.map((issue) => issue.number) : followed.issues;
  const commanded = comments.filter((comment) => !comment.isOurs && isCommand(comment.body));
  const answered = isFirstOfDay ? ours : new Set(commanded.map((comment) => comment.issueNumber));
  const last = comments.length < MOST_COMMENTS ? undefined : comments.at(-1)?.updatedAt;
  const goesOn = last !== undefined && last.getTime() - OVERLAP_MS > since.getTime();
  const jobs: SyncJob[] = [
    // Deleted, transferred and renamed are on no list, nor is what was lost with its job: once a day everything is looked at.
    ...(isFirstOfDay ? [{ name: "sync_repository" as const }] : []),
    ...numbers
      .filter((number) => ours.has(number))
      .map((issueNumber) => ({ name: "sync_issue" as const, issueNumber })),
    ...[...answered]
      .filter((number) => ours.has(number))
      .map((issueNumber) => ({ name: "sync_comments" as const, issueNumber })),
    ...followed.pulls
      .filter((pull) => isDue(pull, at))
      .map(({ number }) => ({ name: "sync_pull" as const, pullNumber: number })),
    ...(followed.hasUnshipped ? [{ name: "sync_releases" as const }] : []),
  ];
  return { jobs, seenUpTo: goesOn ? last : at };
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** A draft that nothing happens to for a day is looked at once an hour. */
export function isDue(pull: { changedAt: Date }, at: Date): boolean {
  return at.getTime() - pull.changedAt.getTime() < 86_400_000 || at.getUTCMinutes() < 5;
}
