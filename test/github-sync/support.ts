import {
  pollRepositories,
  syncComments,
  syncIssue,
  syncPull,
  syncReleases,
  syncRepository,
  takeInDeliveries,
} from "@firstline/core";
import type { HostIssue, HostPull } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, asc, eq, ne, sql } from "drizzle-orm";
import { aCode, aRepositoryRow, fakeHost } from "../support/code.ts";
import type { FakeHost, FakeRepository } from "../support/code.ts";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { aMessageId } from "../support/factories.ts";
import { draftFor, ticketOn } from "./followed.ts";
import type { Parts } from "./followed.ts";

type Repository = typeof schema.githubRepositories.$inferSelect;
type Issue = typeof schema.githubIssues.$inferSelect;
type Link = typeof schema.githubLinks.$inferSelect;

/** A desk whose workspace uses a repository of a code host in memory. */
export type Lab = Desk & {
  host: FakeHost;
  repository: FakeRepository;
  row: Repository;
  /** A ticket of a member that is linked to the issue, with the bot's words so far delivered. */
  ticketOn(issue: HostIssue, member?: string): Promise<number>;
  openIssue(title?: string): HostIssue;
  /** A draft pull request of ours for the issue, as `publishFix` leaves it. */
  draftFor(issue: HostIssue): Promise<HostPull>;
  /** Runs the jobs that follow GitHub, but those that wait because GitHub asked for it; throws what a job throws. */
  work(): Promise<void>;
  poll(): Promise<void>;
  /** Everything that was posted to members in the ticket's thread, in order. */
  heard(ticketId: number): Promise<string[]>;
  /** What agents read in the agent channel and under cards. */
  agentsRead(): Promise<string[]>;
  issueRow(number?: number): Promise<Issue>;
  linkOf(ticketId: number): Promise<Link>;
};

let labs = 0;

export async function aLab(db: Db, options: { isPrivate?: boolean } = {}): Promise<Lab> {
  const desk = await aDesk(db);
  const host = fakeHost(desk.ctx.now);
  desk.ctx.code = aCode(host);
  const workspaceId = desk.workspace.id;
  labs += 1;
  const repository = host.addRepository({
    repo: "acme/app",
    externalId: 50_000 + labs,
    isPrivate: options.isPrivate ?? false,
    permissions: { mona: "write", sid: "read" },
  });
  const row = await aRepositoryRow(desk.ctx, { workspaceId, repository });
  await db
    .update(schema.githubRepositories)
    .set({ createdAt: desk.ctx.now() })
    .where(eq(schema.githubRepositories.id, row.id));
  const parts = { desk, host, repository, row };
  return {
    ...desk,
    host,
    repository,
    row,
    openIssue: (title = "Export fails") => host.maintainer.openIssue(repository.repo, { title }),
    ticketOn: (issue, member = `U_${aMessageId()}`) => ticketOn(db, parts, issue, member),
    draftFor: (issue) => draftFor(db, { ...parts, baseSha: repository.branches.get("main") ?? "" }, issue),
    ...looking(db, parts),
    work: () => workThrough(desk),
    async poll() {
      // The other tests' repositories are on other hosts.
      const r = schema.githubRepositories;
      await db.update(r).set({ enabled: false }).where(ne(r.workspaceId, workspaceId));
      await pollRepositories(desk.ctx);
      await workThrough(desk);
    },
  };
}

export function looking(
  db: Db,
  { desk, row }: Pick<Parts, "desk" | "row">,
): Pick<Lab, "heard" | "agentsRead" | "issueRow" | "linkOf"> {
  const workspaceId = desk.workspace.id;
  const o = schema.outgoingMessages;
  const posts = async (): Promise<(typeof o.$inferSelect)[]> =>
    db
      .select()
      .from(o)
      .where(and(eq(o.workspaceId, workspaceId), eq(o.operation, "post")))
      .orderBy(asc(o.id));
  const isForMember = (post: typeof o.$inferSelect): boolean =>
    JSON.stringify(post.payload["target"]).includes("C_SUPPORT");
  return {
    heard: async (ticketId) =>
      (await posts()).filter((post) => post.ticketId === ticketId && isForMember(post)).map(markdownOf),
    agentsRead: async () => (await posts()).filter((post) => !isForMember(post)).map(markdownOf),
    async issueRow(number) {
      const i = schema.githubIssues;
      const rows = await db.select().from(i).where(eq(i.workspaceId, row.workspaceId)).orderBy(asc(i.id));
      const found = number === undefined ? rows[0] : rows.find((issue) => issue.number === number);
      if (!found) throw new Error("there is no such issue");
      return found;
    },
    async linkOf(ticketId) {
      const l = schema.githubLinks;
      const [link] = await db.select().from(l).where(eq(l.ticketId, ticketId));
      if (!link) throw new Error("the ticket is not linked");
      return link;
    },
  };
}

function markdownOf(post: { payload: Record<string, unknown> }): string {
  const { reply } = post.payload as { reply?: { markdown: string } };
  return reply?.markdown ?? "";
}

const RUN = {
  take_in_deliveries: takeInDeliveries,
  sync_issue: syncIssue,
  sync_pull: syncPull,
  sync_releases: syncReleases,
  sync_comments: syncComments,
  sync_repository: syncRepository,
} as const;

type Waiting = { id: string; name: keyof typeof RUN; payload: Record<string, unknown>; attempts: number };

/** Plays the worker: the oldest job that is due, one at a time. */
export async function workThrough({ ctx, workspace }: Desk): Promise<void> {
  for (;;) {
    const [job] = await ctx.db.execute<Waiting>(sql`
      select j.id::text, t.identifier as name, payload, attempts from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier in ('take_in_deliveries', 'sync_issue', 'sync_pull', 'sync_releases', 'sync_comments', 'sync_repository')
        and (payload->>'workspaceId' is null or payload->>'workspaceId' = ${String(workspace.id)})
        and coalesce(j.key, '') not like '%:again:%'
      order by j.id limit 1`);
    if (!job) return;
    await ctx.db.execute(sql`delete from graphile_worker._private_jobs where id = ${job.id}::bigint`);
    const run = RUN[job.name] as (ctx: Desk["ctx"], input: object) => Promise<void>;
    await run(ctx, { ...job.payload, attempt: job.attempts + 1 });
  }
}
