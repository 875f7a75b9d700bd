import {
  castVote,
  createArticle,
  createWebhookEndpoint,
  receiveMessage,
  updateArticle,
  updateWebhookEndpoint,
  withdrawVote,
} from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { aMessage, aWorkspace, queuedJobs } from "../support/factories.ts";
import { webhookDesk } from "./webhook-desk.ts";

const desk = await webhookDesk();
const { db, anEndpoint, aPost, stored } = desk;
const types = async () => (await stored()).map(({ type }) => type);

describe("what happens", () => {
  test("to a ticket is told with ids and states, in the transaction of the change", async () => {
    await anEndpoint();
    const words = "How do I rotate the API token of mia@example.com?";

    await receiveMessage(desk.ctx, aMessage({ workspaceId: desk.workspaceId, text: words }));

    const [created] = await stored();
    expect(created).toMatchObject({ type: "ticket.created", status: "pending" });
    expect(created?.payload).toMatchObject({
      type: "ticket.created",
      data: { by: "person", ticket: { status: "new", platform: "slack" } },
    });
    expect(JSON.stringify(created?.payload)).not.toContain("mia@example.com");
    expect(await queuedJobs(db, "deliver_webhook")).toContainEqual(
      expect.objectContaining({ key: `deliver_webhook:${created?.id}` }),
    );
  });

  test("to posts and articles is told", async () => {
    await anEndpoint();
    const { post } = await aPost();
    const voter = { platform: "slack" as const, externalId: "U_MIA", name: "Mia" };
    const vote = { workspaceId: desk.workspaceId, postId: post.id, voter };
    await castVote(desk.ctx, { ...vote, value: 1, place: null });
    for (const _ of [1, 2]) await withdrawVote(desk.ctx, vote);
    const article = await createArticle(desk.ctx, {
      workspaceId: desk.workspaceId,
      title: "Tokens",
      content: "Text.",
    });
    for (const status of ["published", "published", "archived"] as const) {
      await updateArticle(desk.ctx, {
        workspaceId: desk.workspaceId,
        articleId: article.id,
        changes: { status },
      });
    }

    expect(await types()).toEqual([
      "feedback.created",
      "feedback.voted",
      "feedback.vote_withdrawn",
      "article.published",
      "article.updated",
      "article.archived",
    ]);
    const [made, voted, withdrawn] = await stored();
    expect(made?.payload).toMatchObject({ data: { post: { id: post.id, upvotes: 1 } } });
    expect(voted?.payload).toMatchObject({ data: { post: { id: post.id, upvotes: 2 } } });
    expect(withdrawn?.payload).toMatchObject({ data: { post: { id: post.id, upvotes: 1 } } });
    expect(JSON.stringify(withdrawn?.payload)).not.toContain("Mia");
  });
});

describe("news", () => {
  test("goes to those endpoints of the workspace that want to hear of it", async () => {
    const other = await aWorkspace(desk.ctx);
    await createWebhookEndpoint(desk.ctx, { workspaceId: other.id, url: desk.url });
    await anEndpoint(["article.published"]);
    const off = await anEndpoint();
    await updateWebhookEndpoint(desk.ctx, {
      workspaceId: desk.workspaceId,
      endpointId: off.endpointId,
      changes: { isEnabled: false },
    });
    const { endpointId } = await anEndpoint(["feedback.created"]);

    await aPost();

    expect(await stored()).toMatchObject([{ endpointId, type: "feedback.created" }]);
    expect(
      await db
        .select()
        .from(schema.webhookDeliveries)
        .where(eq(schema.webhookDeliveries.workspaceId, other.id)),
    ).toEqual([]);
  });

  test("has the same id at every endpoint", async () => {
    await anEndpoint();
    await anEndpoint();

    await aPost();

    const ids = (await stored()).map(({ eventId }) => eventId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});
