import type { Db } from "@firstline/db";
import { tellAgents } from "../../escalations/tell-agents.ts";
import type { Button, HostPull, Reply } from "../../ports.ts";
import type { Following } from "./follow.ts";
import type { PullNews } from "./pull-change.ts";

type PullNotice = {
  /** The ticket that the fix was tried for: its card is where the agents follow it. */
  ticketId: number;
  pull: HostPull;
  news: PullNews;
  at: Date;
};

/** Tells the agents what has become of a pull request of ours. */
export async function tellOfPull(
  tx: Db,
  { repository }: Following,
  { ticketId, pull, news, at }: PullNotice,
): Promise<void> {
  const { workspaceId, id } = repository;
  // What is said of a commit is said once; a closing happens when it happens.
  const when = news === "ready" || news === "checks_failed" ? pull.headSha : at.toISOString();
  await tellAgents(tx, {
    workspaceId,
    ticketId,
    dedupeKey: `github-pull:${id}:${pull.number}:${news}:${when}`,
    reply: replyOf({ ticketId, pull, news }),
  });
}

function replyOf({ ticketId, pull, news }: Omit<PullNotice, "at">): Reply {
  const open: Button = { action: "open_link", label: "Open pull request", value: pull.url };
  const reviewed: Button = {
    action: "fix_reviewed",
    label: "Mark as reviewed",
    value: String(ticketId),
    style: "primary",
  };
  switch (news) {
    case "ready":
      return {
        markdown: `All checks of draft pull request #${pull.number} have passed. It waits for a person to review it.`,
        buttons: [[open, reviewed]],
      };
    case "checks_failed":
      return {
        markdown: `A check of draft pull request #${pull.number} has failed. It stays a draft.`,
        buttons: [[open]],
      };
    case "merged":
      return { markdown: `Pull request #${pull.number} has been merged. Everybody who asked is being told.` };
    case "rejected":
      return {
        markdown: `Draft pull request #${pull.number} was closed without being merged. The issue stays open, and nobody who asked is told.`,
        buttons: [[open]],
      };
  }
}
