import {
  addMessage,
  answerTicket,
  erasePerson,
  getPersonRecord,
  joinPeople,
  listPeoplePage,
  listPersonRequests,
  receiveMessage,
  reopenTicket,
  updatePerson,
} from "@firstline/core";
import type { Ctx } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { findMentions, findReferences } from "./mentions.ts";
import { aBoardOfHers, ADA, aTalk, aWordInTomsTicket, idOf, QUOKKA, TOM, tracesOf } from "./quokka.ts";

const { db } = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(db);
});

const erase = async (personId: number, by: { personId: number } | null = null, ctx: Ctx = desk.ctx) =>
  erasePerson(ctx, { workspaceId: desk.workspace.id, personId, by });

const mentions = async (word: string) => findMentions(db, desk.workspace.id, word);

/** What stands on Slack in the end, the newest state of each post. */
const shown = (): string[] =>
  desk.slack.posts.map(({ messageId, reply }) => {
    const edit = desk.slack.edits.findLast((each) => each.messageId === messageId);
    return JSON.stringify(edit?.reply ?? reply);
  });

test("nothing that a member was called or wrote is left in any table", async () => {
  const { ticketId } = await aTalk(desk);
  await desk.click("ticket_ask_person", String(ticketId), { by: QUOKKA });
  await aWordInTomsTicket(desk);
  await aBoardOfHers(desk);
  await tracesOf(desk);
  const personId = await idOf(desk);
  const before = (await mentions("quokka")).map((mention) => mention.split(".")[0]);
  expect(new Set(before)).toEqual(
    new Set([
      "attachments",
      "changelog_entries",
      "feedback_drafts",
      "feedback_events",
      "feedback_posts",
      "github_accounts",
      "outgoing_messages",
      "people",
      "person_identities",
      "person_joins",
      "ticket_messages",
      "tickets",
      "training_examples",
      "web_notices",
      "webhook_deliveries",
    ]),
  );

  const erased = await erase(personId);

  expect(await mentions("quokka")).toEqual([]);
  expect(erased).toEqual({ tickets: 1, messages: 1, posts: 1, votes: 2 });
  expect(await findReferences(db, personId)).toEqual([
    "person_joins.kept_id",
    "person_requests.person_id",
    "ticket_messages.person_id",
    "tickets.asker_id",
  ]);
});

describe("what was posted", () => {
  test("is replaced wherever the bot said it, and nothing that waited is said", async () => {
    await aTalk(desk);
    await desk.deliver();
    await aWordInTomsTicket(desk);
    const { ts } = await desk.ask({ author: QUOKKA, text: "Where is the token page of quokka-server?" });
    expect(shown().join("\n")).toContain("quokka");
    const posted = desk.slack.posts.length;

    await erase(await idOf(desk));
    await desk.deliver();

    expect(shown().join("\n").toLowerCase()).not.toContain("quokka");
    const inHerThread = desk.slack.posts.filter(({ target }) => target.threadId === ts);
    expect(inHerThread).toEqual([]);
    expect(desk.slack.posts.length).toBe(posted);
  });

  test("is replaced, too, where it was being posted at that very moment", async () => {
    await aTalk(desk);
    const before = desk.slack.posts.length;
    const post = desk.slack.post.bind(desk.slack);
    let isFirst = true;
    desk.slack.post = async (...said) => {
      if (isFirst) {
        isFirst = false;
        await erase(await idOf(desk));
      }
      return post(...said);
    };

    await desk.deliver();

    expect(desk.slack.posts).toHaveLength(before + 1);
    expect(shown().join("\n").toLowerCase()).not.toContain("quokka");
  });

  test("says so in the language of the talk", async () => {
    const { ticketId } = await desk.ask({
      author: QUOKKA,
      text: "Wie kann ich das API-Token von meinem Server erneuern? Ich möchte mit einem Menschen sprechen.",
    });
    await desk.answer(ticketId);
    await desk.deliver();

    await erase(await idOf(desk));
    await desk.deliver();

    expect(shown().join("\n")).toContain("*(gelöscht)*");
  });
});

