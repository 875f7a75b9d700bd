import {
  castVote,
  createPost,
  getPost,
  listChangelog,
  listPosts,
  rememberAgent,
  setType,
} from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import { schema } from "@firstline/db";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { member } from "../support/feedback.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { signIn } from "../web/console-session.ts";
import type { ConsoleSession } from "../web/console-session.ts";
import { answer, aWeb, openConversation } from "../web/support.ts";
import type { TestWeb } from "../web/support.ts";

const EVIL = `<img src=x onerror=alert(1)><script>alert(2)</script>`;

let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;
let session: ConsoleSession;
let post: PostSummary;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  neighbor = await aWeb(database);
  session = await signIn(web);
});
afterAll(async () => {
  await web.stop();
  await neighbor.stop();
  await database.stop();
});

let posts = 0;
beforeEach(async () => {
  posts += 1;
  post = await aPost(web, `Dark mode ${posts}`);
});

async function aPost(at: TestWeb, title: string, description = EVIL): Promise<PostSummary> {
  const author = member(`Author${posts}`);
  const input = { workspaceId: at.workspace.id, title, description, author, place: null };
  return (await createPost(at.ctx, input)).post;
}

const page = () => `/console/feedback/${post.id}`;
const read = () => getPost(web.ctx, { workspaceId: web.workspace.id, postId: post.id, forAgents: true });
const anAgent = () => database.db.transaction((tx) => rememberAgent(tx, web.workspace.id, member("Agent")));
const text = async (path: string): Promise<string> => (await session.show(path)).text();

describe("the door", () => {
  test.each(["/console/feedback", "/console/feedback/1", "/console/changelog", "/console/changelog/new"])(
    "%s stays shut without the token",
    async (path) => {
      expect((await web.fetch(path)).status).toBe(401);
    },
  );

  test("forms from elsewhere change nothing", async () => {
    const from = { Cookie: session.cookie, Origin: "https://evil.example" };
    const response = await session.submit(page(), { do: "hide" }, from);

    expect(response.status).toBe(403);
    expect((await read()).isPublic).toBe(true);
  });

  test("a neighbor's post is not there", async () => {
    const foreign = await aPost(neighbor, "Their wish");

    expect((await session.show(`/console/feedback/${foreign.id}`)).status).toBe(404);
    const tried = await session.submit(`/console/feedback/${foreign.id}`, { do: "hide" });
    expect(tried.status).toBe(404);
  });
});

describe("the list", () => {
  test("shows what the filters and the search let through", async () => {
    await session.submit(page(), { do: "status", status: "planned", comment: "" });

    expect(await text("/console/feedback?status=planned")).toContain(post.title);
    expect(await text("/console/feedback?status=completed")).not.toContain(post.title);
    expect(await text(`/console/feedback?q=${encodeURIComponent(post.title)}`)).toContain(post.title);
    expect(await text("/console/feedback?q=zzzz")).toContain("Nothing was found");
  });

  test.each(["?status=x&type=%00&order=up", "?cursor=nonsense", `?q=${"x".repeat(600)}`])(
    "answers %s with a page",
    async (query) => {
      expect([200, 400]).toContain((await session.show(`/console/feedback${query}`)).status);
    },
  );
});

