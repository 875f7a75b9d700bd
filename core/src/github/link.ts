import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError, NotFoundError } from "../errors.ts";
import type { CodeHost, HostIssue } from "../ports.ts";
import { person } from "../tickets/events.ts";
import { getTicket, lockTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { requireAgent } from "../tickets/permission.ts";
import type { Person } from "../workspaces/people.ts";
import { listReporterMessages } from "./bug-case.ts";
import { readIssueName } from "./issue-name.ts";
import { getRepository, isSameRepo, repoRefOf, requireCode } from "./load.ts";
import type { Issue, Repository } from "./load.ts";
import { findByNameNow, locate } from "./locate.ts";
import { pickRepository } from "./pick-repository.ts";
import { ensureReport, findLinkOf, findReport, listUsableRepositories } from "./report-row.ts";
import { tieTicket } from "./tie.ts";
import { untieTicket } from "./untie.ts";

export type LinkIssueInput = {
  workspaceId: number;
  ticketId: number;
  /** A number, "owner/name#12", or the issue's address. */
  issue: number | string;
  by: Person;
};

/**
 * An agent ties a ticket to an issue of one of the workspace's repositories, in place of the one it had. `said` tells the
 * agent what was done. A second time changes nothing.
 */
export async function linkIssue(
  ctx: Pick<Ctx, "db" | "now" | "code">,
  input: LinkIssueInput,
): Promise<{ issue: Issue; said: string }> {
  requireAgent(input.by);
  const { host } = requireCode(ctx);
  const { workspaceId, ticketId } = input;
  const ticket = await getTicket(ctx.db, workspaceId, ticketId);
  const name = readIssueName(input.issue);
  const asked = await locate(ctx, host, await findRepositoryFor(ctx.db, host, ticket, name.repo));
  const hostIssue = await host.findIssue(repoRefOf(asked), name.number);
  if (!hostIssue) throw new NotFoundError(`Issue #${name.number} in ${asked.repo}`);
  const repository = await findHome(ctx.db, host, asked, hostIssue);

  return ctx.db.transaction(async (tx) => {
    const locked = await lockTicket(tx, workspaceId, ticketId);
    const tied = await findLinkOf(tx, input);
    if (tied?.issue.repositoryId === repository.id && tied.issue.number === hostIssue.number) {
      return { issue: tied.issue, said: `The ticket is linked to #${tied.issue.number} already.` };
    }
    const at = ctx.now();
    const report = await ensureReport(tx, locked, at);
    if (report.status === "filing") {
      throw new ConflictError("An issue is being made for this ticket right now. Try again in a moment.");
    }
    const by = { actor: person(input.by.id), at };
    if (tied) await untieTicket(tx, locked, tied, by);
    const said = await listReporterMessages(tx, locked, 0);
    const saidUpTo = said.at(-1)?.id ?? null;
    const issue = await tieTicket(tx, locked, { repository, hostIssue, how: "linked", saidUpTo, ...by });
    return { issue, said: describe(issue, repository) };
  });
}

function describe(issue: Issue, repository: Repository): string {
  const linked = `Linked to ${repository.repo}#${issue.number}`;
  if (issue.state === "open") return `${linked}. The member hears here what becomes of it.`;
  const why = issue.stateReason === null ? "" : ` as ${issue.stateReason.replaceAll("_", " ")}`;
  return `${linked}, which is closed${why} already. The member has not been told.`;
}

async function findRepositoryFor(
  db: Db,
  host: CodeHost,
  ticket: Ticket,
  repo: string | null,
): Promise<Repository> {
  const { workspaceId, id: ticketId } = ticket;
  if (repo !== null) return getUsable(db, host, { workspaceId, repo });
  const report = await findReport(db, workspaceId, ticketId);
  if (report?.repositoryId) return getRepository(db, workspaceId, report.repositoryId);
  const said = await listReporterMessages(db, ticket, 0);
  const text = [ticket.subject, ...said.map((message) => message.content)].join("\n");
  const repository = await pickRepository(db, ticket, { text, area: null });
  if (repository) return repository;
  throw new InvalidError("Which repository? Write it like owner/name#12, or give the issue's address.");
}

async function getUsable(
  db: Db,
  host: CodeHost,
  { workspaceId, repo }: { workspaceId: number; repo: string },
): Promise<Repository> {
  const rows = await listUsableRepositories(db, workspaceId);
  const named = rows.find((row) => isSameRepo(row.repo, repo));
  const found = named ?? (await findByNameNow(db, host, { workspaceId, repo }));
  if (found?.problem !== null)
    throw new InvalidError(`${repo} is not one of the repositories of this workspace.`);
  return found;
}

/** A transferred issue is linked where it is now, if the workspace may use that repository. */
async function findHome(db: Db, host: CodeHost, asked: Repository, { repo }: HostIssue): Promise<Repository> {
  if (isSameRepo(repo, asked.repo)) return asked;
  const found = await findByNameNow(db, host, { workspaceId: asked.workspaceId, repo });
  if (found?.problem === null) return found;
  throw new InvalidError(`The issue has moved to a repository that this workspace does not use.`);
}
