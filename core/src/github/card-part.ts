import type { Db } from "@firstline/db";
import { readFixPart } from "../fixes/read-fix-part.ts";
import type { Button } from "../ports.ts";
import { cutText } from "../text/index.ts";
import { plainUnicode } from "../text/plain-unicode.ts";
import type { Ticket } from "../tickets/load.ts";
import { isOpen } from "../tickets/status.ts";
import { withoutMassMentions } from "../tickets/text.ts";
import { readSpec } from "./bug-spec.ts";
import type { Issue, Link } from "./load.ts";
import { findLinkOf, findReport, listUsableRepositories } from "./report-row.ts";
import type { BugReport } from "./report-row.ts";
import { piecesToAsk } from "./report-words.ts";

/** What a card shows of a ticket's bug report, its issue and its fix. */
export type GithubPart = {
  markdown: string;
  fields: { label: string; value: string }[];
  buttons: Button[];
};

const NOTHING: GithubPart = { markdown: "", fields: [], buttons: [] };

/** Freshly read, so that the card is the same for every change of it; empty where GitHub has no part in the ticket. */
export async function readGithubPart(tx: Db, ticket: Ticket): Promise<GithubPart> {
  const of = { workspaceId: ticket.workspaceId, ticketId: ticket.id };
  const tied = await findLinkOf(tx, of);
  if (tied) return linkedPart(tx, ticket, tied);
  const report = await findReport(tx, of.workspaceId, of.ticketId);
  if (!report && ticket.type !== "bug") return NOTHING;
  if ((await listUsableRepositories(tx, of.workspaceId)).length === 0) return NOTHING;
  return report ? reportPart(ticket, report) : { ...NOTHING, buttons: createButtons(ticket, "Create issue") };
}

async function linkedPart(
  tx: Db,
  ticket: Ticket,
  { link, issue }: { link: Link; issue: Issue },
): Promise<GithubPart> {
  const fix = await readFixPart(tx, issue, ticket);
  const name = `${link.repo}#${issue.number}`;
  const value = String(ticket.id);
  return {
    markdown: [`**Issue** [${name}](${issue.url}): ${toCardText(issue.title)}`, fix.markdown]
      .filter((part) => part !== "")
      .join("\n\n"),
    fields: [{ label: "State of the issue", value: describeIssue(issue) }, ...fix.fields],
    buttons: [
      { action: "open_link", label: `Open issue #${issue.number}`, value: issue.url },
      ...fix.buttons,
      { action: "bug_unlink", label: "Unlink issue", value },
    ],
  };
}

function describeIssue(issue: Issue): string {
  const why =
    issue.stateReason === null || issue.state === "open"
      ? ""
      : ` as ${issue.stateReason.replaceAll("_", " ")}`;
  const state = issue.goneAt === null ? `${issue.state}${why}` : "deleted or moved out of reach";
  const labels =
    issue.labels.length === 0 ? [] : [`labels ${issue.labels.map((label) => cutText(label, 50)).join(", ")}`];
  const milestone = issue.milestone === null ? [] : [`milestone ${cutText(issue.milestone, 80)}`];
  const shipped = issue.shippedIn === null ? [] : [`shipped in ${cutText(issue.shippedIn, 80)}`];
  return withoutMassMentions(plainUnicode([state, ...labels, ...milestone, ...shipped].join("; ")));
}

function reportPart(ticket: Ticket, report: BugReport): GithubPart {
  const field = (value: string): GithubPart["fields"] => [{ label: "Bug report", value }];
  switch (report.status) {
    case "describing":
      return { ...NOTHING, fields: field("is being read") };
    case "asked": {
      const pieces = piecesToAsk(readSpec(report.spec)?.missing ?? []).map((piece) =>
        piece.replaceAll("_", " "),
      );
      const asked = `the member was asked for: ${pieces.join(", ")}`;
      return { ...NOTHING, fields: field(asked), buttons: createButtons(ticket, "Create issue now") };
    }
    case "offered":
      return offeredPart(ticket, report);
    case "filing":
      return { ...NOTHING, fields: field("an issue is being made") };
    case "filed":
    case "dropped":
      return ticket.type === "bug" ? { ...NOTHING, buttons: createButtons(ticket, "Create issue") } : NOTHING;
  }
}

function offeredPart(ticket: Ticket, { matches, held }: BugReport): GithubPart {
  const lines = matches.map(
    ({ number, url, title, state, score }) =>
      `- [#${number}](${url}) ${toCardText(title)} (${state}, ${Math.round(score * 100)} % alike)`,
  );
  return {
    markdown: lines.length === 0 ? "" : `**Issues that may be about the same**\n\n${lines.join("\n")}`,
    fields: held === null ? [] : [{ label: "Bug report", value: held }],
    buttons: [
      ...matches.map(({ number }): Button => ({
        action: "bug_link",
        label: `Link #${number}`,
        value: `${ticket.id}:${number}`,
      })),
      ...createButtons(ticket, lines.length === 0 ? "Create issue" : "Create a new issue"),
    ],
  };
}

function createButtons(ticket: Ticket, label: string): Button[] {
  return isOpen(ticket.status) ? [{ action: "bug_file", label, value: String(ticket.id) }] : [];
}

/** A title from the code host, as plain words in Markdown. */
function toCardText(title: string): string {
  const plain = withoutMassMentions(plainUnicode(title)).replace(/\s+/gu, " ").trim();
  return cutText(plain, 120).replace(/[\\`*_[\]<>~|#]/gu, "\\$&");
}
