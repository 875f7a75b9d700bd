import { importArticles, updateSettings } from "@firstline/core";
import type { LanguageModel } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { scriptedModel } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb, post, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

const database = await fileDatabase();
let web: TestWeb;

beforeAll(async () => {
  web = await aWeb(database);
  await importArticles(web.ctx, {
    workspaceId: web.workspace.id,
    origin: "docs",
    documents: [
      anArticle({
        title: "Rotate the API token",
        content: "To rotate the API token, open Settings, choose Tokens and press Rotate.",
      }),
      anArticle({
        title: "Token runbook",
        content: "The API token vault is at zebra street.",
        audience: "agents",
      }),
    ],
  });
});
afterAll(() => web.stop());

type Event = { event: string; data: Record<string, unknown> };

async function ask(question: string, on = web): Promise<Event[]> {
  const response = await post(on, "/api/ask", { question });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const blocks = (await response.text()).split("\n\n");
  return blocks.flatMap((block) => {
    const event = /^event: (.+)$/mu.exec(block)?.[1];
    const data = /^data: (.+)$/mu.exec(block)?.[1];
    return event === undefined || data === undefined
      ? []
      : [{ event, data: JSON.parse(data) as Record<string, unknown> }];
  });
}

const trust = (threshold: number) =>
  updateSettings(web.ctx, {
    workspaceId: web.workspace.id,
    settings: { resolveThreshold: threshold, answerThreshold: threshold, autoResolve: "on" },
  });

test("a question is answered with the articles that the answer rests on", async () => {
  await trust(0);

  const events = await ask("How do I rotate the API token?");

  expect(events.map(({ event }) => event)).toEqual(["sources", "answer", "done"]);
  expect(events[0]?.data["sources"]).toMatchObject([{ title: "Rotate the API token" }]);
  expect(events[1]?.data).toMatchObject({
    outcome: "answered",
    sources: [{ title: "Rotate the API token" }],
  });
  expect(events[1]?.data["html"]).toContain("press Rotate");
  expect(JSON.stringify(events)).not.toContain("zebra");
});

test("a hosted model's answer is shown while it is written, in whole sentences", async () => {
  const scripted = scriptedModel();
  const model: LanguageModel = {
    ...scripted,
    answer(request, signal, onText) {
      onText?.("Open **Settings**. Then cho");
      return scripted.answer(request, signal);
    },
  };
  const hosted = await aWeb(database, { model });
  await updateSettings(hosted.ctx, { workspaceId: hosted.workspace.id, settings: { answerModel: "strong" } });
  const content = "To rotate the API token, open Settings and press Rotate.";
  const documents = [anArticle({ title: "Rotate the API token", content })];
  await importArticles(hosted.ctx, { workspaceId: hosted.workspace.id, origin: "docs", documents });

  const events = await ask("How do I rotate the API token?", hosted);

  expect(events.map(({ event }) => event)).toEqual(["sources", "draft", "answer", "done"]);
  expect(events[1]?.data["html"]).toContain("<strong>Settings</strong>.");
  expect(events[1]?.data["html"]).not.toContain("Then");
  await hosted.stop();
});

test("an answer that is not sure enough is not shown, only where to look", async () => {
  await trust(1);

  const events = await ask("How do I rotate the API token?");

  expect(events.find(({ event }) => event === "answer")?.data).toMatchObject({
    outcome: "unsure",
    markdown: null,
    html: null,
    sources: [{ title: "Rotate the API token" }],
  });
});

test("a question makes no ticket and is not stored", async () => {
  await ask("How do I rotate the API token?");

  const ofWorkspace = eq(schema.tickets.workspaceId, web.workspace.id);
  expect(await database.db.select().from(schema.tickets).where(ofWorkspace)).toEqual([]);
});

test.each([
  ["nothing", {}],
  ["only spaces", { question: "   " }],
  ["too much", { question: "x".repeat(2_001) }],
  ["something else", { question: 7 }],
])("%s is no question", async (_, body) => {
  const response = await post(web, "/api/ask", body);

  expect(response.status).toBe(400);
  expect((await problemOf(response)).field).toBe("question");
});

test("one address does not get to ask without end", async () => {
  const headers = { "Content-Type": "application/json", "X-Forwarded-For": "203.0.113.77" };
  const body = JSON.stringify({ question: "   " });
  const statuses: number[] = [];
  for (let time = 0; time < 10; time += 1) {
    statuses.push((await web.fetch("/api/ask", { method: "POST", headers, body })).status);
  }

  expect(statuses.at(0)).toBe(400);
  expect(statuses.at(-1)).toBe(429);
});

test("what fails on the way is said in a sentence, and its details are kept inside", async () => {
  const broken = await aWeb(database, {
    embedder: {
      model: "offline-x",
      dimensions: 1536,
      embed: () => Promise.reject(new Error("password=hunter2")),
    },
  });

  const response = await post(broken, "/api/ask", { question: "How do I rotate the API token?" });
  const text = await response.text();
  const [, data = "null"] = /event: problem\ndata: (.*)\n/u.exec(text) ?? [];

  expect(JSON.parse(data)).toMatchObject({
    type: "about:blank",
    status: 500,
    code: "internal",
    reference: broken.logged.at(-1)?.["reference"],
  });
  expect(text).not.toContain("hunter2");
  await broken.stop();
});
