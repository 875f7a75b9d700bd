import { importArticles, updateSettings } from "@firstline/core";
import type { ApiScope } from "@firstline/core";
import { schema } from "@firstline/db";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb } from "../web/support.ts";
import type { TestWeb } from "../web/support.ts";
import { aProgram } from "./support.ts";

const database = await fileDatabase();
const clients: Client[] = [];
let web: TestWeb;

beforeAll(async () => {
  web = await aWeb(database);
  const { id: workspaceId } = web.workspace;
  await importArticles(web.ctx, {
    workspaceId,
    origin: "docs",
    documents: [
      anArticle({
        title: "Rotate the API token",
        content: "To rotate the API token, open Settings and press Rotate.",
      }),
      anArticle({
        title: "Token runbook",
        content: "The API token vault is at zebra street.",
        audience: "agents",
      }),
    ],
  });
  await trust(0);
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await web.stop();
});

const trust = (threshold: number) =>
  updateSettings(web.ctx, {
    workspaceId: web.workspace.id,
    settings: { resolveThreshold: threshold, answerThreshold: threshold, autoResolve: "on" },
  });

/** The official client, with a key. */
async function connect(scopes?: readonly ApiScope[], on = web): Promise<Client> {
  const { token } = await aProgram(on, scopes);
  const client = new Client({ name: "test", version: "1" });
  const transport = new StreamableHTTPClientTransport(new URL(`${on.url}/mcp`), {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
  });
  await client.connect(transport);
  clients.push(client);
  return client;
}

type Called = { isError: boolean; data: Record<string, unknown>; text: string };

async function call(client: Client, name: string, args: Record<string, unknown>): Promise<Called> {
  const result = await client.callTool({ name, arguments: args });
  const [first] = result.content as { type: string; text: string }[];
  return {
    isError: result.isError === true,
    data: (result.structuredContent ?? {}) as Record<string, unknown>,
    text: first?.text ?? "",
  };
}

test("a client is offered what its key may do, with schemas", async () => {
  const all = await (await connect()).listTools();
  const some = await (await connect(["search", "feedback:read"])).listTools();

  expect(all.tools.map(({ name }) => name)).toEqual([
    "search_articles",
    "read_article",
    "ask",
    "create_ticket",
    "read_ticket",
    "reply_to_ticket",
    "list_feedback",
    "search_feedback",
    "create_feedback",
    "vote_feedback",
  ]);
  const unfinished = all.tools.filter(
    ({ inputSchema, outputSchema, description }) =>
      inputSchema.type !== "object" || outputSchema?.type !== "object" || !description?.endsWith("."),
  );
  expect(unfinished).toEqual([]);
  expect(some.tools.map(({ name }) => name)).toEqual(["search_articles", "list_feedback", "search_feedback"]);
});

describe("the knowledge tools", () => {
  test("find, read and answer from public articles alone", async () => {
    const client = await connect();

    const found = await call(client, "search_articles", { query: "rotate token zebra street" });
    const [article] = found.data["results"] as { articleId: number; title: string }[];
    const read = await call(client, "read_article", { article: article?.articleId });
    const answer = await call(client, "ask", { question: "How do I rotate the API token?" });

    expect(found.data["results"]).toHaveLength(1);
    expect(read.data).toMatchObject({ slug: "rotate-the-api-token" });
    expect(read.text).toContain("press Rotate");
    expect(answer.data).toMatchObject({ outcome: "answered" });
    expect(answer.text).toContain("Rotate");
    expect(JSON.stringify([found, read, answer])).not.toContain("zebra");
    const searches = await database.db.select().from(schema.searches).where(eq(schema.searches.place, "mcp"));
    expect(searches).toMatchObject([{ query: "rotate token zebra street", resultCount: 1 }]);
  });

  test("do not read what is internal, a neighbor's, or not there", async () => {
    const client = await connect();
    const neighbor = await aWeb(database);
    const stranger = await connect(undefined, neighbor);
    const { articles } = schema;
    const rows = await database.db.select().from(articles).where(eq(articles.workspaceId, web.workspace.id));
    const internal = rows.find(({ audience }) => audience === "agents")?.id;
    const open = rows.find(({ audience }) => audience === "everyone")?.id;

    expect(await call(client, "read_article", { article: internal })).toMatchObject({ isError: true });
    expect(await call(client, "read_article", { article: "token-runbook" })).toMatchObject({ isError: true });
    expect(await call(stranger, "read_article", { article: open })).toMatchObject({
      isError: true,
      text: "This article was not found.",
    });
    await neighbor.stop();
  });

  test("lead to an article in another language under its folder", async () => {
    const other = await aWeb(database);
    const { id: workspaceId } = other.workspace;
    await updateSettings(other.ctx, { workspaceId, settings: { site: { locales: ["en", "de"] } } });
    const german = { title: "Laufwerk einbinden", content: "Das Laufwerk wird in den Optionen eingebunden." };
    await importArticles(other.ctx, {
      workspaceId,
      origin: "docs",
      documents: [anArticle({ ...german, locale: "de" })],
    });
    const client = await connect(undefined, other);
    const url = "https://help.acme.example/de/articles/laufwerk-einbinden";

    const found = await call(client, "search_articles", { query: "Laufwerk einbinden", locale: "de" });
    const read = await call(client, "read_article", { article: "laufwerk-einbinden" });

    expect(found.data["results"]).toMatchObject([{ url: expect.stringContaining(url) }]);
    expect(read.data).toMatchObject({ url });
    await other.stop();
  });

  test("give no answer that is not sure enough", async () => {
    await trust(1);
    const client = await connect();

    const answer = await call(client, "ask", { question: "How do I rotate the API token?" });

    expect(answer.data).toMatchObject({ outcome: "for_people", answer: null });
    await trust(0);
  });
});

