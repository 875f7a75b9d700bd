import type { Db } from "@firstline/db";
import { getRepository, listLinksOf } from "../github/load.ts";
import type { Issue, Link } from "../github/load.ts";
import { readRepositorySettings } from "../github/repository-settings.ts";
import type { Button } from "../ports.ts";
import type { Ticket } from "../tickets/load.ts";
import { isOpen, listAttempts } from "./load.ts";
import type { Attempt } from "./load.ts";
import { toChatText, toUsd } from "./words.ts";

/** What a card shows of the fix. */
export type FixPart = { markdown: string; fields: { label: string; value: string }[]; buttons: Button[] };

/** The state of the newest attempt in words, and what agents can do now. */
export async function readFixPart(tx: Db, issue: Issue, ticket: Ticket): Promise<FixPart> {
  const attempts = await listAttempts(tx, issue);
  const links = await listLinksOf(tx, issue);
  const link = links.find((one) => one.ticketId === ticket.id) ?? null;
  const [newest] = attempts;
  return {
    markdown: "",
    fields: newest ? [{ label: "Fix", value: [describeAttempt(newest), describePull(link)].join("") }] : [],
    buttons: [
      ...pullButtons(link, ticket),
      ...((await mayTry(tx, issue, link, newest)) ? [tryButton(ticket, newest)] : []),
    ],
  };
}

function describeAttempt(attempt: Attempt): string {
  const sure = attempt.confidence === null ? "" : `, ${Math.round(attempt.confidence * 100)} % sure`;
  const cost = toUsd(attempt.costUsd);
  switch (attempt.status) {
    case "waiting":
      return "Waits for its turn.";
    case "running":
      return "Is being tried now.";
    case "suggested":
      return `Suggested${sure} (${cost}).${attempt.failure === null ? "" : ` ${attempt.failure}`}`;
    case "drafted":
      return `Draft pull request #${attempt.prNumber ?? "?"}${sure}: its new test fails without the change and passes with it (${cost}).`;
    case "failed":
      return `None found: ${toChatText(attempt.failure ?? "", 300)} (${cost})`;
    case "stopped":
      return `Stopped: ${toChatText(attempt.failure ?? "", 300)} (${cost})`;
  }
}

function describePull(link: Link | null): string {
  if (link?.status !== "pr_drafted") return "";
  const checks =
    link.prChecksPassed === null ? "" : link.prChecksPassed ? " Checks passed." : " Checks failed.";
  return `${checks}${link.humanReviewed ? " Reviewed." : ""}`;
}

function pullButtons(link: Link | null, ticket: Ticket): Button[] {
  if (link?.status !== "pr_drafted" || link.prUrl === null) return [];
  const open: Button = {
    action: "open_link",
    label: `Open pull request #${link.prNumber ?? ""}`,
    value: link.prUrl,
  };
  const isReady = link.prChecksPassed === true && !link.humanReviewed;
  const reviewed: Button = { action: "fix_reviewed", label: "Mark as reviewed", value: String(ticket.id) };
  return isReady ? [open, { ...reviewed, style: "primary" }] : [open];
}

async function mayTry(
  tx: Db,
  issue: Issue,
  link: Link | null,
  newest: Attempt | undefined,
): Promise<boolean> {
  if (link === null || link.status === "pr_merged") return false;
  if (issue.state === "closed" || issue.goneAt !== null) return false;
  if (newest && isOpen(newest)) return false;
  const repository = await getRepository(tx, issue.workspaceId, issue.repositoryId);
  if (!repository.enabled || repository.problem !== null) return false;
  return readRepositorySettings(repository).fixes !== "off";
}

function tryButton(ticket: Ticket, newest: Attempt | undefined): Button {
  return { action: "fix_try", label: newest ? "Try a fix again" : "Try a fix", value: String(ticket.id) };
}