test("a question that is being looked at is not answered", async () => {
  const { ticketId } = await desk.ask({ author: QUOKKA });
  expect((await queuedJobs(db, "answer_ticket")).map(({ key }) => key)).toContain(`answer:${ticketId}`);

  await erase(await idOf(desk));
  await answerTicket(desk.ctx, { workspaceId: desk.workspace.id, ticketId, attempt: 1 });
  await desk.deliver();

  expect((await queuedJobs(db, "answer_ticket")).map(({ key }) => key)).not.toContain(`answer:${ticketId}`);
  expect((await desk.read(ticketId)).ticket.status).toBe("closed");
  expect(desk.slack.posts).toEqual([]);
});

test("what others said in their own tickets stays", async () => {
  const ticketId = await aWordInTomsTicket(desk);

  await erase(await idOf(desk));

  const { ticket, messages } = await desk.read(ticketId);
  expect(ticket).toMatchObject({ status: "escalated", subject: expect.stringContaining("My key leaked") });
  expect(messages[0]?.content).toContain("My key leaked");
  expect(messages.at(-1)).toMatchObject({ content: "", deletedAt: expect.any(Date) });
});

describe("somebody who was erased", () => {
  test("is somebody new when they come again, in their old thread, too", async () => {
    const { ticketId, ts } = await aTalk(desk);
    const personId = await idOf(desk);
    await erase(personId);

    const more = desk.message({ threadId: ts, author: QUOKKA, text: "Hello again, how do I rotate tokens?" });
    expect(await receiveMessage(desk.ctx, more)).toEqual({ outcome: "ignored" });
    const again = await desk.ask({ author: QUOKKA, text: "How do I rotate the API token?" });

    expect(await idOf(desk)).not.toBe(personId);
    expect(again.ticketId).not.toBe(ticketId);
    const old = await getPersonRecord(desk.ctx, { workspaceId: desk.workspace.id, personId });
    expect(old).toMatchObject({ name: "Deleted person", email: null, identities: [] });
  });

  test("is in no list, and cannot be changed", async () => {
    await desk.ask({ author: QUOKKA });
    const personId = await idOf(desk);
    const { id: workspaceId } = desk.workspace;
    await erase(personId);

    const { people } = await listPeoplePage(desk.ctx, { workspaceId, filter: {}, after: null, limit: 10 });
    expect(people).toEqual([]);
    const changes = { email: "quokka@quokka.example" };
    await expect(updatePerson(desk.ctx, { workspaceId, personId, changes })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("is nobody whom others can be joined to", async () => {
    await desk.ask({ author: QUOKKA });
    await desk.ask({ author: TOM });
    const [keepId, goneId] = [await idOf(desk), await idOf(desk, TOM)];
    await erase(keepId);

    const { id: workspaceId } = desk.workspace;
    const joining = db.transaction((tx) =>
      joinPeople(tx, { workspaceId, keepId, goneId, at: desk.ctx.now() }),
    );

    await expect(joining).rejects.toMatchObject({ code: "not_found" });
    expect(await idOf(desk, TOM)).toBe(goneId);
  });

  test("leaves tickets in which nothing is kept any more", async () => {
    const { ticketId } = await aTalk(desk);
    await erase(await idOf(desk));

    const late = { messageId: "1.1", author: QUOKKA, text: "My quokka is back", eventKey: "late" };
    const taken = await addMessage(desk.ctx, { workspaceId: desk.workspace.id, ticketId, ...late });

    expect(taken).toBe(false);
    expect(await mentions("quokka")).toEqual([]);
  });

  test("leaves tickets that nobody can open again", async () => {
    const { ticketId } = await aTalk(desk);
    await erase(await idOf(desk));
    const [by] = await db.select().from(schema.people).where(eq(schema.people.name, ADA.name));
    if (!by) throw new Error("there is no agent");

    const reopening = reopenTicket(desk.ctx, { workspaceId: desk.workspace.id, ticketId, by });

    await expect(reopening).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("erasing", () => {
  test("a second time changes nothing", async () => {
    const { ticketId } = await aTalk(desk);
    const personId = await idOf(desk);
    await erase(personId);
    const kinds = await desk.kinds(ticketId);

    expect(await erase(personId)).toEqual({ tickets: 0, messages: 0, posts: 0, votes: 0 });
    expect(await desk.kinds(ticketId)).toEqual(kinds);
  });

  test("is done once when two agents press the button", async () => {
    const { ticketId } = await aTalk(desk);
    const personId = await idOf(desk);

    const first = await erase(
      personId,
      null,
      beforeTransaction(2, async () => erase(personId)),
    );

    const kinds = await desk.kinds(ticketId);
    expect(kinds.filter((kind) => kind === "comment_deleted")).toHaveLength(1);
    expect(first.tickets).toBe(0);
    expect(await mentions("quokka")).toEqual([]);
  });

  test("goes on where it broke off", async () => {
    await aTalk(desk);
    await aTalk(desk);
    await aBoardOfHers(desk);
    const personId = await idOf(desk);
    const cutOff = beforeTransaction(3, async () => {
      throw new Error("cut off");
    });
    await expect(erase(personId, null, cutOff)).rejects.toThrow("cut off");
    const request = { workspaceId: desk.workspace.id, personId };
    expect(await listPersonRequests(desk.ctx, request)).toMatchObject([{ finishedAt: null }]);

    await erase(personId);

    expect(await mentions("quokka")).toEqual([]);
    const requests = await listPersonRequests(desk.ctx, request);
    expect(requests.map(({ finishedAt }) => finishedAt)).toEqual([expect.any(Date), expect.any(Date)]);
  });
});

describe("an erasure", () => {
  test("says who did it, in each ticket and for the person", async () => {
    const { ticketId } = await aTalk(desk);
    const personId = await idOf(desk);
    const adaId = await idOf(desk, ADA);

    await erase(personId, { personId: adaId });

    const { events } = await desk.read(ticketId);
    expect(events.findLast(({ kind }) => kind === "comment_deleted")).toMatchObject({
      actor: "person",
      actorId: adaId,
    });
    const key = { workspaceId: desk.workspace.id, personId };
    expect(await listPersonRequests(desk.ctx, key)).toMatchObject([{ kind: "erase", byName: "Ada Agent" }]);
  });

  test("leaves a neighbor's member of the same name alone", async () => {
    const neighbor = await aDesk(db);
    const { ticketId } = await aTalk(neighbor);
    await aTalk(desk);

    await erase(await idOf(desk));

    expect((await neighbor.read(ticketId)).messages[0]?.content).toContain("quokka-server");
    await expect(erase(await idOf(neighbor))).rejects.toMatchObject({ code: "not_found" });
  });

  test("while the member writes keeps nothing under their old name", async () => {
    const ticketId = await aWordInTomsTicket(desk);
    const personId = await idOf(desk);
    const [{ ts }] = [await desk.ask({ author: TOM, text: "How do I rotate the API token of my server?" })];
    const words = ["One more", "And more", "And even more"].map((text) =>
      desk.message({ threadId: ts, author: QUOKKA, text: `${text} of this` }),
    );

    await Promise.all([erase(personId), ...words.map((word) => receiveMessage(desk.ctx, word))]);

    const m = schema.ticketMessages;
    const hers = await db
      .select({ content: m.content })
      .from(m)
      .where(and(eq(m.personId, personId), eq(m.workspaceId, desk.workspace.id)));
    expect(hers.filter(({ content }) => content !== "")).toEqual([]);
    const key = { workspaceId: desk.workspace.id, personId };
    expect(await getPersonRecord(desk.ctx, key)).toMatchObject({ name: "Deleted person", identities: [] });
    expect((await desk.read(ticketId)).messages.at(-1)?.content).toBe("");
  });
});

test("an agent's answers stay as the team's, and what they had in hand is free again", async () => {
  const { ticketId } = await aTalk(desk);
  await desk.deliver();
  const adaId = await idOf(desk, ADA);

  await erase(adaId);
  await desk.deliver();

  const { ticket, messages } = await desk.read(ticketId);
  expect(ticket).toMatchObject({ assigneeId: null, status: "escalated" });
  const answer = messages.find(({ sender }) => sender === "agent");
  expect(answer).toMatchObject({ personId: null, content: "Dear Quokka Quill, restart the quokka." });
  expect(await mentions("Ada Agent")).toEqual([]);
  expect(await findReferences(db, adaId)).toEqual(["person_requests.person_id"]);
});

/** Something happens before the nth transaction. */
function beforeTransaction(nth: number, act: () => Promise<unknown>): Ctx {
  let left = nth;
  const { ctx } = desk;
  const watched: Ctx["db"] = Object.create(ctx.db, {
    transaction: {
      value: async (work: Parameters<Ctx["db"]["transaction"]>[0]) => {
        left -= 1;
        if (left === 0) await act();
        return ctx.db.transaction(work);
      },
    },
  });
  return { ...ctx, db: watched };
}
