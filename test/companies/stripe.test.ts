import { createHmac } from "node:crypto";
import { listCompanies, saveCompany } from "@firstline/core";
import { afterAll, beforeEach, expect, test } from "vitest";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb } from "../web/support.ts";
import type { TestWeb } from "../web/support.ts";

const SECRET = "whsec_of_the_tests";
const T = Date.parse("2026-11-22T12:00:00Z") / 1000;
const database = await fileDatabase();
let web: TestWeb;
let count = 0;

beforeEach(async () => {
  await web?.stop();
  web = await aWeb(database, { stripeSecret: SECRET, now: () => new Date(T * 1000) });
});
afterAll(() => web.stop());

type Sent = { body?: string; time?: number; secret?: string; header?: string };

function post(
  event: unknown,
  { body = JSON.stringify(event), time = T, secret = SECRET, header }: Sent = {},
) {
  const v1 = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  return web.fetch("/webhooks/stripe", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", "Stripe-Signature": header ?? `t=${time},v1=${v1}` },
  });
}

function anEvent(type: string, object: Record<string, unknown>, created = T) {
  count += 1;
  return { id: `evt_${count}`, object: "event", type, created, livemode: true, data: { object } };
}

const subscription = (cents: number, more: Record<string, unknown> = {}) => ({
  id: "sub_1",
  object: "subscription",
  customer: "cus_1",
  status: "active",
  items: {
    data: [
      {
        quantity: 1,
        price: {
          unit_amount: cents,
          unit_amount_decimal: String(cents),
          currency: "usd",
          recurring: { interval: "month", interval_count: 1, usage_type: "licensed" },
        },
      },
    ],
  },
  discounts: [],
  ...more,
});
const customer = { id: "cus_1", object: "customer", name: "Acme Inc.", email: "billing@acme.example" };

const companies = async () =>
  (await listCompanies(web.ctx, { workspaceId: web.workspace.id, after: 0, limit: 50 })).companies.map(
    ({ name, domain, mrrUsd }) => ({ name, domain, mrrUsd }),
  );

test("a customer with a subscription is a company with revenue, until the subscription ends", async () => {
  expect((await post(anEvent("customer.created", customer))).status).toBe(200);
  await post(anEvent("customer.subscription.created", subscription(4_900)));
  expect(await companies()).toEqual([{ name: "Acme Inc.", domain: "acme.example", mrrUsd: 49 }]);

  await post(anEvent("customer.subscription.updated", subscription(9_900), T + 10));
  await post(anEvent("customer.subscription.created", subscription(1_000, { id: "sub_2" }), T + 11));
  expect((await companies())[0]?.mrrUsd).toBe(109);

  await post(anEvent("customer.subscription.deleted", subscription(9_900), T + 20));
  expect((await companies())[0]?.mrrUsd).toBe(10);
});

test("events out of order come to the same", async () => {
  await post(anEvent("customer.subscription.deleted", subscription(9_900, { status: "canceled" }), T + 20));
  await post(anEvent("customer.subscription.updated", subscription(9_900), T + 20));
  await post(anEvent("customer.subscription.created", subscription(4_900), T));
  await post(anEvent("customer.created", customer, T - 1));

  expect(await companies()).toEqual([{ name: "Acme Inc.", domain: "acme.example", mrrUsd: 0 }]);
});

test("in one second, an update is later than the beginning", async () => {
  await post(anEvent("customer.subscription.updated", subscription(4_900)));
  await post(anEvent("customer.subscription.created", subscription(0, { status: "incomplete" })));

  expect((await companies())[0]?.mrrUsd).toBe(49);
});

test("an event that comes again does nothing, even with another text", async () => {
  const event = anEvent("customer.subscription.created", subscription(4_900));
  expect(await (await post(event)).json()).toEqual({ status: "accepted" });

  const again = { ...event, data: { object: subscription(1) }, created: T + 60 };

  expect(await (await post(again)).json()).toEqual({ status: "known" });
  expect((await companies())[0]?.mrrUsd).toBe(49);
});

test("a company that was there already gets its customer by the domain, whichever event comes first", async () => {
  const { company } = await saveCompany(web.ctx, {
    workspaceId: web.workspace.id,
    name: "Acme",
    domain: "acme.example",
    mrrUsd: 5,
  });
  await post(anEvent("customer.subscription.created", subscription(4_900)));
  expect(await companies()).toHaveLength(2);

  await post(anEvent("customer.updated", customer));

  expect(await companies()).toEqual([{ name: "Acme", domain: "acme.example", mrrUsd: 49 }]);
  const [left] = (await listCompanies(web.ctx, { workspaceId: web.workspace.id, after: 0, limit: 5 }))
    .companies;
  expect(left?.id).toBe(company.id);
});

test("an address that anybody can have names no domain", async () => {
  await post(anEvent("customer.created", { ...customer, email: "someone@gmail.com", name: null }));

  expect(await companies()).toEqual([{ name: "cus_1", domain: null, mrrUsd: 0 }]);
});

test("what the secret does not vouch for is refused, and nothing is stored", async () => {
  const event = anEvent("customer.created", customer);
  const answers = await Promise.all([
    post(event, { secret: "whsec_other" }),
    post(event, { time: T - 400 }),
    post(event, { header: "t=1,v1=00" }),
    post(event, { header: "" }),
    web.fetch("/webhooks/stripe", { method: "POST", body: JSON.stringify(event) }),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  expect(await companies()).toEqual([]);
});

test.each<[string, () => Promise<Response>, number]>([
  ["no JSON", () => post(null, { body: "{" }), 400],
  ["no event", () => post({ id: 1 }), 400],
  ["half an event", () => post(anEvent("customer.subscription.updated", { id: "sub_1" })), 400],
  ["a negative price", () => post(anEvent("customer.subscription.updated", subscription(-100))), 400],
  ["an event of another matter", () => post(anEvent("invoice.paid", { id: "in_1" })), 200],
  ["a deleted customer", () => post(anEvent("customer.deleted", customer)), 200],
])("%s changes nothing", async (_title, send, status) => {
  expect((await send()).status).toBe(status);
  expect(await companies()).toEqual([]);
});

test("without a secret there is no webhook", async () => {
  const bare = await aWeb(database);

  const answer = await bare.fetch("/webhooks/stripe", { method: "POST", body: "{}" });

  expect(answer.status).toBe(404);
  await bare.stop();
});
