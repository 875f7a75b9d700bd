import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  castVote,
  createArticle,
  createPost,
  createWebhookEndpoint,
  deliverWebhook,
  listWebhookDeliveries,
  pruneEvents,
  receiveMessage,
  redeliverWebhook,
  sendTestEvent,
  UpstreamError,
  updateArticle,
  updateWebhookEndpoint,
} from "@firstline/core";
import { createWebhookSender } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { aMessage, aWorkspace, queuedJobs } from "../support/factories.ts";
import { testCtx } from "../support/fakes.ts";
import type { TestCtx } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();

type Received = { headers: Record<string, string>; body: string };
const received: Received[] = [];
let answers: { status: number; headers?: Record<string, string>; body?: string }[] = [];
const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    // Node gives arrays for cookies only.
    received.push({
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(pieces).toString(),
    });
    const { status, headers, body } = answers.shift() ?? { status: 204 };
    response.writeHead(status, headers).end(body);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
afterAll(() => new Promise((resolve) => server.close(resolve)));

let ctx: TestCtx;
let workspaceId = 0;

beforeEach(async () => {
  received.length = 0;
  answers = [];
  ctx = { ...testCtx(database.db), webhooks: createWebhookSender({ allowsPrivate: true }) };
  workspaceId = (await aWorkspace(ctx)).id;
});

async function anEndpoint(events: string[] = []): Promise<{ endpointId: number; secret: string }> {
  const made = await createWebhookEndpoint(ctx, { workspaceId, url, events });
  return { endpointId: made.endpoint.id, secret: made.secret };
}

const stored = () =>
  database.db
    .select()
    .from(schema.webhookDeliveries)
    .where(eq(schema.webhookDeliveries.workspaceId, workspaceId))
    .orderBy(asc(schema.webhookDeliveries.id));
const types = async () => (await stored()).map(({ type }) => type);
const deliver = (deliveryId: number, attempt = 1) =>
  deliverWebhook(ctx, { workspaceId, deliveryId, attempt });

async function aTest(endpointId: number): Promise<number> {
  return (await sendTestEvent(ctx, { workspaceId, endpointId })).id;
}

const author = { platform: "slack", externalId: "U_ADA", name: "Ada" } as const;
const aPost = () =>
  createPost(ctx, { workspaceId, title: "Dark mode", description: "", author, place: null });

describe("what happens", () => {
  test("to a ticket is told with ids and states, in the transaction of the change", async () => {
    await anEndpoint();
    const words = "How do I rotate the API token of mia@example.com?";

    await receiveMessage(ctx, aMessage({ workspaceId, text: words }));

    const [created] = await stored();
    expect(created).toMatchObject({ type: "ticket.created", status: "pending" });
    expect(created?.payload).toMatchObject({
      type: "ticket.created",
      data: { by: "person", ticket: { status: "new", platform: "slack" } },
    });
    expect(JSON.stringify(created?.payload)).not.toContain("mia@example.com");
    expect(await queuedJobs(database.db, "deliver_webhook")).toContainEqual(
      expect.objectContaining({ key: `deliver_webhook:${created?.id}` }),
    );
  });

  test("to posts and articles is told", async () => {
    await anEndpoint();
    const { post } = await aPost();
    await castVote(ctx, {
      workspaceId,
      postId: post.id,
      voter: { platform: "slack", externalId: "U_MIA", name: "Mia" },
      value: 1,
      place: null,
    });
    const article = await createArticle(ctx, { workspaceId, title: "Tokens", content: "Text." });
    for (const status of ["published", "published", "archived"] as const) {
      await updateArticle(ctx, { workspaceId, articleId: article.id, changes: { status } });
    }

    expect(await types()).toEqual([
      "feedback.created",
      "feedback.voted",
      "article.published",
      "article.updated",
      "article.archived",
    ]);
    expect((await stored())[1]?.payload).toMatchObject({ data: { post: { id: post.id, upvotes: 2 } } });
  });
});

