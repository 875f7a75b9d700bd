import { schema } from "@firstline/db";
import { deleteMessage, sweepFiles, syncChannels } from "@firstline/core";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { answer, aWeb, CONSOLE_TOKEN, get, openConversation, post, problemOf } from "./support.ts";
import type { Opened, TestWeb } from "./support.ts";

const OPEN = "/api/panel/conversations";
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  neighbor = await aWeb(database);
});

afterAll(async () => {
  await Promise.all([web.stop(), neighbor.stop()]);
  await database.stop();
});

type Content = string | Buffer<ArrayBuffer>;
type FileJson = { id: string; name: string; mediaType: string; size: number };

function upload(at: TestWeb, name: string, body: Content): Promise<Response> {
  return at.fetch(`/api/panel/files?name=${encodeURIComponent(name)}`, { method: "POST", body });
}

async function uploaded(at: TestWeb, name = "screen.png", content: Content = PNG): Promise<FileJson> {
  const response = await upload(at, name, content);
  expect(response.status).toBe(201);
  return (await response.json()) as FileJson;
}

async function openWith(files: string[]): Promise<Opened> {
  const response = await post(web, OPEN, { text: "I want to talk to a human please", files });
  expect(response.status).toBe(201);
  const { conversation, token } = (await response.json()) as { conversation: { id: string }; token: string };
  const ticket = await database.db.query.tickets.findFirst({ where: (t) => eq(t.threadId, conversation.id) });
  return { id: conversation.id, token, ticketId: ticket?.id ?? 0 };
}

async function filesIn(opened: Opened): Promise<FileJson[][]> {
  const response = await get(web, `${OPEN}/${opened.id}`, opened.token);
  return ((await response.json()) as { items: { files: FileJson[] }[] }).items.map((item) => item.files);
}

