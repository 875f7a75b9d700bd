import { randomUUID } from "node:crypto";
import { syncChannels } from "@firstline/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { queuedJobs } from "../support/factories.ts";
import { answer, aWeb, get, openConversation, post, problemOf, readFeed } from "./support.ts";
import type { Opened, TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;
const OPEN = "/api/panel/conversations";

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  neighbor = await aWeb(database);
});

afterAll(async () => {
  await web.stop();
  await neighbor.stop();
  await database.stop();
});

test("a question opens a conversation whose feed starts with it", async () => {
  const opened = await openConversation(web, "Where is my <b>invoice</b>?");

  const feed = await readFeed(web, opened);

  expect(feed.conversation).toMatchObject({ id: opened.id, status: "new", handledBy: "ai", rating: null });
  expect(feed.items).toMatchObject([
    { from: "visitor", markdown: "Where is my <b>invoice</b>?", html: null },
  ]);
  expect(await queuedJobs(database.db, "answer_ticket")).toContainEqual(
    expect.objectContaining({ key: `answer:${opened.ticketId}` }),
  );
});

test("the token is stored as a hash only", async () => {
  const opened = await openConversation(web);

  const row = await web.ctx.db.query.tickets.findFirst({ where: (t, { eq }) => eq(t.id, opened.ticketId) });

  expect(row?.accessHash).not.toContain(opened.token);
  expect(JSON.stringify(row)).not.toContain(opened.token);
});

test("a repeated request opens one conversation and gets the same token again", async () => {
  const key = randomUUID();
  const first = await post(web, OPEN, { text: "Twice?" }, { key });
  const again = await post(web, OPEN, { text: "Twice?" }, { key });

  expect([first.status, again.status]).toEqual([201, 200]);
  expect(await again.json()).toEqual(await first.json());
});

test("a key that was used for another question is refused, and a guessable one too", async () => {
  const key = randomUUID();
  await post(web, OPEN, { text: "One" }, { key });

  expect((await post(web, OPEN, { text: "Two" }, { key })).status).toBe(409);
  expect((await post(web, OPEN, { text: "One" }, { key: "1" })).status).toBe(400);
  expect((await post(neighbor, OPEN, { text: "One" }, { key })).status).toBe(201);
});

test("a repeated follow-up is added once", async () => {
  const opened = await openConversation(web);
  const path = `${OPEN}/${opened.id}/messages`;

  const first = await post(web, path, { text: "And on Windows?" }, { token: opened.token, key: "k1" });
  const again = await post(web, path, { text: "And on Windows?" }, { token: opened.token, key: "k1" });

  expect([first.status, again.status]).toEqual([201, 200]);
  expect((await readFeed(web, opened)).items).toHaveLength(2);
});

test("a visitor asks for a person, is answered, says it is solved and rates", async () => {
  const opened = await openConversation(web, "I want to talk to a human please");
  await answer(web, opened);
  const act = (action: string, value: string): Promise<Response> =>
    post(web, `${OPEN}/${opened.id}/actions`, { action, value }, { token: opened.token });

  const handedOver = await readFeed(web, opened);
  expect(handedOver.conversation).toMatchObject({ status: "escalated", handledBy: "people" });
  expect(handedOver.items.at(-1)).toMatchObject({ from: "system", buttons: [[{ action: "ticket_solved" }]] });

  expect((await act("ticket_solved", String(opened.ticketId))).status).toBe(200);
  const solved = await readFeed(web, opened);
  expect(solved.conversation).toMatchObject({ status: "resolved", confirmed: true });
  expect(solved.items[1]?.buttons).toEqual([]);
  expect(solved.items.at(-1)?.buttons[0]).toHaveLength(5);

  expect((await act("ticket_rate", `${opened.ticketId}:4`)).status).toBe(200);
  const rated = await readFeed(web, opened);
  expect(rated.conversation.rating).toBe(4);
  expect(rated.items.at(-1)).toMatchObject({ markdown: "Thanks for the 4 ★!", buttons: [] });
});

test.each([
  ["a rating out of range", "ticket_rate", (id: number) => `${id}:9`, 400],
  ["another ticket's button", "ticket_solved", (id: number) => String(id - 1), 404],
  ["a button without an id", "ticket_solved", () => "", 404],
  ["an agent's button", "escalation_claim", (id: number) => String(id), 400],
])("%s is refused", async (_, action, valueOf, status) => {
  const opened = await openConversation(web);
  const body = { action, value: valueOf(opened.ticketId) };

  const response = await post(web, `${OPEN}/${opened.id}/actions`, body, { token: opened.token });

  expect(response.status).toBe(status);
});

