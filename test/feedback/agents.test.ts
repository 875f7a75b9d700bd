import {
  addPostNote,
  changePostStatus,
  editPost,
  getChangelogEntry,
  linkPost,
  listChangelog,
  publishChangelogEntry,
  saveChangelogEntry,
  setPostVisible,
  unlinkPost,
  withdrawChangelogEntry,
} from "@firstline/core";
import type { PostLink, PostSummary } from "@firstline/core";
import { schema } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import { takeSiteChange } from "../support/factories.ts";
import { aBoard, fileBoard } from "../support/feedback.ts";

const board = await fileBoard();
const { db } = board;
let post: PostSummary;
let key: { workspaceId: number; postId: number };

beforeEach(async () => {
  post = await board.post();
  key = { workspaceId: board.workspaceId, postId: post.id };
});

async function events() {
  const e = schema.feedbackEvents;
  return db.select().from(e).where(eq(e.postId, post.id)).orderBy(asc(e.id));
}

describe("agents", () => {
  test("edit a post, and its terms and vector are made anew", async () => {
    await editPost(board.ctx, {
      ...key,
      changes: { title: "Night mode", type: "improvement" },
      by: board.by,
    });

    const [row] = await db.select().from(schema.feedbackPosts).where(eq(schema.feedbackPosts.id, post.id));
    expect(row).toMatchObject({ title: "Night mode", type: "improvement", embeddingModel: null });
    expect(row?.terms).toContain("night");
    expect((await events()).at(-1)).toMatchObject({
      kind: "edited",
      isPublic: false,
      oldValue: post.title,
      newValue: "Night mode",
    });
    await expect(
      editPost(board.ctx, { ...key, changes: { title: " " }, by: board.by }),
    ).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("keep notes that nobody else sees", async () => {
    await addPostNote(board.ctx, { ...key, note: "Acme would pay for it.", by: board.by });

    expect((await events()).at(-1)).toMatchObject({
      kind: "note_added",
      isPublic: false,
      comment: "Acme would pay for it.",
      actorId: board.by.personId,
    });
    await expect(addPostNote(board.ctx, { ...key, note: " ", by: board.by })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("hide a post and show it again", async () => {
    await setPostVisible(board.ctx, { ...key, isPublic: false, by: board.by });
    await setPostVisible(board.ctx, { ...key, isPublic: false, by: board.by });
    await setPostVisible(board.ctx, { ...key, isPublic: true, by: board.by });

    expect((await events()).map(({ kind }) => kind)).toEqual(["created", "hidden", "shown"]);
  });

  test("change nothing of a neighbor's", async () => {
    const foreign = { workspaceId: (await aBoard(db)).workspaceId, postId: post.id };
    const tries = [
      editPost(board.ctx, { ...foreign, changes: { title: "Mine now" }, by: board.by }),
      addPostNote(board.ctx, { ...foreign, note: "x", by: board.by }),
      setPostVisible(board.ctx, { ...foreign, isPublic: false, by: board.by }),
      changePostStatus(board.ctx, { ...foreign, status: "planned", by: board.by }),
      linkPost(board.ctx, { ...foreign, article: 1, by: board.by }),
    ];
    await Promise.all(tries.map((attempt) => expect(attempt).rejects.toMatchObject({ code: "not_found" })));
  });
});

describe("links", () => {
  test("to an article and a ticket are made once and taken away", async () => {
    const desk = await aDesk(db);
    const { ticketId } = await desk.ask();
    const [article] = await db
      .select()
      .from(schema.articles)
      .where(eq(schema.articles.workspaceId, desk.workspace.id));
    const own = await board.post({ workspaceId: desk.workspace.id });
    const links: PostLink[] = [{ article: article?.id ?? 0 }, { ticket: ticketId }];
    for (const link of links) {
      const input = { workspaceId: desk.workspace.id, postId: own.id, ...link, by: board.by };
      expect(await linkPost(board.ctx, input)).toEqual({ changed: true });
      expect(await linkPost(board.ctx, input)).toEqual({ changed: false });
      expect(await unlinkPost(board.ctx, input)).toEqual({ changed: true });
      expect(await unlinkPost(board.ctx, input)).toEqual({ changed: false });
    }
  });

  test("to what is not of this workspace are refused", async () => {
    const desk = await aDesk(db);
    const { ticketId } = await desk.ask();
    for (const link of [{ article: 1 }, { ticket: ticketId }, { issue: 1 }])
      await expect(linkPost(board.ctx, { ...key, ...link, by: board.by })).rejects.toMatchObject({
        code: "not_found",
      });
  });
});

describe("the changelog", () => {
  const change = (status: "completed" | "planned", comment = "") =>
    changePostStatus(board.ctx, { ...key, status, comment, by: board.by });
  const drafts = async () =>
    (await listChangelog(board.ctx, { workspaceId: board.workspaceId, status: "draft" })).entries;

  test("gets a draft of what is done, once, in the words of the team", async () => {
    await change("completed", "Switch it on under **Look**.");
    await change("planned");
    await change("completed");

    expect(await drafts()).toMatchObject([
      { title: post.title, body: "Switch it on under **Look**.", slug: "dark-mode-for-the-dashboard" },
    ]);
  });

  test("shows an entry when an agent publishes it, and no longer when it is withdrawn", async () => {
    await change("completed");
    const [draft] = await drafts();
    const entry = { workspaceId: board.workspaceId, entryId: draft?.id ?? 0 };
    await saveChangelogEntry(board.ctx, { ...entry, title: "Dark mode is here", body: "For your eyes." });
    await takeSiteChange(db, board.workspaceId);
    const published = await publishChangelogEntry(board.ctx, entry);

    const listed = await listChangelog(board.ctx, { workspaceId: board.workspaceId, status: "published" });
    expect(listed.entries).toMatchObject([{ title: "Dark mode is here", slug: "dark-mode-is-here" }]);
    expect(await takeSiteChange(db, board.workspaceId)).toBe(true);

    board.ctx.clock.advance(86_400_000);
    await withdrawChangelogEntry(board.ctx, entry);
    expect(await drafts()).toHaveLength(1);
    expect(await publishChangelogEntry(board.ctx, entry)).toMatchObject({
      publishedAt: published.publishedAt,
    });
  });

  test("keeps the address of a published entry whatever its title becomes, and gives each its own", async () => {
    const save = (entryId: number | null, title: string) =>
      saveChangelogEntry(board.ctx, { workspaceId: board.workspaceId, entryId, title, body: "New." });
    const first = await save(null, "Search");
    const second = await save(null, "Search");
    await publishChangelogEntry(board.ctx, { workspaceId: board.workspaceId, entryId: first.id });

    expect([first.slug, second.slug]).toEqual(["search", "search-2"]);
    expect(await save(first.id, "Faster search")).toMatchObject({ slug: "search", title: "Faster search" });
  });

  test("refuses empty entries and a neighbor's", async () => {
    const other = await aBoard(db);
    const input = { workspaceId: board.workspaceId, entryId: null, title: "News", body: "New." };
    const { id: entryId } = await saveChangelogEntry(board.ctx, input);
    const foreign = { workspaceId: other.workspaceId, entryId };

    await expect(saveChangelogEntry(board.ctx, { ...input, body: " " })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(getChangelogEntry(board.ctx, foreign)).rejects.toMatchObject({ code: "not_found" });
    await expect(publishChangelogEntry(board.ctx, foreign)).rejects.toMatchObject({ code: "not_found" });
    await expect(saveChangelogEntry(board.ctx, { ...input, ...foreign })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("every public change has the pages made anew", async () => {
  const changes = [
    () => changePostStatus(board.ctx, { ...key, status: "planned", by: board.by }),
    () => editPost(board.ctx, { ...key, changes: { title: "Night mode" }, by: board.by }),
    () => setPostVisible(board.ctx, { ...key, isPublic: false, by: board.by }),
  ];
  await takeSiteChange(db, board.workspaceId);
  for (const make of changes) {
    await make();
    expect(await takeSiteChange(db, board.workspaceId)).toBe(true);
  }
});

test("a draft of the changelog has the address of its title, however often its commas and capitals are changed", async () => {
  const { workspaceId } = board;
  const save = (entryId: number | null, title: string) =>
    saveChangelogEntry(board.ctx, { workspaceId, entryId, title, body: "New." });

  const { id } = await save(null, "Webhooks, signed");
  const changed = await save(id, "Webhooks signed!");

  expect(changed.slug).toBe("webhooks-signed");
  expect((await save(null, "Webhooks signed")).slug).toBe("webhooks-signed-2");
});
