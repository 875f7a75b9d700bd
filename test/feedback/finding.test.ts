import {
  castVote,
  changePostStatus,
  createPost,
  embedPosts,
  findSimilarPosts,
  getPost,
  listMyPosts,
  listPosts,
  mergePosts,
  NotFoundError,
  readPostForAgents,
  runFeedbackCommand,
  searchPosts,
  setPostVisible,
  tellVoters,
  UpstreamError,
  withdrawVote,
} from "@firstline/core";
import type { Embedder, FindSimilarPostsInput, PostOrigin, SearchPostsInput } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { aBoard, fileBoard, member } from "../support/feedback.ts";

const board = await fileBoard();
const { db } = board;

const ORIGIN: PostOrigin = { platform: "slack", channelId: "C_SUPPORT", threadId: null, isDirect: false };

const similar = async (title: string, more: Partial<FindSimilarPostsInput> = {}): Promise<string[]> => {
  const posts = await findSimilarPosts(board.ctx, { workspaceId: board.workspaceId, title, ...more });
  return posts.map((post) => post.title);
};
const search = async (query: string): Promise<string[]> => {
  const posts = await searchPosts(board.ctx, { workspaceId: board.workspaceId, query });
  return posts.map((post) => post.title);
};
const make = (title: string, description = "") => board.post({ title, description, author: board.by });

describe("before a post is made", () => {
  test.each([
    ["dark mode"],
    ["Please add a dark mode"],
    ["Dashboard: dark mode"],
    ["dark mdoe for the dashbord"],
  ])("%j finds the one that asks for it", async (title) => {
    await make("Dark mode for the dashboard");
    await make("Export tickets as CSV");
    await make("Sign in with a passkey");

    expect(await similar(title)).toEqual(["Dark mode for the dashboard"]);
  });

  test("nothing is found where nobody asked for it", async () => {
    await make("Dark mode for the dashboard");

    expect(await similar("Bulk import of users from LDAP")).toEqual([]);
    expect(await similar("")).toEqual([]);
    expect(await similar("🎉")).toEqual([]);
  });

  test("a search for one status and type leaves the others out before it is cut", async () => {
    const bug = await board.post({ title: "Dark mode flickers", type: "bug_report", author: board.by });
    await make("Dark mode for the dashboard");
    const asked = { workspaceId: board.workspaceId, query: "dark mode", limit: 1 };
    const ids = async (filter: Partial<SearchPostsInput>): Promise<number[]> =>
      (await searchPosts(board.ctx, { ...asked, ...filter })).map(({ id }) => id);

    expect(await ids({ type: "bug_report" })).toEqual([bug.id]);
    expect(await ids({ type: "bug_report", status: bug.status })).toEqual([bug.id]);
    expect(await ids({ type: "bug_report", status: "completed" })).toEqual([]);
  });

  test("the same words in German are found in German", async () => {
    await make("Dunkler Modus für die Übersicht", "Nachts blendet die helle Seite.");

    expect(await similar("Bitte einen dunklen Modus")).toEqual(["Dunkler Modus für die Übersicht"]);
  });

  test("neither hidden nor merged nor a neighbor's posts are offered", async () => {
    const hidden = await make("Dark mode for the dashboard");
    const merged = await make("Dark mode in the dashboard");
    const into = await make("Themes");
    await setPostVisible(board.ctx, {
      workspaceId: board.workspaceId,
      postId: hidden.id,
      isPublic: false,
      by: board.by,
    });
    await mergePosts(board.ctx, {
      workspaceId: board.workspaceId,
      fromId: merged.id,
      intoId: into.id,
      by: board.by,
    });
    await (await aBoard(db)).post({ title: "Dark mode for the dashboard" });

    expect(await similar("Dark mode for the dashboard")).toEqual([]);
  });
});

test("a search for one status looks behind all the posts of others that have the words", async () => {
  const bug = await board.post({ title: "Mode", description: "Dark.", type: "bug_report" });
  for (let n = 0; n < 65; n += 1) await make(`Dark mode ${n}`);

  const found = await searchPosts(board.ctx, {
    workspaceId: board.workspaceId,
    query: "dark mode",
    type: "bug_report",
    status: bug.status,
  });

  expect(found.map(({ id }) => id)).toEqual([bug.id]);
});

