import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { sendOut } from "../delivery/send-out.ts";
import { refreshCards } from "../escalations/follow-change.ts";
import type { BugSpec } from "../ports.ts";
import { recordEvent, SYSTEM } from "../tickets/events.ts";
import { lockTicket, threadOf } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { isOpen } from "../tickets/status.ts";
import { wordsOf } from "../words/words-of.ts";
import { findBugCase } from "./bug-case.ts";
import type { BugCase } from "./bug-case.ts";
import { storeSpec } from "./bug-spec.ts";
import { enqueueFiling } from "./enqueue-filing.ts";
import { findLimit, HELD_FOR_STEERING, isSteeringReport } from "./hold.ts";
import { requireCode } from "./load.ts";
import type { Repository } from "./load.ts";
import type { IssueMatch } from "./matches.ts";
import { pickRepository } from "./pick-repository.ts";
import { findLinkOf, updateReport } from "./report-row.ts";
import type { BugReport } from "./report-row.ts";
import { askReply, piecesToAsk } from "./report-words.ts";
import { readRepositorySettings } from "./repository-settings.ts";
import { searchIssues } from "./search-issues.ts";
import { enqueueDescription, PATIENCE_MS } from "./watch-bug.ts";
import { workPatiently } from "./work-patiently.ts";
import { writeSpec } from "./write-spec.ts";
import type { SpecCtx } from "./write-spec.ts";

export type DescribeBugInput = {
  workspaceId: number;
  ticketId: number;
  /** 1 for the first try. */
  attempt: number;
  since?: string | undefined;
};

type DescribeCtx = SpecCtx & Pick<Ctx, "code" | "scoreInjection">;

/**
 * Takes a bug ticket apart and decides what follows: a question to the member, issues that may be the same for agents to
 * choose from, an issue of its own, or nothing. Runs again when the member answers, and when nobody did for a day.
 */
export async function describeBug(ctx: DescribeCtx, input: DescribeBugInput): Promise<void> {
  const { workspaceId, ticketId, attempt } = input;
  if (ctx.code === null) return;
  const job = {
    name: "describe_bug" as const,
    payload: { workspaceId, ticketId },
    attempt,
    ticketId,
    what: `prepare the bug report of ticket #${ticketId}`,
    since: input.since === undefined ? ctx.now() : new Date(input.since),
  };
  const outcome = await workPatiently(ctx, job, () => describe(ctx, workspaceId, ticketId));
  if (outcome === "parked") await leaveToAgents(ctx, workspaceId, ticketId);
}

async function describe(ctx: DescribeCtx, workspaceId: number, ticketId: number): Promise<void> {
  const bug = await findBugCase(ctx.db, { workspaceId, ticketId });
  if (!bug || !isWaiting(bug.report)) return;
  const patientUntil = findPatience(bug, ctx.now());
  if (patientUntil !== null) return enqueueDescription(ctx.db, bug.ticket, patientUntil);
  const isSuspicious = isSteeringReport(ctx, bug);
  const spec = await writeSpec(ctx, bug, { byRules: isSuspicious });
  const text = [bug.ticket.subject, ...bug.messages.map((message) => message.content)].join("\n");
  const repository = await pickRepository(ctx.db, bug.ticket, { text, area: spec.suspectedArea });
  const pieces = piecesToAsk(spec.missing);
  const isAsking = repository !== null && !isSuspicious && pieces.length > 0 && mayAsk(bug);
  const matches =
    repository === null || isAsking
      ? []
      : await searchIssues(requireCode(ctx).host, { repository, bug, spec, now: ctx.now() });
  await ctx.db.transaction(async (tx) => {
    const current = await lockCase(tx, bug);
    if (!current) return;
    await settle(tx, current, { spec, repository, matches, isAsking, isSuspicious, at: ctx.now() });
    await refreshCards(tx, current.ticket);
  });
}

const isWaiting = ({ status }: BugReport): boolean => status === "describing" || status === "asked";

