import {
  createPost,
  editPost,
  embedPosts,
  erasePerson,
  listChangelog,
  mergePosts,
  publishChangelogEntry,
  readPostForAgents,
  unmergePost,
} from "@firstline/core";
import type { ErasedPerson } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { paidEmbedder } from "../support/embedders.ts";
import { fileDatabase } from "../support/file-database.ts";
import { findMentions } from "./mentions.ts";
import { aBoardOfHers, ADA, idOf, QUOKKA, TOM } from "./quokka.ts";

const { db } = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(db);
});

const erase = async (personId: number): Promise<ErasedPerson> =>
  erasePerson(desk.ctx, { workspaceId: desk.workspace.id, personId, by: null });

describe("a post", () => {
  test("that others want stays hidden without its words, and agents hear of it", async () => {
    const { postId, tomsId } = await aBoardOfHers(desk);
    const tom = await idOf(desk, TOM);

    await erase(await idOf(desk));
    await desk.deliver();

    const { id: workspaceId } = desk.workspace;
    const post = await readPostForAgents(desk.ctx, { workspaceId, postId });
    expect(post.post).toMatchObject({ title: "(deleted)", description: "", isPublic: false, upvotes: 1 });
    const v = schema.votes;
    const left = await db.select({ personId: v.personId }).from(v).where(eq(v.workspaceId, workspaceId));
    expect(new Set(left.map(({ personId }) => personId))).toEqual(new Set([tom]));
    expect(desk.texts().join("\n")).toContain(`posts was erased, and their words with them: #${postId}.`);
    const merged = await readPostForAgents(desk.ctx, { workspaceId, postId: tomsId });
    expect(merged.post.title).toBe("Dark mode");
  });

  test("that others named alike keeps its own history", async () => {
    const { tomsId } = await aBoardOfHers(desk);
    const { id: workspaceId } = desk.workspace;
    const by = { personId: await idOf(desk, ADA) };
    const key = { workspaceId, postId: tomsId };
    await editPost(desk.ctx, { ...key, changes: { title: "A big quokka button" }, by });
    await editPost(desk.ctx, { ...key, changes: { title: "Dark mode" }, by });

    await erase(await idOf(desk));

    const { events } = await readPostForAgents(desk.ctx, key);
    const edits = events.filter(({ kind }) => kind === "edited");
    expect(edits.map(({ oldValue }) => oldValue)).toEqual(
      expect.arrayContaining(["Dark mode", "A big quokka button"]),
    );
  });

  test("that is part of somebody else's needs no words of its own", async () => {
    const { id: workspaceId } = desk.workspace;
    const { postId, tomsId } = await aBoardOfHers(desk);
    const by = { personId: await idOf(desk, ADA) };
    await unmergePost(desk.ctx, { workspaceId, postId: tomsId, by });
    await mergePosts(desk.ctx, { workspaceId, fromId: postId, intoId: tomsId, by });

    await erase(await idOf(desk));
    await desk.deliver();

    expect(desk.texts().join("\n")).not.toContain("Please give them a title");
  });

  test("that nobody else wants is no news for anybody", async () => {
    const { id: workspaceId } = desk.workspace;
    const post = { title: "A quokka button", description: "", author: QUOKKA, place: null };
    await createPost(desk.ctx, { workspaceId, ...post });

    await erase(await idOf(desk));
    await desk.deliver();

    expect(desk.texts()).toEqual([]);
  });
});

/** The newest state of everything that was posted. */
const shown = (): string =>
  desk.slack.posts
    .map(({ messageId, reply }) => {
      const edit = desk.slack.edits.findLast((each) => each.messageId === messageId);
      return JSON.stringify(edit?.reply ?? reply);
    })
    .join("\n");

const WISH = "Feature request: rotate the quokka token on a schedule";

describe("in chat", () => {
  test("a post's card says that it is gone", async () => {
    const { ticketId } = await desk.ask({ author: QUOKKA, text: WISH });
    await desk.answer(ticketId);
    await desk.click("feedback_make", String(ticketId), { by: QUOKKA });
    await desk.deliver();
    expect(shown()).toContain("feedback_vote");

    await erase(await idOf(desk));
    await desk.deliver();

    expect(shown()).not.toContain("feedback_vote");
    expect(shown()).toContain("The team has taken this post down.");
    expect(await findMentions(db, desk.workspace.id, "quokka")).toEqual([]);
  });

  test("others are no longer asked to vote for it", async () => {
    const { id: workspaceId } = desk.workspace;
    const post = { title: "Rotate the quokka token on a schedule", description: "", place: null };
    await createPost(desk.ctx, { workspaceId, ...post, author: QUOKKA });
    const text = "Feature request: rotate the token on a schedule";
    const { ticketId } = await desk.ask({ author: TOM, text });
    await desk.answer(ticketId);
    await desk.click("feedback_make", String(ticketId), { by: TOM });
    await desk.deliver();
    expect(shown()).toContain("Vote for: Rotate the quokka token");

    await erase(await idOf(desk));
    await desk.deliver();

    expect(shown()).not.toContain("quokka");
    expect(await findMentions(db, workspaceId, "quokka")).toEqual([]);
  });
});

test("a vector of what was written is forgotten, also where it was kept to save money", async () => {
  const { id: workspaceId } = desk.workspace;
  const post = { title: "A quokka button", description: "At night.", author: QUOKKA, place: null };
  await createPost(desk.ctx, { workspaceId, ...post });
  await embedPosts({ ...desk.ctx, embedder: paidEmbedder("paid") }, { workspaceId });
  const kept = () => db.$count(schema.embeddingCache, eq(schema.embeddingCache.workspaceId, workspaceId));
  expect(await kept()).toBe(1);

  await erase(await idOf(desk));

  expect(await kept()).toBe(0);
  const p = schema.feedbackPosts;
  const [row] = await db.select().from(p).where(eq(p.workspaceId, workspaceId));
  expect(row).toMatchObject({ embedding: null, embeddingModel: null, terms: [] });
});

test("what the team has published of a post stays, and agents are asked to look", async () => {
  await aBoardOfHers(desk);
  const { id: workspaceId } = desk.workspace;
  const [entry] = (await listChangelog(desk.ctx, { workspaceId, status: "draft" })).entries;
  await publishChangelogEntry(desk.ctx, { workspaceId, entryId: entry?.id ?? 0 });

  await erase(await idOf(desk));
  await desk.deliver();

  expect((await listChangelog(desk.ctx, { workspaceId, status: "published" })).entries).toHaveLength(1);
  expect(desk.texts().join("\n")).toContain(`Entry ${entry?.id} of the changelog was made of a request`);
});
