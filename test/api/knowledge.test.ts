import { askKnowledge, updateSettings } from "@firstline/core";
import { expect, test } from "vitest";
import { fileApi, idOf } from "./support.ts";
import type { Json } from "./support.ts";

const { database, web, program } = await fileApi();

const TOKENS = {
  title: "Rotate an API token",
  content: "Open **Settings**, then **Tokens**, and press **Rotate**. The old token works for one hour more.",
  status: "published",
};

test("an article is written, found at once, changed, archived and then found no more", async () => {
  const made = await program.post("/articles", TOKENS);
  const path = `/articles/${idOf(made.body)}`;
  const search = async () => (await program.get("/search?q=rotate%20token")).body["results"] as Json[];

  expect(made).toMatchObject({ status: 201, body: { ...TOKENS, slug: "rotate-an-api-token" } });
  expect(made.body["url"]).toBe("https://help.acme.example/articles/rotate-an-api-token");
  const [found] = await search();
  expect(found).toMatchObject({ articleId: idOf(made.body), title: TOKENS.title });
  expect(found?.["passage"]).toContainEqual(expect.objectContaining({ hit: true }));

  const changed = await program.send("PATCH", path, { title: "Rotate a token" });
  expect(changed.body).toMatchObject({ title: "Rotate a token", content: TOKENS.content });
  for (const _ of [1, 2])
    expect((await program.post(`${path}/archive`)).body).toMatchObject({ status: "archived", url: null });
  expect(await search()).toEqual([]);
});

test("who changes an article that somebody else has changed meanwhile is told so", async () => {
  const { body, headers } = await program.post("/articles", { ...TOKENS, title: "Two editors" });
  const path = `/articles/${idOf(body)}`;
  const tag = headers.get("etag") ?? "";

  const first = await program.send("PATCH", path, { title: "First" }, { "If-Match": tag });
  const second = await program.send("PATCH", path, { title: "Second" }, { "If-Match": tag });
  const again = await program.send(
    "PATCH",
    path,
    { title: "Third" },
    { "If-Match": first.headers.get("etag") ?? "" },
  );
  const broken = await program.send("PATCH", path, { title: "Fourth" }, { "If-Match": "yesterday" });

  expect([first, second, again, broken].map(({ status }) => status)).toEqual([200, 412, 200, 400]);
  expect((await program.get(path)).body).toMatchObject({ title: "Third" });
  expect((await program.get(path, { "If-None-Match": again.headers.get("etag") ?? "" })).status).toBe(304);
});

test("an article in another language has the address at which the help center shows it", async () => {
  const site = { locales: ["en", "de"] };
  await updateSettings(web.ctx, { workspaceId: web.workspace.id, settings: { site } });
  const german = { title: "Laufwerk einbinden", content: "Das Laufwerk wird in den Optionen eingebunden." };
  const url = "https://help.acme.example/de/articles/laufwerk-einbinden";

  const made = await program.post("/articles", { ...german, status: "published", locale: "de" });
  const read = await program.get(`/articles/${idOf(made.body)}`);
  const listed = (await program.get("/articles?locale=de")).body["articles"];
  const found = (await program.get("/search?q=laufwerk%20einbinden&locale=de")).body["results"];
  const ctx = { ...web.ctx, helpCenterUrl: "https://help.acme.example" };
  const question = "Wie kann ich das Laufwerk einbinden?";
  const answered = await askKnowledge(ctx, { workspaceId: web.workspace.id, question, thread: [] });

  expect([made.body, read.body, listed]).toMatchObject([{ url }, { url }, [{ url }]]);
  expect(found).toMatchObject([{ url: expect.stringContaining(url) }]);
  expect(answered.sources).toMatchObject([{ url: expect.stringContaining(url) }]);
});

test("a slug that is taken is refused, and an article for agents has no public address", async () => {
  await program.post("/articles", { ...TOKENS, slug: "taken" });

  const taken = await program.post("/articles", { ...TOKENS, slug: "taken" });
  const internal = await program.post("/articles", { ...TOKENS, title: "Internal", audience: "agents" });

  expect(taken.status).toBe(409);
  expect(internal.body).toMatchObject({ audience: "agents", url: null });
});

test("categories make a tree, hold articles, and leave them behind", async () => {
  const parent = idOf((await program.post("/categories", { name: "Billing" })).body);
  const child = idOf((await program.post("/categories", { name: "Invoices", parentId: parent })).body);
  const article = idOf(
    (await program.post("/articles", { ...TOKENS, title: "An invoice", categoryId: child })).body,
  );

  const loop = await program.send("PATCH", `/categories/${parent}`, { parentId: child });
  const gone = await program.send("DELETE", `/categories/${child}`);

  expect(loop.status).toBe(400);
  expect(gone.body).toEqual({ movedArticles: 1 });
  expect((await program.get(`/articles/${article}`)).body["category"]).toEqual({
    id: parent,
    name: "Billing",
  });
  expect((await program.get(`/articles?categoryId=${parent}`)).body["articles"]).toHaveLength(1);
});

test("articles are listed a page at a time, without their contents", async () => {
  const first = await program.get("/articles?limit=1&status=published");
  const next = first.body["next"] as string;
  const second = await program.get(`/articles?limit=1&status=published&cursor=${next}`);
  const ids = [first, second].map(({ body }) => (body["articles"] as Json[]).map(idOf)[0]);

  expect(new Set(ids).size).toBe(2);
  expect(JSON.stringify(first.body)).not.toContain("press **Rotate**");
});

test("a question is answered with sources, or given to people without the answer that was not sure enough", async () => {
  await program.post("/articles", { ...TOKENS, title: "How to rotate an API token" });

  const known = await program.post("/ask", { question: "How do I rotate an API token?" });
  const unknown = await program.post("/ask", { question: "Please refund my last invoice" });

  expect(known.status).toBe(200);
  expect(known.body["confidence"]).toBeGreaterThan(0);
  expect(known.body["sources"]).not.toEqual([]);
  expect(unknown.body).toMatchObject({ outcome: "for_people", answer: null });
});

test("an answer can be had as a stream of events", async () => {
  const response = await web.fetch("/api/v1/ask", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${program.token}`,
      "Content-Type": "application/json",
      Accept: "text/event-stream",
    },
    body: JSON.stringify({ question: "How do I rotate an API token?" }),
  });
  const text = await response.text();

  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect([...text.matchAll(/^event: (\w+)$/gmu)].map(([, name]) => name)).toEqual([
    "sources",
    "answer",
    "done",
  ]);
});

test("searches of programs are counted", async () => {
  await program.get("/search?q=flux%20capacitor");

  const row = await database.db.query.searches.findFirst({
    where: (search, { eq }) => eq(search.query, "flux capacitor"),
  });
  expect(row).toMatchObject({ place: "api", resultCount: 0, workspaceId: web.workspace.id });
});
