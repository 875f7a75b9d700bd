import { changePostStatus, linkPost, proposeCompleted } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { aBoard } from "../support/feedback.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();

test("a released issue asks agents whether its post is completed, once, and changes nothing itself", async () => {
  const board = await aBoard(db);
  const { workspaceId, ctx } = board;
  const post = await board.post();
  const by = await board.agent();
  const [repository] = await db
    .insert(schema.githubRepositories)
    .values({ workspaceId, repo: "acme/app", externalId: 1, defaultBranch: "main" })
    .returning();
  const [issue] = await db
    .insert(schema.githubIssues)
    .values({
      workspaceId,
      repositoryId: repository?.id ?? 0,
      number: 12,
      url: "https://github.com/acme/app/issues/12",
      title: "Dark mode",
    })
    .returning();
  const issueId = issue?.id ?? 0;
  await linkPost(ctx, { workspaceId, postId: post.id, issue: issueId, by });
  const shipped = { workspaceId, issueId, number: 12, shippedIn: "v1.2" };

  await db.transaction((tx) => proposeCompleted(tx, shipped, ctx.now()));
  await db.transaction((tx) => proposeCompleted(tx, shipped, ctx.now()));
  await changePostStatus(ctx, { workspaceId, postId: post.id, status: "completed", by });
  await db.transaction((tx) => proposeCompleted(tx, { ...shipped, shippedIn: "v1.3" }, ctx.now()));

  const notes = await db
    .select()
    .from(schema.feedbackEvents)
    .where(and(eq(schema.feedbackEvents.postId, post.id), eq(schema.feedbackEvents.kind, "note_added")));
  expect(notes).toMatchObject([{ comment: expect.stringContaining("v1.2"), isPublic: false, actorId: null }]);
  const said = await db
    .select()
    .from(schema.outgoingMessages)
    .where(eq(schema.outgoingMessages.workspaceId, workspaceId));
  expect(said).toMatchObject([{ payload: { target: { channelId: "C_AGENTS" } } }]);
});
