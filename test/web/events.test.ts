import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { readEvents } from "./event-reader.ts";
import type { EventReader } from "./event-reader.ts";
import { answer, aWeb, openConversation, post } from "./support.ts";
import type { Opened, TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
const open: EventReader[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  web = await aWeb(database);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((reader) => reader.leave()));
  await web.stop();
});
afterAll(() => database.stop());

async function follow(opened: Opened, lastEventId?: string): Promise<EventReader> {
  const headers = new Headers({ Authorization: `Bearer ${opened.token}` });
  if (lastEventId) headers.set("Last-Event-ID", lastEventId);
  const response = await web.fetch(`/api/panel/conversations/${opened.id}/events`, { headers });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = readEvents(response);
  open.push(reader);
  return reader;
}

const path = (opened: Opened, what: string): string => `/api/panel/conversations/${opened.id}/${what}`;

test("a reader gets what was said, then everything live, changed items under their old key", async () => {
  const opened = await openConversation(web, "I want to talk to a human please");
  const events = await follow(opened);

  const first = await events.next();
  expect(first.feed.items.map((item) => item.from)).toEqual(["visitor"]);

  await answer(web, opened);
  const handedOver = await events.next();
  expect(handedOver.feed).toMatchObject({
    conversation: { status: "escalated" },
    items: [{ from: "system" }],
  });
  const [handover] = handedOver.feed.items;
  expect(handover?.buttons).toHaveLength(1);

  const value = String(opened.ticketId);
  await post(web, path(opened, "actions"), { action: "ticket_solved", value }, { token: opened.token });
  const solved = await events.next();
  expect(solved.feed.conversation.status).toBe("resolved");
  const changed = solved.feed.items.find((item) => item.key === handover?.key);
  expect(changed?.buttons).toEqual([]);
  expect(solved.feed.items.some((item) => item.markdown.includes("How did we do?"))).toBe(true);
});

test("a reader that comes back gets what was said and changed meanwhile, and nothing twice", async () => {
  const opened = await openConversation(web, "I want to talk to a human please");
  await answer(web, opened);
  const before = await follow(opened);
  const seen = await before.next();
  await before.leave();

  const value = String(opened.ticketId);
  await post(web, path(opened, "messages"), { text: "Are you there?" }, { token: opened.token });
  await post(web, path(opened, "actions"), { action: "ticket_solved", value }, { token: opened.token });
  const after = await follow(opened, seen.id);
  const news = await after.next();

  const handover = seen.feed.items.find((item) => item.from === "system");
  expect(news.feed.items.map((item) => item.markdown)).toContain("Are you there?");
  expect(news.feed.items.map((item) => item.key)).toContain(handover?.key);
  expect(news.feed.items).toHaveLength(3);
});

test.each(["", "nonsense", "m1", "m99999999999999999999.o1", "m-1.o-1", "'; drop table tickets"])(
  "an event id that is not ours starts from the beginning: %j",
  async (id) => {
    const opened = await openConversation(web);

    const events = await follow(opened, id);

    expect((await events.next()).feed.items).toHaveLength(1);
  },
);

test("what happens in one conversation is not told to another's reader", async () => {
  const mine = await openConversation(web, "Mine?");
  const other = await openConversation(web, "Other?");
  const events = await follow(mine);
  await events.next();

  await post(web, path(other, "messages"), { text: "Secret" }, { token: other.token });
  await post(web, path(mine, "messages"), { text: "Hello again?" }, { token: mine.token });

  expect((await events.next()).feed.items.map((item) => item.markdown)).toEqual(["Hello again?"]);
});

test("a reader hears it when an answer that was taken for right is confirmed", async () => {
  const opened = await openConversation(web);
  const assumed = { status: "resolved", resolution: "assumed", resolvedAt: new Date() } as const;
  await database.db.update(schema.tickets).set(assumed).where(eq(schema.tickets.id, opened.ticketId));
  const events = await follow(opened);
  await events.next();

  const value = String(opened.ticketId);
  await post(web, path(opened, "actions"), { action: "ticket_solved", value }, { token: opened.token });

  const { feed } = await events.next();
  expect(feed.conversation.confirmed).toBe(true);
  expect(feed.items).toMatchObject([{ markdown: expect.stringContaining("How did we do?") }]);
});

test("a server that stops ends its streams at once", async () => {
  const opened = await openConversation(web);
  const events = await follow(opened);
  await events.next();

  const started = Date.now();
  await web.stop();

  await events.ended();
  expect(Date.now() - started).toBeLessThan(3_000);
  await expect(web.fetch("/readyz")).rejects.toThrow("fetch failed");
});