describe("the post of somebody who opted out", () => {
  test("is found by its author and by agents alone", async () => {
    const { workspaceId } = board;
    const mia = member("Mia");
    const post = await board.post({ title: "Dark mode for the dashboard", author: mia });
    await castVote(board.ctx, { workspaceId, postId: post.id, voter: member("Ben"), value: 1, place: null });
    await db
      .update(schema.people)
      .set({ optedOutAt: new Date() })
      .where(and(eq(schema.people.workspaceId, workspaceId), eq(schema.people.name, "Mia")));
    const titles = (posts: { title: string }[]): string[] => posts.map(({ title }) => title);
    const listed = { workspaceId, order: "top" } as const;
    const found = { workspaceId, query: "dark mode" };
    const ask = (command: Parameters<typeof runFeedbackCommand>[1]["command"]) =>
      runFeedbackCommand(board.ctx, { workspaceId, by: member("Ben"), origin: ORIGIN, command });

    expect(await similar("Dark mode for the dashboard")).toEqual([]);
    expect(await search("dark mode")).toEqual([]);
    expect((await listPosts(board.ctx, listed)).posts).toEqual([]);
    expect(await listMyPosts(board.ctx, { workspaceId, voter: member("Ben") })).toEqual([]);
    await expect(getPost(board.ctx, { workspaceId, postId: post.id })).rejects.toThrow(NotFoundError);
    const said = [
      await ask({ name: "list", status: null }),
      await ask({ name: "search", words: "dark mode" }),
    ];
    expect(JSON.stringify(said)).not.toContain("Dark mode for the dashboard");
    await expect(ask({ name: "vote", post: { id: post.id } })).rejects.toThrow(NotFoundError);
    await changePostStatus(board.ctx, { workspaceId, postId: post.id, status: "planned", by: board.by });
    expect(await tellVoters(board.ctx, { workspaceId, postId: post.id })).toEqual({ told: 0 });

    expect(titles(await listMyPosts(board.ctx, { workspaceId, voter: mia }))).toEqual([post.title]);
    expect(await withdrawVote(board.ctx, { workspaceId, postId: post.id, voter: mia })).toMatchObject({
      changed: true,
    });
    expect(titles((await listPosts(board.ctx, { ...listed, forAgents: true })).posts)).toEqual([post.title]);
    expect(titles(await searchPosts(board.ctx, { ...found, forAgents: true }))).toEqual([post.title]);
    expect(await getPost(board.ctx, { workspaceId, postId: post.id, forAgents: true })).toMatchObject({
      id: post.id,
    });
    expect((await readPostForAgents(board.ctx, { workspaceId, postId: post.id })).author?.name).toBe("Mia");
  });
});

test("'mine' says when there are more posts than it shows", async () => {
  const { workspaceId } = board;
  const mia = member("Mia");
  const mine = () =>
    runFeedbackCommand(board.ctx, { workspaceId, by: mia, origin: ORIGIN, command: { name: "mine" } });

  for (let nth = 1; nth <= 10; nth += 1) await board.post({ title: `Wish ${nth}`, author: mia });
  expect((await mine()).footer).toBeUndefined();
  const others = await board.post({ title: "Somebody else's wish" });
  await castVote(board.ctx, { workspaceId, postId: others.id, voter: mia, value: 1, place: null });

  expect((await mine()).footer).toContain("There are more");
  expect((await mine()).markdown.match(/^- /gmu)).toHaveLength(10);
});

test("whoever opts out in the chat is found no more, until they opt in", async () => {
  const { workspaceId } = board;
  const mia = member("Mia");
  await board.post({ title: "Dark mode for the dashboard", author: mia });
  const say = async (name: "opt_out" | "opt_in"): Promise<string> => {
    const input = { workspaceId, by: mia, origin: ORIGIN, command: { name } };
    return (await runFeedbackCommand(board.ctx, input)).markdown;
  };

  expect(await say("opt_out")).toContain("on no public page");
  expect(await search("dark mode")).toEqual([]);
  expect(await say("opt_in")).toContain("can be seen");
  expect(await search("dark mode")).toHaveLength(1);
});

