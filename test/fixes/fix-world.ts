import { attemptFix, publishFix, rememberAgent, requestFix } from "@firstline/core";
import type { Person, Workbench } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, asc, desc, eq } from "drizzle-orm";
import { aCode, aRepositoryRow, fakeHost, scriptedAgent } from "../support/code.ts";
import type { FakeHost, ScriptedAgent } from "../support/code.ts";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";

type Attempt = typeof schema.fixAttempts.$inferSelect;
type Link = typeof schema.githubLinks.$inferSelect;
type Issue = typeof schema.githubIssues.$inferSelect;
type Repository = typeof schema.githubRepositories.$inferSelect;

/** A workspace with a repository, an issue, a ticket linked to it, and an agent who may write to the repository. */
export type FixWorld = {
  desk: Desk;
  host: FakeHost;
  agent: ScriptedAgent;
  repository: Repository;
  issue: Issue;
  ticketId: number;
  bea: Person;
  request(): Promise<number>;
  /** Runs the job of an attempt. */
  attempt(attemptId: number, input?: { attempt?: number; signal?: AbortSignal }): Promise<void>;
  publish(attemptId: number, attempt?: number): Promise<void>;
  /** All of it: requested, tried, and published when that was enqueued. */
  wholeFix(): Promise<Attempt>;
  read(attemptId: number): Promise<Attempt>;
  steps(attemptId: number): Promise<(typeof schema.fixSteps.$inferSelect)[]>;
  link(ticketId?: number): Promise<Link>;
  /** Links another ticket to the same issue. */
  linkTicket(): Promise<number>;
  change(settings: Record<string, unknown>): Promise<void>;
  changeIssue(set: Partial<Issue>): Promise<void>;
  /** What the agents were told under the card, oldest first. */
  told(): Promise<string[]>;
  /** Jobs of this name that wait, by their key. */
  jobs(name: string): Promise<string[]>;
};

export const LOGIN = "bea-dev";
const SETTINGS = { testCommand: "node --test" };
export const TITLE = "The last item of a cart is not counted";

export async function aFixWorld(
  db: Db,
  input: { workbench: Workbench; settings?: Record<string, unknown>; cloneUrl?: string; body?: string },
): Promise<FixWorld> {
  const desk = await aDesk(db);
  const { ctx, workspace } = desk;
  const workspaceId = workspace.id;
  const host = fakeHost(ctx.now);
  const fake = host.addRepository({
    permissions: { [LOGIN]: "write" },
    ...(input.cloneUrl === undefined ? {} : { cloneUrl: input.cloneUrl }),
  });
  const repository = await aRepositoryRow(ctx, {
    workspaceId,
    repository: fake,
    settings: { ...SETTINGS, ...input.settings },
  });
  const agent = scriptedAgent();
  ctx.code = aCode(host, { agent, workbench: input.workbench });
  const made = host.maintainer.openIssue(fake.repo, {
    title: TITLE,
    body: input.body ?? "1. Put two items into the cart\n2. Look at the total\n\nError: 2 !== 5",
  });
  const [issue] = await db
    .insert(schema.githubIssues)
    .values({
      workspaceId,
      repositoryId: repository.id,
      number: made.number,
      url: made.url,
      title: made.title,
    })
    .returning();
  if (!issue) throw new Error("the issue was not stored");
  const bea = await anApprover(desk);
  const world = { desk, host, agent, repository, issue, bea };
  const ticketId = await aLinkedTicket(world);
  return { ...world, ticketId, ...doings(world, ticketId), ...looks(world, ticketId) };
}

type Parts = Pick<FixWorld, "desk" | "host" | "agent" | "repository" | "issue" | "bea">;

async function anApprover({ ctx, workspace }: Desk): Promise<Person> {
  const bea = await ctx.db.transaction((tx) =>
    rememberAgent(tx, workspace.id, { platform: "slack", externalId: "U_BEA", name: "Bea" }),
  );
  await ctx.db
    .insert(schema.githubAccounts)
    .values({ workspaceId: workspace.id, personId: bea.id, login: LOGIN });
  return bea;
}