/** Until when the member, who was asked and has not answered yet, may do so; null when nobody is waited for. */
function findPatience({ report, messages }: BugCase, now: Date): Date | null {
  const { askedAt } = report;
  if (askedAt === null || messages.some((message) => message.createdAt > askedAt)) return null;
  const until = new Date(askedAt.getTime() + PATIENCE_MS);
  return now < until ? until : null;
}

/** Once, and not into a conversation that people have begun. */
function mayAsk({ ticket, report }: BugCase): boolean {
  return report.askedAt === null && isOpen(ticket.status) && ticket.handler === "ai";
}

/** The case as it is now; null when it was settled, called something else or taken back meanwhile. */
async function lockCase(tx: Db, before: BugCase): Promise<BugCase | null> {
  const of = { workspaceId: before.ticket.workspaceId, ticketId: before.ticket.id };
  if (!(await findBugCase(tx, of))) return null;
  await lockTicket(tx, of.workspaceId, of.ticketId);
  const now = await findBugCase(tx, of);
  if (!now || !isWaiting(now.report) || (await findLinkOf(tx, of))) return null;
  return now;
}

type Decision = {
  spec: BugSpec;
  repository: Repository | null;
  matches: IssueMatch[];
  isAsking: boolean;
  isSuspicious: boolean;
  at: Date;
};

async function settle(tx: Db, { ticket, report, messages }: BugCase, decision: Decision): Promise<void> {
  const { repository, matches, isSuspicious, at } = decision;
  const issues = repository === null ? "off" : readRepositorySettings(repository).issues;
  const isOver = ticket.type !== "bug" || !isOpen(ticket.status) || messages.length === 0;
  const stored = {
    spec: storeSpec(decision.spec, messages.at(-1)?.id ?? null),
    repositoryId: repository?.id ?? null,
    matches,
    held: null,
  };
  if (repository === null || issues === "off" || isOver) {
    await updateReport(tx, report, { ...stored, status: "dropped" }, at);
    return;
  }
  if (isSuspicious) await recordRefusal(tx, ticket, at);
  if (decision.isAsking) return ask(tx, ticket, report, { ...decision, stored });
  const limit =
    issues === "automatic" ? await findLimit(tx, { repository, askerId: ticket.askerId, now: at }) : null;
  const held = isSuspicious ? HELD_FOR_STEERING : limit;
  if (held !== null || matches.length > 0 || issues === "on_approval") {
    await updateReport(tx, report, { ...stored, status: "offered", held }, at);
    return;
  }
  await updateReport(tx, report, { ...stored, status: "filing" }, at);
  await enqueueFiling(tx, ticket, null);
}

async function ask(
  tx: Db,
  ticket: Ticket,
  report: BugReport,
  { spec, at, stored }: Decision & { stored: Partial<BugReport> },
): Promise<void> {
  await updateReport(tx, report, { ...stored, status: "asked", askedAt: at }, at);
  const reply = askReply(await wordsOf(tx, ticket), piecesToAsk(spec.missing));
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    platform: ticket.platform,
    dedupeKey: `bug-ask:${ticket.id}`,
    outgoing: { operation: "post", target: threadOf(ticket), reply },
  });
  await enqueueDescription(tx, ticket, new Date(at.getTime() + PATIENCE_MS));
}

async function recordRefusal(tx: Db, ticket: Ticket, at: Date): Promise<void> {
  const { workspaceId, id: ticketId } = ticket;
  const metadata = { what: "bug_report" };
  await recordEvent(tx, { workspaceId, ticketId, kind: "attack_refused", actor: SYSTEM, metadata }, at);
}

/** What could not be prepared can still be made by an agent's click. */
async function leaveToAgents(ctx: DescribeCtx, workspaceId: number, ticketId: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const bug = await findBugCase(tx, { workspaceId, ticketId });
    const current = bug ? await lockCase(tx, bug) : null;
    if (!current) return;
    const held = "It could not be prepared by itself; the card's thread says why.";
    await updateReport(tx, current.report, { status: "offered", held }, ctx.now());
    await refreshCards(tx, current.ticket);
  });
}
