import { linkIssue, receiveMessage } from "@firstline/core";
import { beforeEach, describe, expect, test } from "vitest";
import type { FakeRepository } from "../support/code.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aBugDesk, REPO } from "./bug-desk.ts";
import type { BugDesk } from "./bug-desk.ts";

const { db } = await fileDatabase();
let desk: BugDesk;

beforeEach(async () => {
  desk = await aBugDesk(db);
});

/** Somebody else takes the name that was free. */
function renameAndTake(): FakeRepository {
  desk.host.maintainer.rename(REPO, "acme/product");
  return desk.host.addRepository({ repo: REPO });
}

describe("a repository that got another name a moment ago", () => {
  test("gets the issue, not whoever has taken the former name", async () => {
    const { ticketId } = await desk.reportToFile();
    const stranger = renameAndTake();

    await desk.file(ticketId);

    expect(stranger.issues.size).toBe(0);
    expect(desk.repository.issues.size).toBe(1);
    expect(await desk.linkOf(ticketId)).toMatchObject({ repo: "acme/product", issueNumber: 1 });
  });

  test("gets what the member adds", async () => {
    const { ticketId, ts } = await desk.reportToFile();
    await desk.file(ticketId);
    const stranger = renameAndTake();
    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "It happens on Firefox as well." }));

    await desk.addEvidence(ticketId);

    expect(stranger.comments).toEqual([]);
    expect(desk.repository.comments.map(({ body }) => body).join()).toContain("Firefox");
  });

  test.each(["1", `${REPO}#1`, "acme/product#1"])("is linked to by an agent as %s", async (issue) => {
    desk.host.maintainer.openIssue(REPO, { title: "Export does nothing" });
    const { ticketId } = await desk.report();
    desk.host.maintainer.rename(REPO, "acme/product");

    const { said } = await linkIssue(desk.ctx, {
      workspaceId: desk.workspace.id,
      ticketId,
      issue,
      by: desk.ada,
    });

    expect(said).toContain("Linked to acme/product#1.");
  });
});
