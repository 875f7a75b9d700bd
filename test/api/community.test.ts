import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { aProgram, fileApi, idOf } from "./support.ts";
import type { Json } from "./support.ts";

const { database, web, program } = await fileApi();

let count = 0;
async function aPost(title = `Wish number ${(count += 1)}`): Promise<number> {
  const author = { externalId: `author-${title}`, name: "Ada" };
  return idOf((await program.post("/feedback", { title, author })).body);
}

test("a post has its author's vote; others vote, once each, and may take it back", async () => {
  const path = `/feedback/${await aPost("Dark mode for the dashboard")}`;
  const vote = (email: string, value: number) => program.post(`${path}/vote`, { voter: { email }, value });

  const first = await vote("mia@a.example", 1);
  const again = await vote("MIA@a.example", 1);
  const back = await vote("mia@a.example", 0);
  const against = await vote("eve@a.example", -1);

  expect(first.body).toMatchObject({ changed: true, post: { upvotes: 2 } });
  expect(again.body).toMatchObject({ changed: false, post: { upvotes: 2 } });
  expect(back.body).toMatchObject({ changed: true, post: { upvotes: 1 } });
  expect(against.status).toBe(400);
});

test("nobody cannot vote or post", async () => {
  const path = `/feedback/${await aPost()}`;

  const vote = await program.post(`${path}/vote`, { voter: { name: "Mia" }, value: 1 });
  const post = await program.post("/feedback", { title: "A wish of nobody", author: {} });

  expect([vote.status, post.status]).toEqual([400, 400]);
});

test("posts are found, offered as alike, moved on, merged and taken apart", async () => {
  const dark = await aPost("A dark theme in the mobile app");
  const night = await aPost("Night mode in the mobile app");

  const searched = await program.get("/feedback/search?q=dark%20theme");
  const moved = await program.post(`/feedback/${dark}/status`, { status: "planned", comment: "Next month." });
  const merged = await program.post(`/feedback/${night}/merge`, { intoId: dark });
  const standing = await program.get(`/feedback/${night}`);
  const apart = await program.post(`/feedback/${night}/unmerge`);

  expect((searched.body["posts"] as Json[]).map(idOf)).toContain(dark);
  expect(moved.body).toMatchObject({ changed: true, post: { status: "planned" } });
  expect(merged.body).toMatchObject({ id: dark, upvotes: 2 });
  expect(idOf(standing.body)).toBe(dark);
  expect(apart.body).toMatchObject({ id: night, upvotes: 1, mergedIntoId: null });
});

test("a hidden post is there for keys that may write only, and lists leave it out unless asked", async () => {
  const id = await aPost("A secret wish");
  const reader = await aProgram(web, ["feedback:read"]);

  await program.send("PATCH", `/feedback/${id}`, { isPublic: false });
  const listed = await program.get("/feedback?order=new");
  const all = await program.get("/feedback?order=new&include=hidden");

  expect((listed.body["posts"] as Json[]).map(idOf)).not.toContain(id);
  expect((all.body["posts"] as Json[]).map(idOf)).toContain(id);
  expect((await reader.get("/feedback?include=hidden")).status).toBe(403);
  expect((await reader.get(`/feedback/${id}`)).status).toBe(404);
});

test("the post of somebody who opted out is left out as a hidden one is", async () => {
  const title = "A wish of nobody in particular";
  const id = await aPost(title);
  const reader = await aProgram(web, ["feedback:read"]);
  const [author] = await database.db
    .select({ id: schema.feedbackPosts.authorId })
    .from(schema.feedbackPosts)
    .where(eq(schema.feedbackPosts.id, id));
  const person = `/people/${author?.id ?? 0}`;
  expect((await program.send("PATCH", person, { optedOut: true })).body).toMatchObject({ optedOut: true });

  const paths = [
    "?order=new",
    "/search?q=nobody%20particular",
    `/similar?title=${encodeURIComponent(title)}`,
  ];
  const seen = await Promise.all(paths.map((path) => reader.get(`/feedback${path}`)));
  const all = await program.get("/feedback?order=new&include=hidden");

  for (const { status, body } of seen) {
    expect(status).toBe(200);
    expect((body["posts"] as Json[]).map(idOf)).not.toContain(id);
  }
  expect((await reader.get(`/feedback/${id}`)).status).toBe(404);
  expect((await program.get(`/feedback/${id}`)).body).toMatchObject({ id, title });
  expect((all.body["posts"] as Json[]).map(idOf)).toContain(id);

  expect((await program.send("PATCH", person, { optedOut: false })).body).toMatchObject({ optedOut: false });
  expect((await reader.get(`/feedback/${id}`)).status).toBe(200);
});

test("what companies pay is not told by a post's score to keys that may not know it", async () => {
  const id = await aPost();
  const reader = await aProgram(web, ["feedback:read"]);

  expect((await reader.get(`/feedback/${id}`)).body["score"]).toBeNull();
  expect((await program.get(`/feedback/${id}`)).body["score"]).toBeGreaterThan(0);
});

test("a person is known by id and by address, and belongs to a company", async () => {
  const company = await program.post("/companies", {
    externalId: "c_1",
    name: "Acme",
    domain: "https://www.Acme.example/x",
  });
  const companyId = idOf(company.body);
  const made = await program.post("/people", {
    externalId: "u_1",
    email: "Mia@acme.example",
    name: "Mia",
    companyId,
  });
  const again = await program.post("/people", { email: "mia@acme.example", locale: "de" });

  expect(company).toMatchObject({ status: 201, body: { domain: "acme.example", mrrUsd: 0 } });
  expect([made.status, again.status]).toEqual([201, 200]);
  expect(again.body).toMatchObject({
    id: idOf(made.body),
    externalId: "u_1",
    email: "mia@acme.example",
    locale: "de",
    company: { id: companyId, name: "Acme" },
  });
  const listed = await program.get("/people?q=mia");
  expect((listed.body["people"] as Json[]).map(idOf)).toContain(idOf(made.body));
});

test("a company's revenue is set, and the votes are weighed anew", async () => {
  const first = await program.post("/companies", { externalId: "c_2", name: "Beta", mrrUsd: 100.005 });
  const again = await program.post("/companies", { externalId: "c_2", mrrUsd: 250 });
  const id = idOf(first.body);
  const other = idOf((await program.post("/companies", { domain: "gamma.example" })).body);

  expect([first.status, again.status]).toEqual([201, 200]);
  expect((await program.get(`/companies/${id}`)).body).toMatchObject({ name: "Beta", mrrUsd: 250 });
  expect((await program.send("PATCH", `/companies/${other}`, { externalId: "c_2" })).status).toBe(409);
  expect((await program.post("/companies", { name: "Nobody" })).status).toBe(400);
  expect((await program.post("/companies", { externalId: "c_2", mrrUsd: -1 })).status).toBe(400);
  expect(await queuedJobs(database.db, "recount_scores")).toContainEqual(
    expect.objectContaining({ key: `recount_scores:${web.workspace.id}` }),
  );
});

test("a table sets the revenue of many companies, and tells which rows it could not use", async () => {
  const csv = "name,domain,mrr\nDelta,delta.example,120\nEpsilon,no domain,5\n";

  const report = await program.post("/companies/import", csv, { "Content-Type": "text/csv; charset=utf-8" });
  const listed = await program.get("/companies?q=delta");

  expect(report.body).toMatchObject({ added: 1, updated: 0, problems: [{ line: 3 }] });
  expect(listed.body["companies"]).toMatchObject([{ domain: "delta.example", mrrUsd: 120 }]);
});
