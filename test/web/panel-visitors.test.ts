import { randomUUID } from "node:crypto";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aToken, PANEL_SECRET, sign } from "../panel/sign.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { answer, aWeb, openConversation, post, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

const OPEN = "/api/panel/conversations";
let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;
let plain: TestWeb;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database, { panelSecret: PANEL_SECRET });
  neighbor = await aWeb(database, { panelSecret: PANEL_SECRET });
  plain = await aWeb(database);
});

afterAll(async () => {
  await Promise.all([web.stop(), neighbor.stop(), plain.stop()]);
  await database.stop();
});

type Summary = { id: string; subject: string; status: string; lastMessageAt: string };

const as = (token: string): RequestInit => ({ headers: { "Firstline-Identity": token } });

function send(at: TestWeb, path: string, token: string, body: unknown): Promise<Response> {
  const headers = { "Content-Type": "application/json", "Firstline-Identity": token };
  return at.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function openAs(token: string, text: string): Promise<string> {
  const response = await send(web, OPEN, token, { text });
  expect(response.status).toBe(201);
  return ((await response.json()) as { conversation: { id: string } }).conversation.id;
}

async function summariesOf(response: Response): Promise<Summary[]> {
  return ((await response.json()) as { conversations: Summary[] }).conversations;
}

test("an identified visitor finds and goes on with their conversations on another device", async () => {
  const sub = randomUUID();
  const first = await openAs(aToken(sub, { name: "Mia", email: "mia@example.com" }), "Where is my invoice?");
  const second = await openAs(aToken(sub), "How do I rotate the API token?");

  const there = aToken(sub, { iat: Math.floor(Date.now() / 1000) });
  const mine = await summariesOf(await web.fetch(OPEN, as(there)));
  const said = await send(web, `${OPEN}/${first}/messages`, there, { text: "It is about May." });
  const read = await web.fetch(`${OPEN}/${first}`, as(there));

  expect(mine.map((one) => one.id)).toEqual([second, first]);
  expect(said.status).toBe(201);
  expect(await read.json()).toMatchObject({ items: [{ from: "visitor" }, { markdown: "It is about May." }] });
  const people = await database.db
    .select({ name: schema.people.name, email: schema.people.email })
    .from(schema.people)
    .innerJoin(schema.personIdentities, eq(schema.personIdentities.personId, schema.people.id))
    .where(eq(schema.personIdentities.externalId, `user:${sub}`));
  expect(people).toEqual([{ name: "Mia", email: "mia@example.com" }]);
});

test("what an identified visitor writes counts as the asker's", async () => {
  const token = aToken(randomUUID());
  const id = await openAs(token, "I want to talk to a human please");
  const ticket = await database.db.query.tickets.findFirst({ where: (t) => eq(t.threadId, id) });
  await answer(web, { id, token, ticketId: ticket?.id ?? 0 });

  const solved = await send(web, `${OPEN}/${id}/actions`, token, { action: "ticket_solved" });

  expect(solved.status).toBe(200);
  const after = await database.db.query.tickets.findFirst({ where: (t) => eq(t.threadId, id) });
  expect(after).toMatchObject({ status: "resolved", resolution: "confirmed" });
});

test("another member, and the same member of a neighbor, see nothing of it", async () => {
  const sub = randomUUID();
  const id = await openAs(aToken(sub), "Secret?");
  await send(neighbor, OPEN, aToken(sub), { text: "Theirs?" });

  const other = aToken(randomUUID());
  const statuses = await Promise.all([
    web.fetch(`${OPEN}/${id}`, as(other)),
    web.fetch(`${OPEN}/${id}/events`, as(other)),
    send(web, `${OPEN}/${id}/messages`, other, { text: "Hi" }),
    send(web, `${OPEN}/${id}/actions`, other, { action: "ticket_solved" }),
    neighbor.fetch(`${OPEN}/${id}`, as(aToken(sub))),
  ]);

  expect(statuses.map((response) => response.status)).toEqual([404, 404, 404, 404, 404]);
  expect(await summariesOf(await web.fetch(OPEN, as(other)))).toEqual([]);
  const theirs = await summariesOf(await neighbor.fetch(OPEN, as(aToken(sub))));
  expect(theirs.map((one) => one.subject)).toEqual(["Theirs?"]);
});

test("an anonymous conversation is not a member's because they ask for it", async () => {
  const anonymous = await openConversation(web);

  const response = await web.fetch(`${OPEN}/${anonymous.id}`, as(aToken(`visitor:${anonymous.id}`)));

  expect(response.status).toBe(404);
});

describe("a token that is wrong is refused, and nobody goes on as a stranger", () => {
  const expired = sign({ sub: "a", exp: Math.floor(Date.now() / 1000) - 10 });

  test.each<[string, (at: TestWeb, token: string) => Promise<Response>]>([
    ["opening", (at, token) => send(at, OPEN, token, { text: "Hello?" })],
    ["listing", (at, token) => at.fetch(OPEN, as(token))],
    ["reading", (at, token) => at.fetch(`${OPEN}/x`, as(token))],
    ["following", (at, token) => at.fetch(`${OPEN}/x/events`, as(token))],
    [
      "uploading",
      (at, token) => at.fetch("/api/panel/files?name=a.txt", { ...as(token), method: "POST", body: "a" }),
    ],
  ])("%s", async (_, request) => {
    const before = await database.db.$count(schema.tickets);

    for (const token of [expired, "nonsense", "", sign({ sub: "a", exp: 1 }, { header: { alg: "none" } })]) {
      const response = await request(web, token);
      expect(response.status).toBe(401);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect((await problemOf(response)).code).toBe("identity");
    }

    expect((await request(plain, aToken("a"))).status).toBe(401);
    expect(await database.db.$count(schema.tickets)).toBe(before);
  });

  test("beside a conversation's own good token, too", async () => {
    const opened = await openConversation(web);
    const headers = { Authorization: `Bearer ${opened.token}`, "Firstline-Identity": expired };

    expect((await web.fetch(`${OPEN}/${opened.id}`, { headers })).status).toBe(401);
  });
});

test("a browser's kept conversations are told to whoever has their tokens", async () => {
  const [one, two, theirs] = [
    await openConversation(web, "First question?"),
    await openConversation(web, "Second question?"),
    await openConversation(neighbor, "Not here?"),
  ];
  const kept = [
    { id: one.id, token: one.token },
    { id: two.id, token: one.token },
    { id: theirs.id, token: theirs.token },
    { id: "nobody", token: "x" },
  ];

  const found = await summariesOf(await post(web, `${OPEN}/kept`, { conversations: kept }));

  expect(found.map((summary) => summary.subject)).toEqual(["First question?"]);
});

test("a conversation's last news is its newest item's time", async () => {
  const opened = await openConversation(web, "I want to talk to a human please");
  await answer(web, opened);
  const feed = await web.fetch(`${OPEN}/${opened.id}`, {
    headers: { Authorization: `Bearer ${opened.token}` },
  });
  const { items } = (await feed.json()) as { items: { saidAt: string }[] };

  const [found] = await summariesOf(
    await post(web, `${OPEN}/kept`, { conversations: [{ id: opened.id, token: opened.token }] }),
  );

  expect(found?.lastMessageAt).toBe(items.at(-1)?.saidAt);
});

test("the form's subject, type and address are the ticket's", async () => {
  const body = {
    text: "It is 12 EUR too much.",
    subject: "Invoice 7",
    type: "billing",
    email: "mia@example.com",
  };

  const response = await post(web, OPEN, body);

  expect(response.status).toBe(201);
  const { conversation } = (await response.json()) as { conversation: { id: string; subject: string } };
  expect(conversation.subject).toBe("Invoice 7");
  const ticket = await database.db.query.tickets.findFirst({ where: (t) => eq(t.threadId, conversation.id) });
  expect(ticket).toMatchObject({ type: "billing", typeCorrected: true });
  const asker = await database.db.query.people.findFirst({ where: (p) => eq(p.id, ticket?.askerId ?? 0) });
  expect(asker?.email).toBe("mia@example.com");
});

test.each([
  ["a type that is none", { text: "Hi there?", type: "urgent" }, "type"],
  ["an endless subject", { text: "Hi there?", subject: "x".repeat(201) }, "subject"],
  ["six files", { text: "Hi there?", files: ["a", "b", "c", "d", "e", "f"] }, "files"],
  ["a file that is a path", { text: "Hi there?", files: ["../a"] }, "files.0"],
])("%s is refused with the field's name", async (_, body, field) => {
  const response = await post(web, OPEN, body);

  expect(response.status).toBe(400);
  expect((await problemOf(response)).field).toBe(field);
});

test("an identified visitor reads all of many conversations, page after page, and nobody else's", async () => {
  const sub = randomUUID();
  const token = aToken(sub);
  const first = await openAs(token, "The first of many");
  const t = schema.tickets;
  const [ticket] = await database.db.select().from(t).where(eq(t.threadId, first));
  if (!ticket) throw new Error("the ticket is not there");
  const { id: _, ...values } = ticket;
  const crowd = Array.from({ length: 69 }, (__, nth) => ({ ...values, threadId: `${sub} ${nth}` }));
  await database.db.insert(t).values(crowd);
  type Page = { conversations: Summary[]; next: string | null };
  const read = async (after = "", by = token): Promise<Page> =>
    (await (await web.fetch(`${OPEN}?after=${encodeURIComponent(after)}`, as(by))).json()) as Page;

  const start = (await (await web.fetch(OPEN, as(token))).json()) as Page;
  const end = await read(start.next ?? "");

  expect(start.conversations).toHaveLength(50);
  expect(new Set([...start.conversations, ...end.conversations].map(({ id }) => id)).size).toBe(70);
  expect(end.next).toBeNull();
  expect((await read(start.next ?? "", aToken(randomUUID()))).conversations).toEqual([]);
});
