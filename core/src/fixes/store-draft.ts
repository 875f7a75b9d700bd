import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, ne } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { tellAgents } from "../escalations/tell-agents.ts";
import { listLinksOf } from "../github/load.ts";
import { enqueueSync } from "../github/sync/enqueue-sync.ts";
import type { HostPull } from "../ports.ts";
import { AI, recordEvent } from "../tickets/events.ts";
import type { AttemptPlace } from "./load.ts";
import { refreshLinkedCards } from "./refresh-linked-cards.ts";
import { toUsd } from "./words.ts";

export type Draft = { branch: string; sha: string; pull: HostPull };

/** Stores a pull request that is there, shows it on the cards and tells the agents; once, however often it is called. */
export async function storeDraft(
  ctx: Pick<Ctx, "db" | "now">,
  place: AttemptPlace,
  draft: Draft,
): Promise<void> {
  const { attempt, issue, repository } = place;
  const { branch, sha, pull } = draft;
  const { workspaceId, id: attemptId } = attempt;
  const [a, l, at] = [schema.fixAttempts, schema.githubLinks, ctx.now()];
  const made = { prNumber: pull.number, prUrl: pull.url };
  await ctx.db.transaction(async (tx) => {
    const stored = await tx
      .update(a)
      .set({ ...made, branch, ownSha: sha, headSha: sha, status: "drafted", failure: null, updatedAt: at })
      .where(and(eq(a.workspaceId, workspaceId), eq(a.id, attemptId), eq(a.status, "suggested")))
      .returning({ id: a.id });
    if (stored.length === 0) return;
    await tx
      .update(l)
      .set({
        ...made,
        status: "pr_drafted",
        fixConfidence: attempt.confidence,
        // It is another commit now: what was known of the one before says nothing about it.
        prChecksPassed: null,
        humanReviewed: false,
        updatedAt: at,
      })
      .where(and(eq(l.workspaceId, workspaceId), eq(l.issueId, issue.id), ne(l.status, "pr_merged")));
    await recordDrafts(tx, place, pull, at);
    // What the host said of it before it was stored here was not listened to.
    await enqueueSync(tx, repository, { name: "sync_pull", pullNumber: pull.number });
    await refreshLinkedCards(tx, issue);
    await tell(tx, place, pull);
  });
}

async function recordDrafts(
  tx: Db,
  { attempt, issue }: AttemptPlace,
  pull: HostPull,
  at: Date,
): Promise<void> {
  const { workspaceId } = attempt;
  const metadata = { attemptId: attempt.id, issueNumber: issue.number, prNumber: pull.number };
  for (const { ticketId } of await listLinksOf(tx, issue)) {
    await recordEvent(tx, { workspaceId, ticketId, kind: "github_pr_created", actor: AI, metadata }, at);
  }
}

async function tell(tx: Db, { attempt, issue }: AttemptPlace, pull: HostPull): Promise<void> {
  const sure = attempt.confidence === null ? "" : `, ${Math.round(attempt.confidence * 100)} % sure`;
  const label = `Open pull request #${pull.number}`;
  await tellAgents(tx, {
    workspaceId: attempt.workspaceId,
    ticketId: attempt.ticketId,
    dedupeKey: `fix:${attempt.id}:drafted`,
    reply: {
      markdown: `**A draft pull request for #${issue.number} is there**${sure} (${toUsd(attempt.costUsd)}). Its new test fails without the change and passes with it. It waits for a person to review it.`,
      buttons: [[{ action: "open_link", label, value: pull.url }]],
    },
  });
}