describe("news", () => {
  test("goes to those endpoints of the workspace that want to hear of it", async () => {
    const other = await aWorkspace(ctx);
    await createWebhookEndpoint(ctx, { workspaceId: other.id, url });
    await anEndpoint(["article.published"]);
    const off = await anEndpoint();
    await updateWebhookEndpoint(ctx, {
      workspaceId,
      endpointId: off.endpointId,
      changes: { isEnabled: false },
    });
    const { endpointId } = await anEndpoint(["feedback.created"]);

    await aPost();

    expect(await stored()).toMatchObject([{ endpointId, type: "feedback.created" }]);
    expect(
      await database.db
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

describe("a delivery", () => {
  test("is signed as Standard Webhooks says, and made once", async () => {
    const { endpointId, secret } = await anEndpoint();
    const id = await aTest(endpointId);

    await deliver(id);
    await deliver(id);

    expect(received).toHaveLength(1);
    const [{ headers, body } = { headers: {} as Record<string, string>, body: "" }] = received;
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    expect(headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    );
    expect(headers["content-type"]).toBe("application/json");
    expect(Math.abs(Number(headers["webhook-timestamp"]) * 1000 - ctx.now().getTime())).toBeLessThan(1000);
    expect(JSON.parse(body)).toMatchObject({ type: "webhook.test", data: {} });
    expect(await stored()).toMatchObject([{ status: "delivered", attempts: 1, responseStatus: 204 }]);
  });

  test("that fails is tried again under the same id, and what was answered stands in the log", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    answers = [{ status: 500, body: "boom" }];

    await expect(deliver(id)).rejects.toThrow(UpstreamError);
    expect(await stored()).toMatchObject([{ status: "pending", responseStatus: 500, response: "boom" }]);
    await deliver(id, 2);

    expect(await stored()).toMatchObject([{ status: "delivered", attempts: 2, responseStatus: 204 }]);
    expect(received[0]?.headers["webhook-id"]).toBe(received[1]?.headers["webhook-id"]);
  });
});

describe("a delivery that does not get through", () => {
  test("for a day is given up, and can be sent again by hand", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    answers = [{ status: 503 }];

    await expect(deliver(id, 12)).rejects.toThrow(UpstreamError);
    expect(await stored()).toMatchObject([{ status: "failed" }]);
    await redeliverWebhook(ctx, { workspaceId, endpointId, deliveryId: id });
    await deliver(id);

    expect(await stored()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  test("is not led elsewhere", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    answers = [{ status: 302, headers: { location: "http://169.254.169.254/" } }];

    await expect(deliver(id)).rejects.toThrow(UpstreamError);

    expect(received).toHaveLength(1);
    expect(await stored()).toMatchObject([{ responseStatus: 302 }]);
  });

  test("to an address of the own network is not made, unless the operator allows it", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    ctx.webhooks = createWebhookSender({ allowsPrivate: false });

    await expect(deliver(id)).rejects.toThrow(UpstreamError);
    await database.db
      .update(schema.webhookEndpoints)
      .set({ url: "https://localhost:9/" })
      .where(eq(schema.webhookEndpoints.id, endpointId));
    await expect(deliver(id)).rejects.toThrow(UpstreamError);

    expect(received).toEqual([]);
    expect(await stored()).toMatchObject([{ response: "The name leads into a private network." }]);
  });

  test("is forgotten after a month", async () => {
    const { endpointId } = await anEndpoint();
    await aTest(endpointId);
    ctx.clock.advance(31 * 86_400_000);

    await pruneEvents(ctx);

    expect(await listWebhookDeliveries(ctx, { workspaceId, endpointId, limit: 10 })).toEqual([]);
  });
});

describe("an endpoint", () => {
  const endpoints = () =>
    database.db
      .select()
      .from(schema.webhookEndpoints)
      .where(eq(schema.webhookEndpoints.workspaceId, workspaceId));
  const toldAgents = async () => {
    const rows = await database.db
      .select()
      .from(schema.outgoingMessages)
      .where(eq(schema.outgoingMessages.workspaceId, workspaceId));
    return rows.map(({ payload }) => JSON.stringify(payload));
  };

  async function fail(deliveryId: number, times: number, status = 500): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      answers.push({ status });
      await deliver(deliveryId).catch(() => {});
    }
  }

  test("that fails fifty times in a row, for hours, is switched off, and agents hear of it once", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    await fail(id, 40);
    ctx.clock.advance(7 * 3_600_000);

    await fail(id, 15);

    expect(await endpoints()).toMatchObject([{ isEnabled: false }]);
    const told = await toldAgents();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("is switched off");
    expect(await stored()).toMatchObject([{ status: "failed" }]);
  });

  test("that is away for a moment is kept, however much it misses", async () => {
    const { endpointId } = await anEndpoint();

    await fail(await aTest(endpointId), 60);

    expect(await endpoints()).toMatchObject([{ isEnabled: true, failures: 60 }]);
    await deliver(await aTest(endpointId));
    expect(await endpoints()).toMatchObject([{ isEnabled: true, failures: 0 }]);
  });

  test("that says it is gone is switched off at once", async () => {
    const { endpointId } = await anEndpoint();

    await fail(await aTest(endpointId), 1, 410);

    expect(await endpoints()).toMatchObject([{ isEnabled: false }]);
    expect((await toldAgents())[0]).toContain("gone for good");
  });
});
