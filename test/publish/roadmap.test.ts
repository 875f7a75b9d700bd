import { mergePosts, setPostVisible } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { siteForEachTest } from "./site-ground.ts";

const { changelogEntries, companies, feedbackEvents, feedbackPosts, people } = schema;
type Post = Partial<typeof feedbackPosts.$inferInsert>;

const ground = await siteForEachTest();

async function aPost(post: Post): Promise<number> {
  const [row] = await ground.ctx.db
    .insert(feedbackPosts)
    .values({ workspaceId: ground.workspace.id, title: "Dark mode", description: "Please.", ...post })
    .returning({ id: feedbackPosts.id });
  return row?.id ?? 0;
}

async function aPerson(person: Partial<typeof people.$inferInsert>): Promise<number> {
  const [row] = await ground.ctx.db
    .insert(people)
    .values({ workspaceId: ground.workspace.id, name: "Mia Member", ...person })
    .returning({ id: people.id });
  return row?.id ?? 0;
}

const everything = async (): Promise<string> =>
  (await Promise.all((await ground.files()).map((file) => ground.read(file)))).join("\n");

test("a post is on the roadmap, in the list of its status and on a page with its public history", async () => {
  const authorId = await aPerson({});
  const postId = await aPost({ status: "planned", authorId });
  const event = { workspaceId: ground.workspace.id, postId };
  await ground.ctx.db.insert(feedbackEvents).values([
    { ...event, kind: "status_changed", newValue: "planned", comment: "**Soon!**", isPublic: true },
    { ...event, kind: "note_added", comment: "SECRET note", isPublic: false },
  ]);

  await ground.publish();

  const page = await ground.read(`roadmap/${postId}-dark-mode.html`);
  // As Markdown, like wherever else a status is told of.
  expect(page).toContain('"html":"<p>**Soon!**</p>"');
  expect(page).toContain('"authorName":"Mia"');
  expect(await ground.read("roadmap.html")).toContain(`/roadmap/${postId}-dark-mode`);
  expect(await ground.read("roadmap/planned.html")).toContain("Dark mode");
  expect(await ground.read("roadmap/open.html")).not.toContain("Dark mode");
  expect(await everything()).not.toContain("SECRET");
});

test("hidden posts, those of people who opted out, notes and revenue never come out", async () => {
  const [company] = await ground.ctx.db
    .insert(companies)
    .values({ workspaceId: ground.workspace.id, name: "SECRET Corp", mrrUsd: 98_765 })
    .returning({ id: companies.id });
  const authorId = await aPerson({ companyId: company?.id ?? null, email: "secret@corp.example" });
  await aPost({ authorId, adminNotes: "SECRET", weightedScore: 98.765 });
  await aPost({ title: "SECRET hidden", isPublic: false });
  await aPost({ title: "SECRET consent", authorId: await aPerson({ optedOutAt: new Date() }) });

  await ground.publish();

  expect(await everything()).not.toMatch(/secret|98[.,]?765/iu);
});

test("a merged post leads to the one that stands for it", async () => {
  const intoId = await aPost({ title: "Dark theme" });
  const postId = await aPost({ title: "Night mode", mergedIntoId: intoId });

  await ground.publish();

  const redirects = await ground.read("_redirects");
  expect(redirects).toContain(`/roadmap/${postId} /roadmap/${intoId}-dark-theme 301\n`);
  expect(redirects).toContain(`/roadmap/${postId}-night-mode /roadmap/${intoId}-dark-theme 301\n`);
  expect(await ground.read("roadmap/open.html")).not.toContain("Night mode");
});

test("a merged post that is hidden, or whose author opted out, is named nowhere", async () => {
  const workspaceId = ground.workspace.id;
  const intoId = await aPost({ title: "Dark theme" });
  const authorId = await aPerson({});
  const fromIds = [await aPost({ title: "SECRET one", authorId }), await aPost({ title: "SECRET two" })];
  for (const fromId of fromIds) {
    const by = { personId: authorId };
    await mergePosts(ground.ctx, { workspaceId, fromId, intoId, by });
  }
  await ground.publish();
  for (const title of ["SECRET one", "SECRET two"]) expect(await everything()).toContain(title);
  for (const name of ["secret-one", "secret-two"]) expect(await ground.read("_redirects")).toContain(name);

  await ground.ctx.db.update(people).set({ optedOutAt: new Date() }).where(eq(people.id, authorId));
  await setPostVisible(ground.ctx, {
    workspaceId,
    postId: fromIds[1] ?? 0,
    isPublic: false,
    by: { personId: authorId },
  });
  await ground.publish();

  expect(await everything()).not.toMatch(/secret/iu);
});