describe("the ticket tools", () => {
  test("open a ticket once, read it and reply, all in the audit log", async () => {
    const client = await connect();
    const input = { question: "My token is gone", asker: { email: "mia@example.com" }, requestKey: "a" };

    const opened = await call(client, "create_ticket", input);
    const again = await call(client, "create_ticket", input);
    const ticketId = Number(opened.data["id"]);
    const reply = { ticketId, text: "We are on it.", as: "agent", requestKey: "b" };
    await call(client, "reply_to_ticket", reply);
    const twice = await call(client, "reply_to_ticket", reply);
    await call(client, "reply_to_ticket", { ticketId, text: "Secret note", as: "agent", note: true });
    const read = await call(client, "read_ticket", { ticketId });

    expect(again.data["id"]).toBe(ticketId);
    expect(twice.data).toEqual({ added: false });
    expect(read.data).toMatchObject({ id: ticketId, handledBy: "people" });
    expect(read.text).toContain("We are on it.");
    expect(JSON.stringify(read)).not.toContain("Secret note");
    const events = await database.db
      .select()
      .from(schema.ticketEvents)
      .where(eq(schema.ticketEvents.ticketId, ticketId));
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["created", "comment_added"]));
  });

  test("do not reach a neighbor's ticket", async () => {
    const opened = await call(await connect(), "create_ticket", { question: "My token is gone" });
    const neighbor = await aWeb(database);
    const stranger = await connect(undefined, neighbor);
    const ticketId = Number(opened.data["id"]);

    expect(await call(stranger, "read_ticket", { ticketId })).toMatchObject({ isError: true });
    expect(await call(stranger, "reply_to_ticket", { ticketId, text: "Hello", as: "agent" })).toMatchObject({
      isError: true,
    });
    await neighbor.stop();
  });
});

test("the feedback tools make, find and vote for posts, one vote a person", async () => {
  const client = await connect();
  const author = { externalId: "u1", name: "Mia" };

  const made = await call(client, "create_feedback", { title: "Dark mode", author, requestKey: "p" });
  await call(client, "create_feedback", { title: "Dark mode", author, requestKey: "p" });
  const postId = Number(made.data["id"]);
  const voter = { externalId: "u2" };
  await call(client, "vote_feedback", { postId, voter, value: 1 });
  const voted = await call(client, "vote_feedback", { postId, voter, value: 1 });
  const listed = await call(client, "list_feedback", {});
  const found = await call(client, "search_feedback", { query: "dark" });

  expect(voted.data).toMatchObject({ changed: false, post: { upvotes: 2 } });
  expect(listed.data["posts"]).toMatchObject([{ id: postId, title: "Dark mode" }]);
  expect(found.data["posts"]).toMatchObject([{ id: postId }]);

  const { people } = schema;
  await database.db
    .update(people)
    .set({ optedOutAt: new Date() })
    .where(eq(people.workspaceId, web.workspace.id));
  expect((await call(client, "list_feedback", {})).data["posts"]).toEqual([]);
  expect((await call(client, "search_feedback", { query: "dark" })).data["posts"]).toEqual([]);
});

describe("what cannot be done", () => {
  test("is said as the tool's error, in a sentence", async () => {
    const client = await connect();

    expect(
      await call(client, "vote_feedback", { postId: 9_999_999, voter: { externalId: "u" }, value: 1 }),
    ).toMatchObject({
      isError: true,
      text: "The post was not found.",
    });
    expect(await call(client, "create_feedback", { title: "x", author: {} })).toMatchObject({
      isError: true,
    });
    expect((await call(client, "read_ticket", { ticketId: "1; drop table tickets" })).isError).toBe(true);
  });

  test("includes tools outside the key's scopes", async () => {
    const client = await connect(["search"]);

    expect((await call(client, "create_ticket", { question: "Hello" })).isError).toBe(true);
    expect(
      await database.db.select().from(schema.tickets).where(eq(schema.tickets.description, "Hello")),
    ).toEqual([]);
  });

  test.each([
    ["without a key", "POST", {}, 401],
    ["with a made-up key", "POST", { Authorization: "Bearer fl_live_nothing" }, 401],
    ["from a page of another site", "POST", { Origin: "https://evil.example" }, 403],
    ["by GET", "GET", {}, 405],
    ["by DELETE", "DELETE", {}, 405],
  ])("%s is refused", async (_, method, headers, status) => {
    const response = await web.fetch("/mcp", {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      ...(method === "POST" ? { body: "{}" } : {}),
    });

    expect(response.status).toBe(status);
  });
});