/** A ticket that is with people, so that there is a card, linked to the issue. */
async function aLinkedTicket({ desk, issue, repository }: Parts): Promise<number> {
  const { ticketId } = await desk.ask({ text: "The last item of my cart is not counted" });
  await desk.click("ticket_ask_person", String(ticketId));
  await desk.deliver();
  await desk.ctx.db.insert(schema.githubLinks).values({
    workspaceId: desk.workspace.id,
    ticketId,
    repositoryId: repository.id,
    issueId: issue.id,
    status: "issue_created",
    repo: repository.repo,
    issueNumber: issue.number,
    issueUrl: issue.url,
  });
  return ticketId;
}

function doings(
  parts: Parts,
  ticketId: number,
): Pick<FixWorld, "request" | "attempt" | "publish" | "wholeFix" | "linkTicket" | "change" | "changeIssue"> {
  const { desk, bea, repository, issue } = parts;
  const { ctx, workspace } = desk;
  const workspaceId = workspace.id;
  const request = async (): Promise<number> =>
    (await requestFix(ctx, { workspaceId, ticketId, by: bea })).attemptId;
  const attempt: FixWorld["attempt"] = (attemptId, input = {}) =>
    attemptFix(ctx, { workspaceId, attemptId, signal: new AbortController().signal, attempt: 1, ...input });
  const publish: FixWorld["publish"] = (attemptId, attempt = 1) =>
    publishFix(ctx, { workspaceId, attemptId, attempt });
  const look = looks(parts, ticketId);
  return {
    request,
    attempt,
    publish,
    async wholeFix() {
      const attemptId = await request();
      await attempt(attemptId);
      if ((await look.jobs("publish_fix")).includes(`publish_fix:${attemptId}`)) await publish(attemptId);
      return look.read(attemptId);
    },
    linkTicket: () => aLinkedTicket(parts),
    async change(settings) {
      await ctx.db
        .update(schema.githubRepositories)
        .set({ settings: { ...SETTINGS, ...settings } })
        .where(eq(schema.githubRepositories.id, repository.id));
    },
    async changeIssue(set) {
      await ctx.db.update(schema.githubIssues).set(set).where(eq(schema.githubIssues.id, issue.id));
    },
  };
}

function looks(
  { desk, issue }: Parts,
  ticketId: number,
): Pick<FixWorld, "read" | "steps" | "link" | "told" | "jobs"> {
  const { ctx, workspace } = desk;
  const [a, s, l, o] = [schema.fixAttempts, schema.fixSteps, schema.githubLinks, schema.outgoingMessages];
  return {
    async read(attemptId) {
      const [row] = await ctx.db.select().from(a).where(eq(a.id, attemptId));
      if (!row) throw new Error("there is no such attempt");
      return row;
    },
    steps: (attemptId) =>
      ctx.db.select().from(s).where(eq(s.attemptId, attemptId)).orderBy(asc(s.run), asc(s.position)),
    async link(of = ticketId) {
      const [row] = await ctx.db
        .select()
        .from(l)
        .where(and(eq(l.ticketId, of), eq(l.issueId, issue.id)))
        .orderBy(desc(l.id));
      if (!row) throw new Error("there is no such link");
      return row;
    },
    async told() {
      const rows = await ctx.db
        .select({ payload: o.payload, key: o.dedupeKey })
        .from(o)
        .where(eq(o.workspaceId, workspace.id))
        .orderBy(asc(o.id));
      return rows
        .filter(({ key }) => key.startsWith("fix:") || key.startsWith("parked:"))
        .map(({ payload }) => JSON.stringify(payload));
    },
    async jobs(name) {
      const rows = await ctx.db.execute<{ key: string }>(
        `select j.key from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
         where j.task_identifier = '${name}' and (p.payload->>'workspaceId')::int = ${workspace.id} order by j.id`,
      );
      return [...rows].map(({ key }) => key);
    },
  };
}