test("a new status moves the post, and no page of another post is made anew", async () => {
  const postId = await aPost({});
  await aPost({ title: "Another one", status: "completed" });
  await ground.publish();
  ground.rendered();

  await ground.ctx.db.update(feedbackPosts).set({ status: "planned" }).where(eq(feedbackPosts.id, postId));
  await ground.publish();

  expect(ground.rendered()).toEqual([
    "/roadmap",
    `/roadmap/${postId}-dark-mode`,
    "/roadmap/open",
    "/roadmap/planned",
  ]);
});

test("what was completed last is first in its column, whatever its score", async () => {
  const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
  const old = { status: "completed", weightedScore: 90, createdAt: at(5), statusChangedAt: at(6) } as const;
  for (let nth = 0; nth < 20; nth += 1) await aPost({ title: `Old ${nth}`, ...old });
  await aPost({ title: "Just done", status: "completed", createdAt: at(1), statusChangedAt: at(20) });
  await aPost({ title: "Brought over", status: "completed", createdAt: at(7) });

  await ground.publish();

  const page = (await ground.read("roadmap.html")) ?? "";
  const places = ["Just done", "Brought over", "Old 0"].map((title) => page.indexOf(title));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("every post of a long list can be reached, page after page", async () => {
  const { id: workspaceId } = ground.workspace;
  const wish = (nth: number) => ({ workspaceId, title: `Wish ${nth}.`, description: "" });
  await ground.ctx.db.insert(feedbackPosts).values(Array.from({ length: 510 }, (_, nth) => wish(nth)));

  await ground.publish();

  const [first, second] = [await ground.read("roadmap/open.html"), await ground.read("roadmap/open/2.html")];
  expect(first).toContain('"more":{"href":"/roadmap/open/2","count":10}');
  expect(second).toContain('"more":null');
  expect(new Set(`${first} ${second}`.match(/Wish \d+\./gu)).size).toBe(510);
});

test("published news are in the changelog and its feed, drafts are not", async () => {
  const entry = { workspaceId: ground.workspace.id, body: "It is [here](/articles/x)." };
  await ground.ctx.db.insert(changelogEntries).values([
    { ...entry, slug: "dark-mode", title: "Dark mode", status: "published", publishedAt: new Date() },
    { ...entry, slug: "soon", title: "SECRET plan", status: "draft" },
    ...Array.from({ length: 11 }, (_, i) => ({
      ...entry,
      slug: `old-${i}`,
      title: `Old ${i}`,
      status: "published" as const,
      publishedAt: new Date(Date.UTC(2020, 0, i + 1)),
    })),
  ]);

  await ground.publish();

  expect(await ground.read("changelog.html")).toContain("Dark mode");
  expect(await ground.read("changelog/2.html")).toContain("Old 0");
  expect(await ground.read("changelog/rss.xml")).toContain(
    "<link>https://help.acme.example/changelog#dark-mode</link>",
  );
  expect(await everything()).not.toContain("SECRET");
});

test.each([
  ["[RFC [draft]](https://example.com/a) please", "RFC [draft] please"],
  ["[![A picture](https://example.com/a.png)](https://example.com) here", "A picture here"],
  ["See [it](https://example.com/a_(b)) again", "See it again"],
  ['<details open><summary>More</summary>\nOf **this**</details> <img src="x" alt="y">', "More Of this"],
  ["C# and snake_case where a > b", "C# and snake_case where a > b"],
  [`${"word ".repeat(20)}[here](https://example.com/${"long/".repeat(100)})`, `${"word ".repeat(20)}here`],
])("the short text of %s is plain words", async (description, words) => {
  await aPost({ status: "planned", description });

  await ground.publish();

  expect(await ground.read("roadmap.html")).toContain(`"excerpt":${JSON.stringify(words)}`);
});
