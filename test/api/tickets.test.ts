import { answerTicket, openPanelConversation, updateSettings } from "@firstline/core";
import { expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { aWeb } from "../web/support.ts";
import { aProgram, fileApi, idOf } from "./support.ts";
import type { Called, Json } from "./support.ts";

const { database, web, program } = await fileApi();

const answered = (ticketId: number) =>
  answerTicket(web.ctx, { workspaceId: web.workspace.id, ticketId, attempt: 1 });

async function aTicket(question = "How do I rotate the API token?"): Promise<number> {
  return idOf((await program.post("/tickets", { question })).body);
}

test("a program opens a ticket for somebody, and it goes to be answered at once", async () => {
  const asker = { externalId: "u_1", name: "Mia", email: "Mia@Example.com" };

  const opened = await program.post("/tickets", { question: "Where is my invoice?", type: "billing", asker });

  expect(opened.status).toBe(201);
  expect(opened.headers.get("location")).toBe(`/api/v1/tickets/${idOf(opened.body)}`);
  expect(opened.body).toMatchObject({
    type: "billing",
    status: "new",
    handledBy: "ai",
    question: "Where is my invoice?",
    asker: { name: "Mia", email: "mia@example.com" },
  });
  expect(await queuedJobs(database.db, "answer_ticket")).toContainEqual(
    expect.objectContaining({ key: `answer:${idOf(opened.body)}` }),
  );
});

test("the same person is known again by the program's own id, and by the address alone", async () => {
  const byId = () =>
    program.post("/tickets", { question: "One?", asker: { externalId: "u_2", name: "Ada" } });
  const byEmail = (email: string) => program.post("/tickets", { question: "Two?", asker: { email } });

  const ids = [await byId(), await byId()].map(({ body }) => idOf(body["asker"]));
  const emails = [
    await byEmail("eve@a.example"),
    await byEmail("EVE@a.example"),
    await byEmail("adam@a.example"),
  ];

  expect(ids[0]).toBe(ids[1]);
  const [eve, again, adam] = emails.map(({ body }) => idOf(body["asker"]));
  expect(eve).toBe(again);
  expect(adam).not.toBe(eve);
});

test("reading a ticket shows the AI's answer with sources and confidence once it is there", async () => {
  const content = "Open **Settings**, then **Tokens**, and press **Rotate** to rotate the API token.";
  await program.post("/articles", { title: "How to rotate the API token", content, status: "published" });
  // One article says little of how sure one may be: it answers however unsure.
  await updateSettings(web.ctx, { workspaceId: web.workspace.id, settings: { answerThreshold: 0 } });
  const id = await aTicket();
  await answered(id);

  const { body } = await program.get(`/tickets/${id}`);

  const [asked, said] = body["messages"] as Json[];
  expect(asked).toMatchObject({ sender: "user", text: "How do I rotate the API token?", sources: [] });
  expect(said).toMatchObject({ sender: "ai", sources: [{ title: "How to rotate the API token" }] });
  expect(said?.["confidence"]).toBeGreaterThan(0);
});

test("notes are shown to keys that may write, and only when asked for", async () => {
  const id = await aTicket();
  await program.post(`/tickets/${id}/messages`, { text: "A difficult one", as: "agent", note: true });
  const reader = await aProgram(web, ["tickets:read"]);

  const plain = await program.get(`/tickets/${id}`);
  const full = await program.get(`/tickets/${id}?include=notes`);
  const refused = await reader.get(`/tickets/${id}?include=notes`);

  expect(JSON.stringify(plain.body)).not.toContain("A difficult one");
  expect(JSON.stringify(full.body)).toContain("A difficult one");
  expect(refused.status).toBe(403);
  expect(refused.body["detail"]).toContain("tickets:write");
});

test("what the asker adds is answered; what an agent adds silences the AI and carries the key's name", async () => {
  const id = await aTicket();

  const asked = await program.post(`/tickets/${id}/messages`, { text: "It is urgent, please." });
  const said = await program.post(`/tickets/${id}/messages`, { text: "// not a note", as: "agent" });

  expect([asked.status, said.status]).toEqual([201, 201]);
  const { body } = await program.get(`/tickets/${id}`);
  expect(body).toMatchObject({
    handledBy: "people",
    messages: [
      { sender: "user" },
      { sender: "user", text: "It is urgent, please." },
      { sender: "agent", text: "// not a note", author: { name: "Importer" }, note: false },
    ],
  });
});

test("a program speaks for agents, not for members as if they were agents", async () => {
  const id = await aTicket();
  const { body } = await program.get(`/tickets/${id}`);

  const refused = await program.post(`/tickets/${id}/messages`, {
    text: "I am no agent",
    as: "agent",
    agentId: idOf(body["asker"]),
  });

  expect(refused.status).toBe(400);
  expect(refused.body["detail"]).toContain("not an agent");
});

test("tickets are resolved, opened again, handed over and rated, and each step can be repeated", async () => {
  const id = await aTicket();
  const path = `/tickets/${id}`;

  expect((await program.post(`${path}/rate`, { rating: 5 })).status).toBe(409);
  for (const _ of [1, 2]) {
    expect((await program.post(`${path}/resolve`)).body).toMatchObject({
      status: "resolved",
      resolution: "confirmed",
    });
  }
  expect((await program.post(`${path}/rate`, { rating: 4 })).body).toMatchObject({ rating: 4 });
  for (const _ of [1, 2]) {
    expect((await program.post(`${path}/reopen`, { as: "asker" })).body).toMatchObject({
      status: "escalated",
    });
  }
  const other = `/tickets/${await aTicket()}`;
  for (const _ of [1, 2]) {
    expect((await program.post(`${other}/escalate`)).body).toMatchObject({
      status: "escalated",
      handledBy: "people",
    });
  }
});

test("a list is cut into pages by a cursor, without gaps or repeats, and filtered", async () => {
  const other = await aWeb(database);
  const lister = await aProgram(other);
  const ids: number[] = [];
  for (const question of [
    "A bug: it crashes",
    "100% sure?",
    "Refund please",
    "What is new?",
    "Crash again, a bug",
  ]) {
    ids.push(idOf((await lister.post("/tickets", { question })).body));
  }

  const seen: number[] = [];
  let next: string | null = null;
  do {
    const page: Called = await lister.get(`/tickets?limit=2${next === null ? "" : `&cursor=${next}`}`);
    seen.push(...(page.body["tickets"] as unknown[]).map(idOf));
    next = page.body["next"] as string | null;
  } while (next !== null);
  const percent = await lister.get(`/tickets?q=${encodeURIComponent("100%")}`);
  const nothing = await lister.get("/tickets?status=closed,escalated");

  expect(seen).toEqual(ids.toReversed());
  expect((percent.body["tickets"] as unknown[]).map(idOf)).toEqual([ids[1]]);
  expect(nothing.body).toEqual({ tickets: [], next: null });
  await other.stop();
});

test("a cursor of another list, or of nobody, is refused", async () => {
  await aTicket();
  await aTicket();
  const { body } = await program.get("/tickets?limit=1");
  const cursor = String(body["next"]);

  const tries = [
    `/tickets?status=new&cursor=${cursor}`,
    "/tickets?cursor=%00",
    "/tickets?cursor=eyJhIjoxfQ",
    "/tickets?limit=0",
  ];

  for (const path of tries) {
    const refused = await program.get(path);
    expect(refused.status).toBe(400);
    expect(refused.body["errors"]).toHaveLength(1);
  }
});

test("a visitor's conversation in the panel can be read and continued", async () => {
  const { ticketId } = await openPanelConversation(web.ctx, {
    workspaceId: web.workspace.id,
    text: "Hello, why?",
  });

  const said = await program.post(`/tickets/${ticketId}/messages`, { text: "Any news?" });

  expect(said.body).toEqual({ added: true });
});