describe("vectors and terms", () => {
  test("of a model that has learned what words mean find other words, and are done without when it fails", async () => {
    const near = new Map([
      ["Lights out theme", 1],
      ["Dark mode for the dashboard", 1],
    ]);
    const embedder: Embedder = {
      model: "learned-1",
      dimensions: schema.VECTOR_DIMENSIONS,
      embed: async (texts) =>
        texts.map((text) => {
          const axis = near.get(text.split("\n")[0] ?? "") ?? 2;
          return Array.from({ length: schema.VECTOR_DIMENSIONS }, (_, i) => (i === axis ? 1 : 0));
        }),
    };
    await make("Dark mode for the dashboard");
    await make("Export tickets as CSV");
    await embedPosts({ ...board.ctx, embedder }, { workspaceId: board.workspaceId });
    const failing: Embedder = {
      ...embedder,
      embed: async () => {
        throw new UpstreamError("learned-1", "It is down.", { retryable: true });
      },
    };

    const asked = { workspaceId: board.workspaceId, title: "Lights out theme" };
    const found = await findSimilarPosts({ ...board.ctx, embedder }, asked);
    expect(found.map(({ title }) => title)).toEqual(["Dark mode for the dashboard"]);
    expect(await findSimilarPosts({ ...board.ctx, embedder: failing }, asked)).toEqual([]);
    const byWords = await findSimilarPosts(
      { ...board.ctx, embedder: failing },
      { ...asked, title: "dark mode" },
    );
    expect(byWords).toHaveLength(1);
  });

  test("of a post that was stored without them are made by the job", async () => {
    const post = await make("Dark mode for the dashboard");
    await db.update(schema.feedbackPosts).set({ terms: null }).where(eq(schema.feedbackPosts.id, post.id));
    await embedPosts(board.ctx, { workspaceId: board.workspaceId });

    expect(await search("dashboard")).toEqual(["Dark mode for the dashboard"]);
    expect(await embedPosts(board.ctx, { workspaceId: board.workspaceId })).toEqual({ embedded: 0 });
  });
});

describe("a search", () => {
  test("shows what has most of its words, in the title before the text", async () => {
    await make("Shortcuts", "Open the dashboard by keyboard.");
    await make("Keyboard shortcuts for the dashboard");
    await make("Sign in with a passkey");

    expect(await search("dashboard keyboard")).toEqual(["Keyboard shortcuts for the dashboard", "Shortcuts"]);
  });

  test.each([["'; drop table feedback_posts; --"], ["%_%"], ["x".repeat(100_000)], ["\u0000\u202E"]])(
    "for %j finds nothing and breaks nothing",
    async (query) => {
      await make("Sign in with a passkey");
      expect(await search(query)).toEqual([]);
    },
  );
});

describe("a list", () => {
  test("is read page by page, the most wanted or the newest first", async () => {
    const ids = [];
    for (let i = 0; i < 5; i += 1) {
      board.ctx.clock.advance(1_000);
      ids.push((await make(`Wish ${i}`)).id);
    }
    for (const order of ["top", "new"] as const) {
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listPosts>> = await listPosts(board.ctx, {
          workspaceId: board.workspaceId,
          order,
          limit: 2,
          cursor,
        });
        seen.push(...page.posts.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
      expect(seen).toEqual(ids.toReversed());
    }
  });

  test("has cursors that tell nothing of scores", async () => {
    await make("One");
    await make("Two");
    const { next } = await listPosts(board.ctx, { workspaceId: board.workspaceId, order: "top", limit: 1 });

    expect(Buffer.from(next ?? "", "base64url").toString()).not.toMatch(/score|weight|\./u);
  });

  test.each([["nonsense"], [Buffer.from('{"order":"new","id":1}').toString("base64url")], ["e30"]])(
    "refuses the cursor %j",
    async (cursor) => {
      const list = listPosts(board.ctx, { workspaceId: board.workspaceId, order: "top", cursor });
      await expect(list).rejects.toMatchObject({ code: "invalid" });
    },
  );

  test("shows hidden posts to agents alone, and nobody a neighbor's", async () => {
    const { post } = await createPost(board.ctx, {
      workspaceId: board.workspaceId,
      title: "Spam",
      description: "",
      author: member("Eve"),
      place: null,
    });
    await setPostVisible(board.ctx, {
      workspaceId: board.workspaceId,
      postId: post.id,
      isPublic: false,
      by: board.by,
    });
    await (await aBoard(db)).post();
    const list = (forAgents: boolean) =>
      listPosts(board.ctx, { workspaceId: board.workspaceId, order: "new", forAgents });

    expect((await list(false)).posts).toEqual([]);
    expect((await list(true)).posts).toMatchObject([{ id: post.id, isPublic: false }]);
  });
});

test("a null character in what somebody searches for is a space", async () => {
  await make("Export tables as spreadsheets");

  expect(await search("export\u0000spreadsheets")).toContain("Export tables as spreadsheets");
});
