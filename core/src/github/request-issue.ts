import type { Ctx } from "../context.ts";
import { refreshCards } from "../escalations/follow-change.ts";
import { ConflictError } from "../errors.ts";
import { lockTicket } from "../tickets/load.ts";
import { requireAgent } from "../tickets/permission.ts";
import type { Person } from "../workspaces/people.ts";
import { listReporterMessages } from "./bug-case.ts";
import { readSpec } from "./bug-spec.ts";
import { enqueueFiling } from "./enqueue-filing.ts";
import { getRepository, requireCode } from "./load.ts";
import { pickRepository } from "./pick-repository.ts";
import { ensureReport, findLinkOf, updateReport } from "./report-row.ts";
import type { BugReport } from "./report-row.ts";
import { readRepositorySettings } from "./repository-settings.ts";

/** A filing that is older than this may have lost its job. */
const STALE_MS = 15 * 60_000;

/**
 * "Create issue": an agent has an issue made of a ticket, whatever held it back. Two clicks make one issue. Throws
 * `ConflictError` where none can be made.
 */
export async function requestIssue(
  ctx: Pick<Ctx, "db" | "now" | "code">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<void> {
  const { workspaceId, ticketId, by } = input;
  requireAgent(by);
  requireCode(ctx);
  await ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    const tied = await findLinkOf(tx, input);
    if (tied) throw new ConflictError(`This ticket has issue #${tied.issue.number} already.`);
    const at = ctx.now();
    const report = await ensureReport(tx, ticket, at);
    if (isBeingFiled(report, at)) return;
    const said = await listReporterMessages(tx, ticket, 0);
    if (said.length === 0) throw new ConflictError("The member has taken everything back.");
    const text = [ticket.subject, ...said.map((message) => message.content)].join("\n");
    const area = readSpec(report.spec)?.suspectedArea ?? null;
    const repository =
      report.repositoryId === null
        ? await pickRepository(tx, ticket, { text, area })
        : await getRepository(tx, workspaceId, report.repositoryId);
    if (!repository) throw new ConflictError("No repository of this workspace fits this ticket.");
    if (readRepositorySettings(repository).issues === "off") {
      throw new ConflictError(`Making issues is switched off for ${repository.repo}.`);
    }
    await updateReport(tx, report, { status: "filing", held: null, repositoryId: repository.id }, at);
    await enqueueFiling(tx, ticket, by.id);
    await refreshCards(tx, ticket);
  });
}

function isBeingFiled({ status, updatedAt }: BugReport, now: Date): boolean {
  return status === "filing" && now.getTime() - updatedAt.getTime() < STALE_MS;
}