describe("a post", () => {
  test("shows what strangers wrote as text", async () => {
    const shown = await text(page());

    expect(shown).not.toContain("<img src=x");
    expect(shown).not.toContain("<script>alert");
    expect(shown).toContain("onerror=alert(1)");
  });

  test("shows agents who voted, with their company", async () => {
    const [company] = await database.db
      .insert(schema.companies)
      .values({ workspaceId: web.workspace.id, name: "Acme & Sons", mrrUsd: 4_200 })
      .returning();
    const [person] = await database.db
      .insert(schema.people)
      .values({ workspaceId: web.workspace.id, name: "Cleo", companyId: company?.id ?? null })
      .returning();
    const voter = { personId: person?.id ?? 0 };
    const vote = { workspaceId: web.workspace.id, postId: post.id, voter, value: 1, place: null } as const;
    await castVote(web.ctx, vote);

    const shown = await text(page());
    expect(shown).toContain("Acme &amp; Sons");
    expect(shown).toContain("$4,200");
  });

  test("says how many voters it does not show", async () => {
    const workspaceId = web.workspace.id;
    const people = await database.db
      .insert(schema.people)
      .values(Array.from({ length: 205 }, (_, nth) => ({ workspaceId, name: `Voter ${nth}` })))
      .returning();
    const votes = people.map(({ id: personId }) => ({ workspaceId, postId: post.id, personId, value: 1 }));
    await database.db.insert(schema.votes).values(votes);
    expect(await text(page())).not.toContain("weigh most");

    await castVote(web.ctx, { workspaceId, postId: post.id, voter: member("Last"), value: 1, place: null });

    expect(await text(page())).toContain("These 200 of 207 voters weigh most.");
  });

  test("is changed by its forms", async () => {
    await session.submit(page(), { do: "status", status: "in_progress", comment: "We are on it." });
    await session.submit(page(), { do: "note", note: "Ask Acme." });
    await session.submit(page(), {
      do: "edit",
      title: "Night mode",
      description: "Dark.",
      type: "improvement",
      notes: "Big one.",
    });
    await session.submit(page(), { do: "hide" });

    expect(await read()).toMatchObject({
      status: "in_progress",
      title: "Night mode",
      type: "improvement",
      isPublic: false,
    });
    const shown = await text(page());
    for (const part of ["We are on it.", "Ask Acme.", "Big one.", "hidden", "Ada Agent"])
      expect(shown).toContain(part);
  });
});

describe("a form of a post", () => {
  test("merges it into one that the page offers, and takes it out again", async () => {
    const other = await aPost(web, `Dark mode ${posts} please`, "");
    expect(await text(page())).toContain(`#${other.id} `);
    expect(await text(`${page()}?merge=please%00`)).toContain(`#${other.id} `);

    await session.submit(page(), { do: "merge", into: String(other.id) });
    expect(await text(page())).toContain("stands for this post");
    await session.submit(`/console/feedback/${other.id}`, { do: "unmerge", post: String(post.id) });
    expect(await text(page())).not.toContain("stands for this post");
  });

  test.each([
    [{ do: "status", status: "done", comment: "" }, 400],
    [{ do: "merge", into: "-1" }, 400],
    [{ do: "merge", into: "999999" }, 404],
    [{ do: "link", what: "javascript:alert(1)" }, 400],
    [{ do: "link", what: "ticket 999999" }, 404],
    [{ do: "drop" }, 400],
  ])("is refused as %j with %d", async (form, status) => {
    const fields = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value]));
    expect((await session.submit(page(), fields)).status).toBe(status);
  });
});

describe("a person", () => {
  const personAt = async (path: string): Promise<string> =>
    /href="(?<person>\/console\/people\/\d+)"/u.exec(await text(path))?.groups?.["person"] ?? "";
  const seen = async (): Promise<string[]> => {
    const listed = await listPosts(web.ctx, { workspaceId: web.workspace.id, order: "new", limit: 100 });
    return listed.posts.map(({ title }) => title);
  };

  test("who posted is opted out of public pages by a button, and back in", async () => {
    const person = await personAt(page());
    expect(await text(person)).toContain("Opt this person out");

    await session.submit(person, { do: "opt_out" });
    expect(await seen()).not.toContain(post.title);
    expect(await text(person)).toContain("opted out");

    await session.submit(person, { do: "opt_in" });
    expect(await seen()).toContain(post.title);
  });

  test("is reached from the ticket that they opened", async () => {
    const { ticketId } = await openConversation(web);

    expect(await text(await personAt(`/console/tickets/${ticketId}`))).toContain("Help panel");
  });

  test("of a neighbor is not there, and forms from elsewhere change nothing", async () => {
    const [foreign] = await database.db
      .insert(schema.people)
      .values({ workspaceId: neighbor.workspace.id, name: "Nina" })
      .returning();
    const path = `/console/people/${foreign?.id ?? 0}`;
    const from = { Origin: "https://evil.example", Cookie: session.cookie };

    expect((await session.show(path)).status).toBe(404);
    expect((await session.submit(path, { do: "opt_out" })).status).toBe(404);
    expect((await session.submit(await personAt(page()), { do: "opt_out" }, from)).status).toBe(403);
    expect(await seen()).toContain(post.title);
  });
});

