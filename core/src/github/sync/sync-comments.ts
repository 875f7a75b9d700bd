import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { JobPayload } from "../../jobs.ts";
import type { HostComment } from "../../ports.ts";
import { findIssueRow, listLinksOf, repoRefOf } from "../load.ts";
import type { Issue } from "../load.ts";
import { readCommand } from "./command.ts";
import type { Command } from "./command.ts";
import { follow } from "./follow.ts";
import type { FollowCtx, Following } from "./follow.ts";
import { startFix } from "./start-fix.ts";
import { passOnReply } from "./maintainer-reply.ts";
import { createMayCommand } from "./permission.ts";
import type { MayCommand } from "./permission.ts";
import { noteStranger } from "./stranger.ts";

export type CommandComment = HostComment & { author: string };

/** Does what maintainers write to us on a linked issue: `/reply ...` and `/fix`. Everything else is left alone. */
export async function syncComments(
  ctx: FollowCtx,
  input: JobPayload<"sync_comments"> & { attempt: number },
): Promise<void> {
  await follow(ctx, "sync_comments", input, async (following) => {
    const { workspaceId, repositoryId, issueNumber: number } = input;
    const issue = await findIssueRow(ctx.db, { workspaceId, repositoryId, number });
    if (!issue || issue.goneAt !== null || (await listLinksOf(ctx.db, issue)).length === 0) return;
    const since = issue.commentsReadAt ?? issue.createdAt;
    const { host } = following.code;
    const comments = await host.listComments(repoRefOf(following.repository), { issueNumber: number, since });
    const mayCommand = createMayCommand(host, repoRefOf(following.repository));
    for (const comment of comments) await obey(ctx, following, { issue, comment, comments, mayCommand });
    await remember(ctx, issue, comments);
  });
}

type Said = { issue: Issue; comment: HostComment; comments: HostComment[]; mayCommand: MayCommand };

async function obey(ctx: FollowCtx, following: Following, said: Said): Promise<void> {
  const { issue, comment, comments } = said;
  const { author } = comment;
  const command = comment.isOurs || author === null ? null : readCommand(comment.body);
  if (command === null || author === null) return;
  if (!(await said.mayCommand(author))) return noteStranger(ctx, issue, comment);
  await run(ctx, following, { issue, comment: { ...comment, author }, comments, command });
}

async function run(
  ctx: FollowCtx,
  following: Following,
  said: { issue: Issue; comment: CommandComment; comments: HostComment[]; command: Command },
): Promise<void> {
  switch (said.command.kind) {
    case "reply":
      return passOnReply(ctx, { ...said, text: said.command.text });
    case "fix":
      return startFix(ctx, following, said);
  }
}

/** By GitHub's clock; comments of the same second come again and are known by their ids. */
async function remember(ctx: FollowCtx, issue: Issue, comments: HostComment[]): Promise<void> {
  const newest = Math.max(...comments.map((comment) => comment.updatedAt.getTime()), 0);
  if (newest === 0) return;
  const i = schema.githubIssues;
  await ctx.db
    .update(i)
    .set({ commentsReadAt: new Date(newest) })
    .where(and(eq(i.workspaceId, issue.workspaceId), eq(i.id, issue.id)));
}
