import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, ForbiddenError } from "../errors.ts";
import { getRepository, repoRefOf, requireCode } from "../github/load.ts";
import type { Issue, Repository } from "../github/load.ts";
import { readRepositorySettings } from "../github/repository-settings.ts";
import type { Permission } from "../ports.ts";
import { person, SYSTEM } from "../tickets/events.ts";
import { getTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { requireAgent } from "../tickets/permission.ts";
import type { Person } from "../workspaces/people.ts";
import { openAttempt } from "./open-attempt.ts";

export type RequestFixInput = { workspaceId: number; ticketId: number } & (
  | { by: Person }
  /** A GitHub account; `remember` is called in the transaction that follows its order, so that a repeat is known as one. */
  | { login: string; remember?: (tx: Db) => Promise<unknown> }
);

const MAY_WRITE: readonly Permission[] = ["write", "maintain", "admin"];

/**
 * Starts a fix attempt for the issue of a ticket, in the name of a GitHub account that may write to its repository. Throws
 * `ConflictError` when there is nothing to fix or one is being tried, `ForbiddenError` for everybody else.
 */
export async function requestFix(
  ctx: Pick<Ctx, "db" | "now" | "code">,
  input: RequestFixInput,
): Promise<{ attemptId: number }> {
  if ("by" in input) requireAgent(input.by);
  const { host, agent } = requireCode(ctx);
  const { workspaceId } = input;
  const ticket = await getTicket(ctx.db, workspaceId, input.ticketId);
  const { issue, repository } = await getLinkedIssue(ctx, ticket);
  requireFixable(issue, repository);
  if (agent === null) {
    throw new ConflictError("Fixes need a hosted model, and none is configured. An operator can set one.");
  }
  const approver = await findApprover(ctx, input);
  const permission = await host.readPermission(repoRefOf(repository), approver.login);
  if (!MAY_WRITE.includes(permission)) {
    throw new ForbiddenError(
      `A fix is started by somebody who may write to ${repository.repo}; the GitHub account ${approver.login} may not.`,
    );
  }
  const opened = await ctx.db.transaction(async (tx) => {
    const attempt = await openAttempt(tx, {
      issue,
      ticket,
      actor: approver.personId === null ? SYSTEM : person(approver.personId),
      approvedById: approver.personId,
      approvedLogin: approver.login,
      at: ctx.now(),
    });
    if (attempt !== null && "login" in input) await input.remember?.(tx);
    return attempt;
  });
  if (opened === null) throw new ConflictError("A fix for this issue is being tried already.");
  return opened;
}

async function getLinkedIssue(
  ctx: Pick<Ctx, "db">,
  ticket: Ticket,
): Promise<{ issue: Issue; repository: Repository }> {
  const [l, i] = [schema.githubLinks, schema.githubIssues];
  const [row] = await ctx.db
    .select({ issue: i, status: l.status })
    .from(l)
    .innerJoin(i, and(eq(i.id, l.issueId), eq(i.workspaceId, ticket.workspaceId)))
    .where(and(eq(l.workspaceId, ticket.workspaceId), eq(l.ticketId, ticket.id)))
    .orderBy(desc(l.id))
    .limit(1);
  if (!row) throw new ConflictError("There is no issue for this ticket yet.");
  if (row.status === "pr_merged") throw new ConflictError("A fix for this issue has been merged already.");
  const repository = await getRepository(ctx.db, ticket.workspaceId, row.issue.repositoryId);
  return { issue: row.issue, repository };
}

function requireFixable(issue: Issue, repository: Repository): void {
  if (issue.goneAt !== null) throw new ConflictError(`Issue #${issue.number} is gone.`);
  if (issue.state === "closed") throw new ConflictError(`Issue #${issue.number} is closed.`);
  if (!repository.enabled) throw new ConflictError(`${repository.repo} is disconnected.`);
  if (repository.problem !== null) throw new ConflictError(repository.problem);
  if (readRepositorySettings(repository).fixes === "off") {
    throw new ConflictError(`Fix attempts are switched off for ${repository.repo}.`);
  }
}

type Approver = { login: string; personId: number | null };

async function findApprover(ctx: Pick<Ctx, "db">, input: RequestFixInput): Promise<Approver> {
  const g = schema.githubAccounts;
  const who =
    "by" in input ? eq(g.personId, input.by.id) : sql`lower(${g.login}) = ${input.login.toLowerCase()}`;
  const [account] = await ctx.db
    .select({ login: g.login, personId: g.personId })
    .from(g)
    .where(and(eq(g.workspaceId, input.workspaceId), who));
  if (account) return account;
  if ("login" in input) return { login: input.login, personId: null };
  throw new ForbiddenError(
    "Your GitHub account is not known here, and a fix is started by somebody who may write to the repository. An operator can enter it: firstline github account.",
  );
}
