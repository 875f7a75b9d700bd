import { randomUUID } from "node:crypto";
import { importArticles } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aToken, PANEL_SECRET } from "../panel/sign.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { anArticle } from "../support/factories.ts";
import { aWeb, openConversation, post, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let local: TestWeb;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database, { panelSecret: PANEL_SECRET });
  local = await aWeb(database, { panelSecret: PANEL_SECRET, publicUrl: "http://localhost:3000" });
});

afterAll(async () => {
  await Promise.all([web.stop(), local.stop()]);
  await database.stop();
});

const postsOf = (at: TestWeb): Promise<number> =>
  database.db.$count(schema.feedbackPosts, eq(schema.feedbackPosts.workspaceId, at.workspace.id));

test("a visitor whom nobody knows makes no public post of their conversation", async () => {
  const opened = await openConversation(web, "Please add a dark mode.");

  for (const value of [`${opened.ticketId}`, `${opened.ticketId}:new`]) {
    const action = { action: "feedback_make", value };
    const refused = await post(web, `/api/panel/conversations/${opened.id}/actions`, action, opened);
    expect(refused.status).toBe(403);
    expect((await problemOf(refused)).detail).toBe("Sign in to post a feature request.");
  }

  expect(await postsOf(web)).toBe(0);
});

test("a visitor whom the host site knows makes one", async () => {
  const headers = { "Content-Type": "application/json", "Firstline-Identity": aToken(randomUUID()) };
  const send = (path: string, body: unknown): Promise<Response> =>
    local.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const opened = await send("/api/panel/conversations", { text: "Please add a dark mode." });
  const { conversation } = (await opened.json()) as { conversation: { id: string } };

  const made = await send(`/api/panel/conversations/${conversation.id}/actions`, { action: "feedback_make" });

  expect(made.status).toBe(200);
  expect(await postsOf(local)).toBe(1);
});

test.each([
  ["in public", () => web, "127.0.0.1", false],
  ["behind a name of this machine, to somebody elsewhere", () => local, "203.0.113.7", false],
  ["on this machine", () => local, "127.0.0.1", true],
])("the demo signs a member's token only on this machine: %s", async (_title, at, address, isSigned) => {
  const response = await at().fetch("/demo?as=member", { headers: { "X-Forwarded-For": address } });

  expect((await response.text()).includes('token="')).toBe(isSigned);
});

test("the panel suggests no beta article, however often it was read", async () => {
  const documents = [
    anArticle({ title: "Read often", content: "a", isBeta: true }),
    anArticle({ title: "Read once", content: "b" }),
  ];
  await importArticles(web.ctx, { workspaceId: web.workspace.id, documents, origin: "docs" });
  await database.db
    .update(schema.articles)
    .set({ viewCount: 9 })
    .where(eq(schema.articles.workspaceId, web.workspace.id));

  const settings = await web.fetch("/api/panel/settings");

  const { articles } = (await settings.json()) as { articles: { title: string }[] };
  expect(articles.map(({ title }) => title)).toEqual(["Read once"]);
});

test("ids that a browser has kept and that are none of ours find nothing", async () => {
  const { id, token } = await openConversation(web);
  const conversations = [
    { id: "a\0b", token: "x" },
    { id, token },
  ];

  const kept = await post(web, "/api/panel/conversations/kept", { conversations });

  expect(await kept.json()).toMatchObject({ conversations: [{ id }] });
});
