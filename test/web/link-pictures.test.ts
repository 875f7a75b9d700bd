import { importArticles } from "@firstline/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { anArticle } from "../support/factories.ts";
import { aWeb } from "./support.ts";
import type { TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  neighbor = await aWeb(database);
  const documents = [
    anArticle({ title: "For everyone", content: "a" }),
    anArticle({ title: "For agents", content: "b", audience: "agents" }),
    anArticle({ title: "A draft", content: "c", status: "draft" }),
  ];
  await importArticles(web.ctx, { workspaceId: web.workspace.id, documents, origin: "docs" });
});
afterAll(async () => {
  await web.stop();
  await neighbor.stop();
  await database.stop();
});

async function idOf(title: string): Promise<number> {
  const article = await database.db.query.articles.findFirst({
    where: (a, { and, eq }) => and(eq(a.workspaceId, web.workspace.id), eq(a.title, title)),
  });
  return article?.id ?? 0;
}

test("the help center and an article that everyone may read have a picture", async () => {
  for (const path of ["/og/home.png", `/og/articles/${await idOf("For everyone")}.png`]) {
    const response = await web.fetch(path);

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/png");
  }
});

test.each(["For agents", "A draft"])("%s has none", async (title) => {
  expect((await web.fetch(`/og/articles/${await idOf(title)}.png`)).status).toBe(404);
});

test("a neighbor's article has none, and neither has what is no number", async () => {
  const id = await idOf("For everyone");

  for (const path of [`/og/articles/${id}.png`]) expect((await neighbor.fetch(path)).status).toBe(404);
  for (const name of ["x.png", "1e3.png", "-1.png", "99999999999999999999.png", `${id}.svg`, "1.png.png"]) {
    expect((await web.fetch(`/og/articles/${name}`)).status).toBe(404);
  }
});
