import { setTimeout as sleep } from "node:timers/promises";
import { createWebhookEndpoint, exportBoard, importBoard, listPosts } from "@firstline/core";
import type { BoardProduct } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace, queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const ctx = { db, now: (): Date => new Date("2026-11-22T12:00:00Z") };
let workspaceId = 0;

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
});

const load = (from: BoardProduct, ...texts: string[]) =>
  importBoard(ctx, {
    workspaceId,
    from,
    files: texts.map((text, index) => ({ path: `file-${index + 1}`, text })),
  });

const posts = async () => {
  const listed = await listPosts(ctx, { workspaceId, order: "top", forAgents: true });
  return listed.posts.map(({ title, status, type, upvotes }) => [title, status, type, upvotes]);
};

const CANNY = JSON.stringify({
  posts: [
    {
      id: "p1",
      title: "Dark mode",
      details: "My eyes.",
      status: "in progress",
      score: 12,
      created: "2024-03-01T10:00:00.000Z",
      author: { id: "u1", name: "Ann", email: "Ann@acme.example" },
      board: { id: "b1", name: "Feature requests" },
    },
    {
      id: "p2",
      title: "Export fails",
      details: "",
      status: "closed",
      score: 1,
      created: "2024-03-02",
      author: null,
      board: { id: "b2", name: "Bugs" },
    },
  ],
  votes: [
    { id: "v1", post: { id: "p1", title: "Dark mode" }, voter: { name: "Bob", email: "bob@beta.example" } },
    { id: "v2", post: { id: "p1" }, voter: { name: "Ann", email: "ann@acme.example" } },
    { id: "v3", post: { id: "p1" }, voter: { name: "Nobody" } },
    { id: "v4", post: { id: "p9" }, voter: { email: "cy@beta.example" } },
  ],
});

test("posts and votes of Canny come with their people, one vote each, and nobody is told", async () => {
  const report = await load("canny", CANNY);

  expect(report).toMatchObject({ added: 2, votes: 2, votesWithoutPeople: 11 });
  expect(report.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("email"),
    expect.stringContaining("p9"),
  ]);
  expect(await posts()).toEqual([
    ["Dark mode", "in_progress", "feature_request", 2],
    ["Export fails", "wont_fix", "bug_report", 0],
  ]);
  expect(await queuedJobs(db, "tell_voters")).toEqual([]);
});

test("programs hear nothing of posts and duplicates that are brought over", async () => {
  await createWebhookEndpoint(ctx, { workspaceId, url: "https://hooks.example.com/f" });
  const posts = [
    { number: 1, title: "API keys" },
    { number: 2, title: "Keys, for the API", status: "duplicate", originalNumber: 1 },
  ];

  expect(await load("fider", JSON.stringify(posts))).toMatchObject({ added: 2 });

  const d = schema.webhookDeliveries;
  expect(await db.$count(d, eq(d.workspaceId, workspaceId))).toBe(0);
});

test("again, nothing comes twice, what is new comes, and what was changed here stays", async () => {
  await load("canny", CANNY);
  await db.update(schema.feedbackPosts).set({ status: "completed" });

  const more = "Post ID,Voter name,Voter email\np1,Cy,cy@beta.example\np1,Bob,BOB@beta.example\n";
  const report = await load("canny", CANNY, more);

  expect(report).toMatchObject({ added: 0, unchanged: 2, votes: 1 });
  expect(await posts()).toEqual([
    ["Dark mode", "completed", "feature_request", 3],
    ["Export fails", "completed", "bug_report", 0],
  ]);
});

test("a voter is the person of that address, whatever platform they are known on", async () => {
  const [known] = await db
    .insert(schema.people)
    .values({ workspaceId, name: "Bob from Slack", email: "Bob@Beta.example" })
    .returning({ id: schema.people.id });
  await load("canny", CANNY);

  const votes = await db.query.votes.findMany({
    where: (row, { and, eq }) => and(eq(row.workspaceId, workspaceId), eq(row.personId, known?.id ?? 0)),
  });

  expect(votes).toHaveLength(1);
});

test("very many voters of a post are brought over a few at a time, so that others get their turn", async () => {
  const votes = Array.from({ length: 400 }, (_, index) => ({
    post: { id: "p1" },
    voter: { email: `voter${index}@beta.example` },
  }));
  const file = JSON.stringify({ posts: [{ id: "p1", title: "Dark mode" }], votes });
  const seen: number[] = [];

  const ended = load("canny", file).then(() => "ended");
  while ((await Promise.race([ended, sleep(1)])) !== "ended")
    seen.push(await db.$count(schema.votes, eq(schema.votes.workspaceId, workspaceId)));

  expect(seen.filter((count) => count > 0 && count < 400)).not.toEqual([]);
  expect(await posts()).toEqual([["Dark mode", "open", "feature_request", 400]]);
});