describe("a conversation is there for its own token only", () => {
  const routes: [string, (at: TestWeb, id: string, token: string) => Promise<Response>][] = [
    ["reading", (at, id, token) => get(at, `${OPEN}/${id}`, token)],
    ["following", (at, id, token) => get(at, `${OPEN}/${id}/events`, token)],
    ["writing", (at, id, token) => post(at, `${OPEN}/${id}/messages`, { text: "Hi" }, { token })],
    [
      "acting",
      (at, id, token) =>
        post(at, `${OPEN}/${id}/actions`, { action: "ticket_solved", value: "1" }, { token }),
    ],
  ];
  let mine: Opened;
  let other: Opened;
  let theirs: Opened;

  beforeAll(async () => {
    mine = await openConversation(web);
    other = await openConversation(web);
    theirs = await openConversation(neighbor);
  });

  test.each(routes)("%s", async (_, request) => {
    const answers = await Promise.all([
      request(web, other.id, mine.token),
      request(web, theirs.id, theirs.token),
      request(neighbor, mine.id, mine.token),
      request(web, "nobody", mine.token),
      request(web, mine.id, "x".repeat(43)),
      request(web, "%00", mine.token),
    ]);

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 404, 404]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
  });

  test("without a token", async () => {
    const response = await get(web, `${OPEN}/${mine.id}`);

    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("bad input", () => {
  test.each([
    ["no JSON", "{", undefined],
    ["no object", "[]", undefined],
    ["no text", {}, "text"],
    ["a number as text", { text: 5 }, "text"],
    ["an address that is none", { text: "Hi there?", email: "nobody" }, "email"],
    ["an endless name", { text: "Hi there?", name: "x".repeat(81) }, "name"],
  ])("%s is a 400 that names the field", async (_, body, field) => {
    const response = await post(web, OPEN, body);

    expect(response.status).toBe(400);
    expect((await problemOf(response)).field).toBe(field);
  });

  test.each(["", "   \n ", "\u0000\u200b\u0007"])("an empty message is refused: %j", async (text) => {
    const response = await post(web, OPEN, { text });

    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toBe("The message is empty. Write what you need help with.");
  });

  test("a form is not taken for JSON", async () => {
    const response = await web.fetch(OPEN, { method: "POST", body: new URLSearchParams({ text: "Hi" }) });

    expect(response.status).toBe(400);
  });

  test("a body over 256 KB is refused, announced or not", async () => {
    const text = "x".repeat(256 * 1024);
    const announced = await post(web, OPEN, { text });
    const stream = new Blob([JSON.stringify({ text })]).stream();
    const init = {
      method: "POST",
      body: stream,
      duplex: "half",
      headers: { "Content-Type": "application/json" },
    };
    const streamed = await web.fetch(OPEN, init as RequestInit);

    expect([announced.status, streamed.status]).toEqual([413, 413]);
  });

  test.each([
    ["only emoji", "🙂🙂🙂"],
    ["half an emoji", "half \ud83d an emoji"],
    ["40,000 characters", "question? ".repeat(4_000)],
    ["40,000 emoji", "🙂".repeat(20_000)],
    ["an emoji on every border", `a${"🙂".repeat(20_000)}`],
    ["an emoji on every other border", "🙂".repeat(20_001)],
    ["control and zero-width characters", "a\u0000b\u0007c\u200b?"],
    ["mentions of everyone", "@everyone @here <!channel> help?"],
    ["SQL and JSON", `'; drop table tickets; -- {"$gt": ""} \\u0000`],
  ])("%s become a ticket that can be handed over", async (_, text) => {
    const channels = [{ externalId: "C_AGENTS", role: "agents" as const }];
    await syncChannels(web.ctx, { workspaceId: web.workspace.id, platform: "slack", channels });
    const opened = await openConversation(web, text);
    const body = { action: "ticket_ask_person", value: String(opened.ticketId) };

    const response = await post(web, `${OPEN}/${opened.id}/actions`, body, { token: opened.token });

    expect(response.status).toBe(200);
    expect((await readFeed(web, opened)).conversation.status).toBe("escalated");
  });
});

/** A web whose clock stands, so that a slow machine does not win back what it used up. */
function aStillWeb(): Promise<TestWeb> {
  const now = new Date();
  return aWeb(database, { now: () => now });
}

test("too many conversations from one address are put off, and other addresses are not", async () => {
  const still = await aStillWeb();
  const from = (address: string): Promise<Response> =>
    still.fetch(OPEN, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
      body: JSON.stringify({ text: "Again and again?" }),
    });
  const statuses: number[] = [];
  for (let index = 0; index < 21; index += 1) statuses.push((await from("198.51.100.7")).status);
  const last = await from("10.0.0.1, 198.51.100.7");

  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 201));
  expect(statuses.at(-1)).toBe(429);
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await from("198.51.100.8")).status).toBe(201);
  await still.stop();
});

test("too many messages in one conversation are put off whatever address they come from", async () => {
  const still = await aStillWeb();
  const opened = await openConversation(still);
  const statuses: number[] = [];
  for (let index = 0; index < 21; index += 1) {
    const response = await still.fetch(`${OPEN}/${opened.id}/messages`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${opened.token}`,
        "X-Forwarded-For": `192.0.2.${index}`,
      },
      body: JSON.stringify({ text: `Message ${index}` }),
    });
    statuses.push(response.status);
  }

  expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(20);
  expect(statuses.at(-1)).toBe(429);
  await still.stop();
});
