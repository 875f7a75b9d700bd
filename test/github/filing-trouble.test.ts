import { deleteMessage, editMessage, receiveMessage, requestIssue } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { lostConnection, notAllowed, rateLimited } from "../support/code.ts";
import { queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aBugDesk } from "./bug-desk.ts";
import type { BugDesk } from "./bug-desk.ts";

const { db } = await fileDatabase();
let desk: BugDesk;

beforeEach(async () => {
  desk = await aBugDesk(db);
});

const issues = () => [...desk.repository.issues.values()];
const takeBack = (messageId: string) =>
  deleteMessage(desk.ctx, {
    workspaceId: desk.workspace.id,
    platform: "slack",
    channelId: "C_SUPPORT",
    messageId,
  });

describe("what the member takes back", () => {
  test("before the issue is made does not go out", async () => {
    const { ticketId, ts } = await desk.reportToFile();
    await takeBack(ts);

    await desk.file(ticketId);

    expect(issues()).toEqual([]);
    expect((await desk.reportOf(ticketId)).status).toBe("dropped");
  });

  test.each(["while", "after"])("%s the issue is made, agents are asked to remove it there", async (when) => {
    const { ticketId, ts } = await desk.reportToFile();
    const host = { ...desk.host };
    desk.host.createIssue = async (...args) => {
      const made = await host.createIssue(...args);
      if (when === "while") await takeBack(ts);
      return made;
    };
    await desk.file(ticketId);

    if (when === "after") await takeBack(ts);

    await desk.deliver();
    const asked = desk.texts().filter((text) => text.includes("has deleted a message that acme/app#1 may"));
    expect(asked).toHaveLength(1);
  });

  test("by editing it after the issue was made is pointed out to agents", async () => {
    const { ticketId, ts } = await desk.reportToFile();
    await desk.file(ticketId);

    const question = { platform: "slack" as const, channelId: "C_SUPPORT", messageId: ts };
    await editMessage(desk.ctx, { workspaceId: desk.workspace.id, ...question, text: "Export is broken." });

    await desk.deliver();
    expect(
      desk.texts().filter((text) => text.includes("acme/app#1 may still quote it as it was")),
    ).toHaveLength(1);
  });

  test("in part is left out of the rest", async () => {
    const opened = await desk.report("When I click Export on the billing page, nothing happens.");
    const trace = desk.message({
      threadId: opened.ts,
      text: "```\nTypeError: secret thing is undefined\n```",
    });
    await receiveMessage(desk.ctx, trace);
    await desk.describe(opened.ticketId);
    await takeBack(trace.messageId);

    await desk.file(opened.ticketId);

    expect(issues()[0]?.body).toContain("nothing happens");
    expect(issues()[0]?.body).not.toContain("secret thing");
  });

  test("a ticket that is gone is left alone", async () => {
    const { ticketId } = await desk.reportToFile();
    await db.delete(schema.tickets).where(eq(schema.tickets.id, ticketId));

    await desk.file(ticketId);
    await desk.describe(ticketId);

    expect(issues()).toEqual([]);
    expect(desk.host.callsOf("createIssue")).toEqual([]);
  });
});

describe("when GitHub will not", () => {
  test("for now, it waits as long as it is asked to", async () => {
    const { ticketId } = await desk.reportToFile();
    desk.host.failNext("createIssue", rateLimited(120));

    await desk.file(ticketId);

    expect((await desk.reportOf(ticketId)).status).toBe("filing");
    const again = (await queuedJobs(db, "file_bug")).filter((job) =>
      job.key?.includes(`"ticketId":${ticketId},`),
    );
    expect(again.map((job) => job.runAt.getTime())).toEqual([desk.ctx.now().getTime() + 120_000]);
    await desk.file(ticketId);
    expect(issues()).toHaveLength(1);
  });

  test("at all, the agents hear why and can try again", async () => {
    const { ticketId } = await desk.reportToFile();
    desk.host.failNext("createIssue", notAllowed());

    await desk.file(ticketId);
    await desk.deliver();

    expect(desk.texts().at(-1)).toBe(
      `I could not make the issue for ticket #${ticketId}: GitHub refuses: the app may not do this here.`,
    );
    expect((await desk.card(ticketId)).buttons).toContain("Create issue");
    await requestIssue(desk.ctx, { workspaceId: desk.workspace.id, ticketId, by: desk.ada });
    await desk.file(ticketId);
    expect(await desk.linkOf(ticketId)).toMatchObject({ issueNumber: 1 });
  });

  test("after five tries nobody is kept waiting", async () => {
    const { ticketId } = await desk.reportToFile();
    desk.host.failNext("createIssue", lostConnection());

    await desk.file(ticketId, 5);

    expect(await desk.reportOf(ticketId)).toMatchObject({ status: "offered" });
  });

  test("a repository that was disconnected meanwhile gets nothing", async () => {
    const { ticketId } = await desk.reportToFile();
    await db
      .update(schema.githubRepositories)
      .set({ enabled: false })
      .where(eq(schema.githubRepositories.id, desk.repositoryId));

    await desk.file(ticketId);

    expect(issues()).toEqual([]);
    expect((await desk.reportOf(ticketId)).status).toBe("offered");
  });
});