test("a table of Fider comes with its states, and duplicates stand behind their originals", async () => {
  const csv = [
    "number,title,description,created_at,created_by,votes_count,comments_count,status,original_number,tags",
    "1,API keys,Scopes please,2023-01-02T03:04:05Z,Ann,7,0,started,,",
    '2,"Keys, for the API",,2023-01-03T03:04:05Z,Bob,2,0,duplicate,1,',
    "3,Faster,,2023-01-03T03:04:05Z,Bob,2,0,someday,,",
  ].join("\n");
  const votes = JSON.stringify([
    { postNumber: 1, user: { name: "Ann", email: "ann@acme.example" } },
    { postNumber: 2, user: { name: "Ann", email: "ann@acme.example" } },
    { postNumber: 2, user: { name: "Bob", email: "bob@beta.example" } },
  ]);

  const report = await load("fider", csv, votes);

  expect(report).toMatchObject({ added: 2, votes: 3 });
  expect(report.problems).toEqual([{ file: "file-1", line: 4, message: expect.stringContaining("someday") }]);
  // Ann has voted for both, and counts once.
  expect(await posts()).toEqual([["API keys", "in_progress", "feature_request", 2]]);

  const later = JSON.stringify([{ postNumber: 2, user: { name: "Cy", email: "cy@beta.example" } }]);
  expect(await load("fider", csv, votes, later)).toMatchObject({ added: 0, votes: 1 });
  expect(await posts()).toEqual([["API keys", "in_progress", "feature_request", 3]]);
});

test("what goes out as JSON comes in again elsewhere, and as CSV it computes nothing", async () => {
  await load("canny", CANNY.replace("Dark mode", "=cmd|' /C calc'!A0"));
  const text = async (format: "csv" | "json") => {
    const pieces: string[] = [];
    for await (const piece of exportBoard(ctx, { workspaceId, format })) pieces.push(piece);
    return pieces.join("");
  };
  const before = await posts();
  const [json, csv] = [await text("json"), await text("csv")];

  expect(csv.split("\r\n")[1]).toContain(",'=cmd|' /C calc'!A0,");
  workspaceId = (await aWorkspace(ctx)).id;
  expect(await load("firstline", json)).toMatchObject({ added: 2, votes: 2, problems: [] });
  expect(await posts()).toEqual(before);
  workspaceId = (await aWorkspace(ctx)).id;
  await load("firstline", csv);
  expect((await posts()).map(([title]) => title)).toContain("=cmd|' /C calc'!A0");
});

test.each(["csv", "json"] as const)(
  "a post that agents have hidden stays hidden when it comes in again: %s",
  async (format) => {
    await load("canny", CANNY);
    const p = schema.feedbackPosts;
    await db
      .update(p)
      .set({ isPublic: false })
      .where(and(eq(p.workspaceId, workspaceId), eq(p.title, "Dark mode")));
    let text = "";
    for await (const piece of exportBoard(ctx, { workspaceId, format })) text += piece;

    workspaceId = (await aWorkspace(ctx)).id;
    await load("firstline", text);

    const forMembers = await listPosts(ctx, { workspaceId, order: "top" });
    expect(forMembers.posts.map(({ title }) => title)).toEqual(["Export fails"]);
    expect(await posts()).toHaveLength(2);
  },
);

test.each(["{", '{"a":1}', '"text', "[", '{"posts":{}}'])(
  "what is no board is refused and nothing is written: %j",
  async (text) => {
    await expect(load("canny", CANNY, text)).rejects.toMatchObject({ code: "invalid" });
    expect(await posts()).toEqual([]);
  },
);

test("hostile rows are stored as the text they are, or not at all", async () => {
  const report = await load(
    "canny",
    JSON.stringify({
      posts: [
        null,
        7,
        { id: "a", title: "<script>alert(1)</script> @everyone", status: "open" },
        { id: "b", title: "\u0000", status: "open" },
        { id: "c", title: "Deep", details: { details: { details: { details: { details: "x" } } } } },
        { id: "d", title: "'; drop table votes; --", created: "+275760-09-13" },
      ],
      votes: [{ post: { id: "a" }, voter: { email: "a@b.c\nBcc: all@example.com" } }],
    }),
  );

  expect(report).toMatchObject({ added: 3, votes: 0 });
  expect(report.problems).toHaveLength(4);
  const titles = (await posts()).map(([title]) => String(title));
  expect(titles.some((title) => title.includes("@everyone"))).toBe(false);
  expect(titles).toContain("'; drop table votes; --");
});
