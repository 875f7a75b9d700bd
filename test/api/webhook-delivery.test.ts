import { createHmac } from "node:crypto";
import {
  listWebhookDeliveries,
  pruneEvents,
  redeliverWebhook,
  sweepTickets,
  UpstreamError,
} from "@firstline/core";
import { createWebhookSender } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { webhookDesk } from "./webhook-desk.ts";

const desk = await webhookDesk();
const { db, received, answers, anEndpoint, aTest, deliver, stored } = desk;

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
    expect(Math.abs(Number(headers["webhook-timestamp"]) * 1000 - desk.ctx.now().getTime())).toBeLessThan(
      1000,
    );
    expect(JSON.parse(body)).toMatchObject({ type: "webhook.test", data: {} });
    expect(await stored()).toMatchObject([{ status: "delivered", attempts: 1, responseStatus: 204 }]);
  });

  test("that fails is tried again under the same id, and what was answered stands in the log", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    answers.push({ status: 500, body: "boom" });

    await expect(deliver(id)).rejects.toThrow(UpstreamError);
    expect(await stored()).toMatchObject([{ status: "pending", responseStatus: 500, response: "boom" }]);
    await deliver(id, 2);

    expect(await stored()).toMatchObject([{ status: "delivered", attempts: 2, responseStatus: 204 }]);
    expect(received[0]?.headers["webhook-id"]).toBe(received[1]?.headers["webhook-id"]);
  });

  test("whose job was lost gets another one, once it has waited for some minutes", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    const key = `deliver_webhook:${id}`;
    const keys = async () => (await queuedJobs(db, "deliver_webhook")).map((job) => job.key);
    await db.execute(sql`select graphile_worker.remove_job(${key})`);

    await sweepTickets(desk.ctx);
    expect(await keys()).not.toContain(key);
    desk.ctx.clock.advance(3 * 60_000);
    await sweepTickets(desk.ctx);

    expect(await keys()).toContain(key);
  });

  test("that waits for its next try is left to it", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    const later = new Date(Date.now() + 3_600_000);
    const isIt = sql`key = ${`deliver_webhook:${id}`}`;
    await db.execute(
      sql`update graphile_worker._private_jobs set run_at = ${later.toISOString()}, attempts = 5 where ${isIt}`,
    );

    desk.ctx.clock.advance(3 * 60_000);
    await sweepTickets(desk.ctx);

    const waiting = await queuedJobs(db, "deliver_webhook");
    expect(waiting.find((job) => job.key === `deliver_webhook:${id}`)?.runAt).toEqual(later);
  });
});

describe("a delivery that does not get through", () => {
  test("for a day is given up, and can be sent again by hand", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    answers.push({ status: 503 });

    await expect(deliver(id, 12)).rejects.toThrow(UpstreamError);
    expect(await stored()).toMatchObject([{ status: "failed" }]);
    await redeliverWebhook(desk.ctx, { workspaceId: desk.workspaceId, endpointId, deliveryId: id });
    await deliver(id);

    expect(await stored()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  test("is not led elsewhere", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    answers.push({ status: 302, headers: { location: "http://169.254.169.254/" } });

    await expect(deliver(id)).rejects.toThrow(UpstreamError);

    expect(received).toHaveLength(1);
    expect(await stored()).toMatchObject([{ responseStatus: 302 }]);
  });

  test("to an address of the own network is not made, unless the operator allows it", async () => {
    const { endpointId } = await anEndpoint();
    const id = await aTest(endpointId);
    desk.ctx.webhooks = createWebhookSender({ allowsPrivate: false });

    await expect(deliver(id)).rejects.toThrow(UpstreamError);
    await db
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
    desk.ctx.clock.advance(31 * 86_400_000);

    await pruneEvents(desk.ctx);

    expect(
      await listWebhookDeliveries(desk.ctx, { workspaceId: desk.workspaceId, endpointId, limit: 10 }),
    ).toEqual({ deliveries: [], next: null });
  });
});

describe("an endpoint", () => {
  const endpoints = () =>
    db
      .select()
      .from(schema.webhookEndpoints)
      .where(eq(schema.webhookEndpoints.workspaceId, desk.workspaceId));
  const toldAgents = async () => {
    const rows = await db
      .select()
      .from(schema.outgoingMessages)
      .where(eq(schema.outgoingMessages.workspaceId, desk.workspaceId));
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
    desk.ctx.clock.advance(7 * 3_600_000);

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