test("the changelog's entries are previewed, saved, published and withdrawn", async () => {
  const fields = { title: "Dark mode is here", body: `**New** ${EVIL}` };
  const preview = await session.submit("/console/changelog/new", { do: "preview", ...fields });
  const shown = await preview.text();
  expect(shown).toContain("<strong>New</strong>");
  expect(shown).not.toContain("<img src=x");

  const saved = await session.submit("/console/changelog/new", { do: "publish", ...fields });
  const address = saved.headers.get("location") ?? "";
  const listed = (status: "published" | "draft") =>
    listChangelog(web.ctx, { workspaceId: web.workspace.id, status });
  expect((await listed("published")).entries).toMatchObject([{ title: "Dark mode is here" }]);
  await session.submit(address, { do: "withdraw", ...fields });
  expect((await listed("published")).entries).toEqual([]);
  expect(await text("/console/changelog")).toContain("Dark mode is here");
});

test("every entry of the changelog is reached from its list, however many there are", async () => {
  const { id: workspaceId } = web.workspace;
  const publishedAt = new Date();
  await database.db.insert(schema.changelogEntries).values(
    Array.from({ length: 130 }, (_, nth) => {
      const status = nth % 5 === 0 ? ("draft" as const) : ("published" as const);
      return { workspaceId, slug: `many-${nth}`, title: `Many ${nth}.`, body: "New.", status, publishedAt };
    }),
  );

  const titles = new Set<string>();
  let pages = 0;
  for (let path: string | undefined = "/console/changelog"; path !== undefined && pages < 9; pages += 1) {
    const shown = await text(path);
    for (const [title] of shown.matchAll(/Many \d+\./gu)) titles.add(title);
    const next = /href="(?<more>\/console\/changelog\?[^"]+)"/u.exec(shown)?.groups?.["more"];
    path = next?.replaceAll("&amp;", "&");
  }

  expect(titles.size).toBe(130);
  expect(await text("/console/changelog")).toContain('Published <span class="count">50+</span>');
  expect((await session.show("/console/changelog?status=draft&cursor=nonsense")).status).toBe(400);
});

test("a ticket that asks for a feature becomes a post from its page, once", async () => {
  const opened = await openConversation(web, "Feature request: it would be great to have a dark mode");
  await answer(web, opened);
  await setType(web.ctx, {
    workspaceId: web.workspace.id,
    ticketId: opened.ticketId,
    type: "feature",
    by: await anAgent(),
  });
  expect(await text(`/console/tickets/${opened.ticketId}`)).toContain("Make it a feature request");

  const path = `/console/tickets/${opened.ticketId}/feature`;
  const made = (await session.submit(path, {})).headers.get("location") ?? "";
  expect(await text(made)).toContain("It would be great to have a dark mode");
  expect((await session.submit(path, {})).headers.get("location")).toBe(made);
});

test("a long history and a search with many results say that there is more", async () => {
  const note = {
    workspaceId: web.workspace.id,
    postId: post.id,
    kind: "note_added" as const,
    isPublic: false,
  };
  const notes = Array.from({ length: 201 }, (_, nth) => ({ ...note, comment: `Note ${nth}` }));
  await database.db.insert(schema.feedbackEvents).values(notes);
  for (let nth = 0; nth < 51; nth++) {
    if (nth % 10 === 0) posts += 1;
    await aPost(web, `Quokka wish ${nth}`);
  }

  expect(await text(page())).toContain("These are the newest 200 entries; older ones are not shown.");
  expect(await text("/console/feedback?q=quokka")).toContain("These 50 fit best.");
  expect(await text("/console/feedback?q=nothing+like+it")).not.toContain("fit best");
});
