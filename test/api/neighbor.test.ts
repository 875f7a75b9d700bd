import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aWeb } from "../web/support.ts";
import type { TestWeb } from "../web/support.ts";
import { aThingOfEachKind, contentsOf } from "./neighbor.ts";
import type { Things } from "./neighbor.ts";
import { listOperations } from "./operations.ts";
import type { ApiDocument } from "./operations.ts";
import { pathOf, sampleBody } from "./samples.ts";
import { aProgram, deviation, idOf } from "./support.ts";
import type { Program } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let foreign: Things;
let neighborId: number;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  const neighbor = await aWeb(database);
  neighborId = neighbor.workspace.id;
  foreign = await aThingOfEachKind(neighbor);
  await neighbor.stop();
});

afterAll(async () => {
  await web.stop();
  await database.stop();
});

const roomOf = (path: string): keyof Things => path.split("/")[1] as keyof Things;

test("no operation finds what is another workspace's, or writes anything there", async () => {
  const document = (await (await web.fetch("/api/openapi.json")).json()) as ApiDocument;
  const before = await contentsOf(database.db, neighborId);
  const problems: string[] = [];

  for (const listed of listOperations(document).filter(({ path }) => path.includes("{id}"))) {
    const program = await aProgram(web);
    const id = foreign[roomOf(listed.path)];
    const called = await program.send(listed.method, pathOf(listed, id), sampleBody(document, listed));
    problems.push(...deviation(called, 404, listed.id));
    expect(JSON.stringify(called.body)).not.toMatch(/Their|Secret|Eve/u);
  }

  expect(problems).toEqual([]);
  expect(await contentsOf(database.db, neighborId)).toBe(before);
});

test("a key of another workspace opens nothing here", async () => {
  const other = await aWeb(database);
  const { token } = await aProgram(other);
  await other.stop();

  const response = await web.fetch("/api/v1/tickets", { headers: { Authorization: `Bearer ${token}` } });

  expect(response.status).toBe(401);
});

type Try = [method: string, path: string, body: unknown];

/** One's own things, referring to those of the neighbor. */
async function references(program: Program): Promise<Try[]> {
  const make = async (path: string, body: unknown): Promise<string> =>
    `${path}/${idOf((await program.post(path, body)).body)}`;
  const ticket = await make("/tickets", { question: "Mine?" });
  const article = await make("/articles", { title: "Mine", content: "Words" });
  const post = await make("/feedback", { title: "My own wish", author: { externalId: "a" } });
  const person = await make("/people", { externalId: "a" });
  const category = await make("/categories", { name: "Mine" });
  return [
    ["POST", `${ticket}/messages`, { text: "x", as: "agent", agentId: foreign.people }],
    ["PATCH", article, { categoryId: foreign.categories }],
    ["PATCH", article, { authorId: foreign.people }],
    ["PATCH", article, { translationOfId: foreign.articles, locale: "de" }],
    ["POST", "/articles", { title: "x", content: "y", categoryId: foreign.categories }],
    ["POST", `${post}/merge`, { intoId: foreign.feedback }],
    ["PATCH", person, { companyId: foreign.companies }],
    ["POST", "/people", { externalId: "b", companyId: foreign.companies }],
    ["PATCH", category, { parentId: foreign.categories }],
  ];
}

test("one's own things cannot refer to a neighbor's", async () => {
  const program = await aProgram(web);
  const before = await contentsOf(database.db, neighborId);
  const problems: string[] = [];

  for (const [method, path, body] of await references(program)) {
    problems.push(...deviation(await program.send(method, path, body), 404, `${method} ${path}`));
  }

  expect(problems).toEqual([]);
  expect(await contentsOf(database.db, neighborId)).toBe(before);
});

test("a list filtered by a neighbor's id is empty", async () => {
  const program = await aProgram(web);

  const lists = [
    await program.get(`/tickets?askerId=${foreign.people}`),
    await program.get(`/people?companyId=${foreign.companies}`),
    await program.get(`/articles?categoryId=${foreign.categories}`),
  ];

  expect(lists.map(({ body }) => Object.values(body)[0])).toEqual([[], [], []]);
});