async function consoleCookie(at: TestWeb): Promise<string> {
  const door = await at.fetch(`/console?token=${CONSOLE_TOKEN}`);
  return door.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

test("files come with the question and with a follow-up, and are saved, never shown", async () => {
  const [picture, log] = [
    await uploaded(web),
    await uploaded(web, "err<b>.html", "<script>alert(1)</script>"),
  ];
  const opened = await openWith([picture.id]);
  const said = await post(
    web,
    `${OPEN}/${opened.id}/messages`,
    { text: "And the log.", files: [log.id] },
    { token: opened.token },
  );

  expect(said.status).toBe(201);
  expect(await filesIn(opened)).toEqual([[picture], [log]]);
  expect(log).toMatchObject({ name: "err_b_.html.txt", mediaType: "text/plain" });
  const file = await get(web, `${OPEN}/${opened.id}/files/${log.id}`, opened.token);
  expect(await file.text()).toBe("<script>alert(1)</script>");
  expect(Object.fromEntries(file.headers)).toMatchObject({
    "content-type": "text/plain",
    "content-disposition": `attachment; filename="err_b_.html.txt"; filename*=UTF-8''err_b_.html.txt`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
});

test("agents find them on the card and in the console", async () => {
  const channels = [{ externalId: "C_AGENTS", role: "agents" as const }];
  await syncChannels(web.ctx, { workspaceId: web.workspace.id, platform: "slack", channels });
  const picture = await uploaded(web, "screen @everyone.png");
  const opened = await openWith([picture.id]);
  await answer(web, opened);

  const [card] = await database.db
    .select({ payload: schema.outgoingMessages.payload })
    .from(schema.outgoingMessages)
    .where(eq(schema.outgoingMessages.platform, "slack"));
  expect(JSON.stringify(card?.payload)).toContain("screen everyone.png");

  const cookie = await consoleCookie(web);
  const page = await web.fetch(`/console/tickets/${opened.ticketId}`, { headers: { cookie } });
  const path = `/console/tickets/${opened.ticketId}/files/${picture.id}`;
  expect(await page.text()).toContain(path);
  const file = await web.fetch(path, { headers: { cookie } });
  expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
  expect(file.headers.get("content-disposition")).toContain("attachment");
  expect((await web.fetch(path)).status).toBe(401);
  const theirs = await neighbor.fetch(path, { headers: { cookie: await consoleCookie(neighbor) } });
  expect(theirs.status).toBe(404);
});

test("a file is there for its own conversation only", async () => {
  const picture = await uploaded(web);
  const mine = await openWith([picture.id]);
  const other = await openConversation(web);
  const theirs = await openConversation(neighbor);

  const answers = await Promise.all([
    get(web, `${OPEN}/${other.id}/files/${picture.id}`, other.token),
    get(neighbor, `${OPEN}/${theirs.id}/files/${picture.id}`, theirs.token),
    get(web, `${OPEN}/${mine.id}/files/nothing`, mine.token),
    get(web, `${OPEN}/${mine.id}/files/%00`, mine.token),
    get(web, `${OPEN}/${mine.id}/files/${picture.id}`),
  ]);

  expect(answers.map((response) => response.status)).toEqual([404, 404, 404, 404, 401]);
});

test("a file cannot be taken from another message or another workspace", async () => {
  const picture = await uploaded(web);
  const foreign = await uploaded(neighbor);
  await openWith([picture.id]);
  const before = await database.db.$count(schema.tickets);

  for (const id of [picture.id, foreign.id, "unknown"]) {
    const response = await post(web, OPEN, { text: "Hello there?", files: [id] });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toBe("A file is no longer there. Please attach it again.");
  }
  expect(await database.db.$count(schema.tickets)).toBe(before);
});

test("a repeated message with a file is taken in once", async () => {
  const picture = await uploaded(web);
  const opened = await openConversation(web);
  const path = `${OPEN}/${opened.id}/messages`;
  const body = { text: "Look at this.", files: [picture.id] };

  const first = await post(web, path, body, { token: opened.token, key: "k1" });
  const again = await post(web, path, body, { token: opened.token, key: "k1" });

  expect([first.status, again.status]).toEqual([201, 200]);
  expect(await filesIn(opened)).toEqual([[], [picture]]);
});

test.each<[string, Content, number]>([
  ["nothing", "", 400],
  ["a program", Buffer.from("4d5a90000300000004000000ffff0000", "hex"), 400],
  ["more than 5 MB", Buffer.alloc(5_000_001, "a"), 413],
])("%s is refused", async (_, content, status) => {
  const before = await database.db.$count(schema.attachments);

  const response = await upload(web, "a.txt", content);

  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await database.db.$count(schema.attachments)).toBe(before);
});

test("5 MB are taken, and come back as they were", async () => {
  const content = Buffer.alloc(5_000_000, "0123456789abcde\n");
  const file = await uploaded(web, "big.log", content);
  const opened = await openWith([file.id]);

  const back = await get(web, `${OPEN}/${opened.id}/files/${file.id}`, opened.token);

  expect(Buffer.from(await back.arrayBuffer()).equals(content)).toBe(true);
});

test("too many files from one address are put off", async () => {
  const still = await aWeb(database, { now: () => new Date("2026-03-01T12:00:00Z") });
  const statuses: number[] = [];
  for (let index = 0; index < 16; index += 1) {
    const headers = { "X-Forwarded-For": "198.51.100.9" };
    const response = await still.fetch("/api/panel/files?name=a.txt", { method: "POST", headers, body: "a" });
    statuses.push(response.status);
  }

  expect(statuses.filter((status) => status === 201)).toHaveLength(15);
  expect(statuses.at(-1)).toBe(429);
  await still.stop();
});

test("files whose message never came are swept away after a day, the others stay", async () => {
  const [lost, kept] = [await uploaded(web), await uploaded(web)];
  const opened = await openWith([kept.id]);

  await sweepFiles({ ...web.ctx, now: () => new Date(Date.now() + 23 * 3_600_000) });
  expect(await database.db.$count(schema.attachments, eq(schema.attachments.publicId, lost.id))).toBe(1);
  await sweepFiles({ ...web.ctx, now: () => new Date(Date.now() + 25 * 3_600_000) });

  expect(await database.db.$count(schema.attachments, eq(schema.attachments.publicId, lost.id))).toBe(0);
  expect(await filesIn(opened)).toEqual([[kept]]);
});

test("files of a deleted message are gone for everybody, and swept away", async () => {
  const [first, second] = [await uploaded(web), await uploaded(web)];
  const opened = await openWith([first.id]);
  const path = `${OPEN}/${opened.id}/messages`;
  await post(web, path, { text: "And the other one.", files: [second.id] }, { token: opened.token });
  const place = { platform: "panel" as const, channelId: "here", messageId: `follow-up-${opened.id}` };
  const m = schema.ticketMessages;
  await database.db
    .update(m)
    .set({ platformChannelId: place.channelId, platformMessageId: place.messageId })
    .where(and(eq(m.ticketId, opened.ticketId), eq(m.content, "And the other one.")));

  expect(await deleteMessage(web.ctx, { workspaceId: web.workspace.id, ...place })).toBe(true);

  const headers = { cookie: await consoleCookie(web) };
  const statusesOf = async ({ id }: FileJson): Promise<number[]> => [
    (await get(web, `${OPEN}/${opened.id}/files/${id}`, opened.token)).status,
    (await web.fetch(`/console/tickets/${opened.ticketId}/files/${id}`, { headers })).status,
  ];
  expect(await statusesOf(first)).toEqual([200, 200]);
  expect(await statusesOf(second)).toEqual([404, 404]);
  expect(await filesIn(opened)).toEqual([[first]]);
  const page = await web.fetch(`/console/tickets/${opened.ticketId}`, { headers });
  expect(await page.text()).not.toContain(second.id);
  await sweepFiles(web.ctx);
  const left = await database.db.select({ id: schema.attachments.publicId }).from(schema.attachments);
  expect(left).toContainEqual({ id: first.id });
  expect(left).not.toContainEqual({ id: second.id });
});
