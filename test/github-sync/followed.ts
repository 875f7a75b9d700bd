import type { CodeHost, HostIssue, HostPull } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import type { FakeHost, FakeRepository } from "../support/code.ts";
import type { Desk } from "../support/desk.ts";
import { aMessageId } from "../support/factories.ts";

type Row = typeof schema.githubRepositories.$inferSelect;
type Issue = typeof schema.githubIssues.$inferSelect;
export type Parts = { desk: Desk; host: FakeHost; repository: FakeRepository; row: Row };

const i = schema.githubIssues;
const l = schema.githubLinks;

/** A ticket of a member that is linked to the issue. */
export async function ticketOn(
  db: Db,
  { desk, row }: Pick<Parts, "desk" | "row">,
  issue: HostIssue,
  member: string,
): Promise<number> {
  const author = { platform: "slack" as const, externalId: member, name: member };
  const text = "The export crashes with an error.";
  const { ticketId } = await desk.ask({ author, text, messageId: aMessageId() });
  const stored = await findOrStore(db, { desk, row }, issue);
  await db.update(schema.tickets).set({ type: "bug" }).where(eq(schema.tickets.id, ticketId));
  await db.insert(l).values({
    workspaceId: desk.workspace.id,
    ticketId,
    repositoryId: row.id,
    issueId: stored.id,
    status: "issue_created",
    repo: row.repo,
    issueNumber: issue.number,
    issueUrl: issue.url,
    createdAt: desk.ctx.now(),
    updatedAt: desk.ctx.now(),
  });
  return ticketId;
}

async function findOrStore(
  db: Db,
  { desk, row }: Pick<Parts, "desk" | "row">,
  issue: HostIssue,
): Promise<Issue> {
  const { number, url, title, state, stateReason, labels, milestone, closedAt } = issue;
  const at = desk.ctx.now();
  const seen = { number, url, title, state, stateReason, labels, milestone, closedAt };
  const of = { workspaceId: desk.workspace.id, repositoryId: row.id };
  await db
    .insert(i)
    .values({ ...of, ...seen, isOurs: true, createdAt: at, updatedAt: at })
    .onConflictDoNothing();
  const [stored] = await db
    .select()
    .from(i)
    .where(and(eq(i.repositoryId, row.id), eq(i.number, number)));
  if (!stored) throw new Error("the issue was not stored");
  return stored;
}

/** A draft pull request of ours for the issue, as it stands after it was published. */
export async function draftFor(
  db: Db,
  parts: Pick<Parts, "desk" | "row"> & { host: CodeHost; baseSha: string },
  issue: HostIssue,
): Promise<HostPull> {
  const { desk, host, row, baseSha } = parts;
  const stored = await findOrStore(db, parts, issue);
  const [link] = await db.select().from(l).where(eq(l.issueId, stored.id)).orderBy(asc(l.id));
  if (!link) throw new Error("nobody asked for this");
  const ref = { repo: row.repo, installationId: null };
  const branch = `automated-fix/ticket-${link.ticketId}`;
  const { sha } = await host.commitFiles(ref, {
    branch,
    baseSha,
    message: "fix",
    files: [{ path: "src/export.js", content: "fixed", mode: "100644" }],
  });
  const pull = await host.createPull(ref, {
    title: "[Automated Fix] Export fails",
    body: `Fixes #${issue.number}`,
    branch,
    base: "main",
  });
  const pr = { prNumber: pull.number, prUrl: pull.url };
  await db.insert(schema.fixAttempts).values({
    workspaceId: desk.workspace.id,
    ticketId: link.ticketId,
    issueId: stored.id,
    number: 1,
    status: "drafted",
    branch,
    headSha: sha,
    ...pr,
  });
  await db
    .update(l)
    .set({ ...pr, status: "pr_drafted" })
    .where(eq(l.issueId, stored.id));
  return pull;
}
