import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { refreshCards } from "../escalations/follow-change.ts";
import { ConflictError } from "../errors.ts";
import type { BugSpec, CodeHost, HostIssue } from "../ports.ts";
import { isErased } from "../tickets/erased.ts";
import { AI, person } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import { findBugCase, readReporter } from "./bug-case.ts";
import type { BugCase } from "./bug-case.ts";
import { readSpec, readSpecEnd, storeSpec } from "./bug-spec.ts";
import { queueOf } from "./enqueue-filing.ts";
import { renderIssue } from "./issue-body.ts";
import { getRepository, repoRefOf, requireCode } from "./load.ts";
import type { Repository } from "./load.ts";
import { locate } from "./locate.ts";
import { findMarked, issueMarker } from "./marker.ts";
import { pickRepository } from "./pick-repository.ts";
import { findLinkOf, updateReport } from "./report-row.ts";
import { readRepositorySettings } from "./repository-settings.ts";
import { checkSpec } from "./spec-check.ts";
import { enqueueEvidence } from "./sync/evidence-later.ts";
import { askToErase, askToRemove } from "./tell-taken-back.ts";
import { tieTicket } from "./tie.ts";
import { workPatiently } from "./work-patiently.ts";
import { writeSpec } from "./write-spec.ts";
import type { SpecCtx } from "./write-spec.ts";

export type FileBugInput = {
  workspaceId: number;
  ticketId: number;
  /** The agent who asked for it; null when the report becomes an issue by itself. */
  personId: number | null;
  attempt: number;
  since?: string | undefined;
};

type FileCtx = SpecCtx & Pick<Ctx, "code">;

/** Clocks of the two sides may differ. */
const SLACK_MS = 5 * 60_000;
const MOST_LOOKED_AT = 300;

/**
 * Makes the issue of a bug report and tells the asker. An issue that an earlier try made is found by its marker; the report
 * is checked again, so that nothing the asker has taken back meanwhile goes out.
 */
export async function fileBug(ctx: FileCtx, input: FileBugInput): Promise<void> {
  const { workspaceId, ticketId, personId, attempt } = input;
  const job = {
    name: "file_bug" as const,
    payload: { workspaceId, ticketId, personId },
    attempt,
    ticketId,
    what: `make the issue for ticket #${ticketId}`,
    since: input.since === undefined ? ctx.now() : new Date(input.since),
    queue: queueOf(workspaceId),
  };
  const outcome = await workPatiently(ctx, job, () => file(ctx, input));
  if (outcome === "parked") await leaveToAgents(ctx, input);
}

async function file(ctx: FileCtx, input: FileBugInput): Promise<void> {
  const bug = await findBugCase(ctx.db, input);
  if (!bug || bug.report.status !== "filing") return;
  if (bug.messages.length === 0) return drop(ctx, bug);
  const { host, consoleUrl } = requireCode(ctx);
  const spec = await currentSpec(ctx, bug);
  const repository = await locate(ctx, host, await repositoryOf(ctx.db, bug, spec));
  const marker = issueMarker(bug.report);
  const reporter = await readReporter(ctx.db, bug.ticket);
  const text = renderIssue({ spec, ticketId: input.ticketId, consoleUrl, reporter, marker });
  const hostIssue =
    (await findMade(host, repository, bug, marker)) ??
    (await host.createIssue(repoRefOf(repository), {
      ...text,
      labels: readRepositorySettings(repository).labels,
    }));
  const quotedIds = bug.messages.map((message) => message.id);
  await keep(ctx, input, { hostIssue, repository, spec, saidUpTo: endOf(bug), quotedIds });
}

/** What was prepared, as far as the member still says it; an agent may ask for an issue before anything was prepared. */
async function currentSpec(ctx: FileCtx, bug: BugCase): Promise<BugSpec> {
  const stored = readSpec(bug.report.spec);
  if (!stored) return writeSpec(ctx, bug, { byRules: false });
  const messages = bug.messages.map((message) => message.content);
  return checkSpec(stored, { subject: bug.ticket.subject, messages });
}

const endOf = ({ report, messages }: BugCase): number | null =>
  readSpec(report.spec) ? readSpecEnd(report.spec) : (messages.at(-1)?.id ?? null);

async function repositoryOf(
  db: Db,
  { ticket, report, messages }: BugCase,
  spec: BugSpec,
): Promise<Repository> {
  const { workspaceId } = ticket;
  const text = [ticket.subject, ...messages.map((message) => message.content)].join("\n");
  const repository =
    report.repositoryId === null
      ? await pickRepository(db, ticket, { text, area: spec.suspectedArea })
      : await getRepository(db, workspaceId, report.repositoryId);
  if (!repository) throw new ConflictError("No repository of this workspace fits the report.");
  if (!repository.enabled) throw new ConflictError(`${repository.repo} is not connected any more.`);
  if (repository.problem !== null) throw new ConflictError(repository.problem);
  return repository;
}

/** Maintainers may have changed its labels meanwhile, so it is looked for without them. */
async function findMade(
  host: CodeHost,
  repository: Repository,
  { report }: BugCase,
  marker: string,
): Promise<HostIssue | null> {
  const since = new Date(report.createdAt.getTime() - SLACK_MS);
  const issues = await host.listIssues(repoRefOf(repository), { state: "all", since, limit: MOST_LOOKED_AT });
  return findMarked(issues, marker);
}

type Made = {
  hostIssue: HostIssue;
  repository: Repository;
  spec: BugSpec;
  saidUpTo: number | null;
  /** Messages that the issue was made of. */
  quotedIds: number[];
};

async function keep(ctx: FileCtx, input: FileBugInput, made: Made): Promise<void> {
  const { workspaceId, ticketId, personId } = input;
  const { hostIssue, repository, spec, saidUpTo, quotedIds } = made;
  await ctx.db.transaction(async (tx) => {
    if (!(await findBugCase(tx, input))) return;
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    const bug = await findBugCase(tx, input);
    if (isErased(ticket)) return askToErase(tx, ticket, { issue: hostIssue, repo: repository.repo });
    if (!bug || bug.report.status !== "filing" || (await findLinkOf(tx, input))) return;
    const at = ctx.now();
    await updateReport(tx, bug.report, { spec: storeSpec(spec, saidUpTo) }, at);
    const actor = personId === null ? AI : person(personId);
    const issue = await tieTicket(tx, ticket, {
      repository,
      hostIssue,
      how: "created",
      saidUpTo,
      actor,
      at,
    });
    // Taken back while the issue was being made.
    const isGone = (id: number) => !bug.messages.some((message) => message.id === id);
    const gone = quotedIds.find((id) => id <= (saidUpTo ?? 0) && isGone(id));
    if (gone !== undefined) await askToRemove(tx, ticket, { issue, repo: repository.repo, messageId: gone });
    // What was said while the report waited for an agent is not in the issue.
    const newest = bug.messages.at(-1)?.id ?? 0;
    if (newest > (saidUpTo ?? 0)) await enqueueEvidence(tx, ticket, at);
  });
}

/** The asker has taken everything back. */
async function drop(ctx: FileCtx, { ticket, report }: BugCase): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await updateReport(tx, report, { status: "dropped" }, ctx.now());
    await refreshCards(tx, ticket);
  });
}

/** A click on the card tries again. */
async function leaveToAgents(ctx: FileCtx, input: FileBugInput): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const bug = await findBugCase(tx, input);
    if (bug?.report.status !== "filing") return;
    const held = "The issue could not be made; the card's thread says why.";
    await updateReport(tx, bug.report, { status: "offered", held }, ctx.now());
    await refreshCards(tx, bug.ticket);
  });
}
