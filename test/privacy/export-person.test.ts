import { erasePerson, exportPerson, listPersonRequests } from "@firstline/core";
import type { PersonExport } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aBoardOfHers, ADA, aTalk, aWordInTomsTicket, idOf, QUOKKA, tracesOf } from "./quokka.ts";

const { db } = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(db);
});

const exported = async (by: { personId: number } | null = null): Promise<PersonExport> =>
  exportPerson(desk.ctx, { workspaceId: desk.workspace.id, personId: await idOf(desk), by });

test("everything of a member is in one object", async () => {
  const { ticketId } = await aTalk(desk);
  const tomsTicketId = await aWordInTomsTicket(desk);
  const { postId, tomsId } = await aBoardOfHers(desk);
  await tracesOf(desk);

  const all = await exported();

  expect(all.person).toMatchObject({ name: QUOKKA.name, email: QUOKKA.email, optedOutAt: null });
  expect(all.identities).toMatchObject([{ platform: "slack", externalId: "U_QUOKKA" }]);
  expect(all.joined).toMatchObject([{ name: "Quokka of old" }]);
  expect(all.githubLogin).toBe("quokka-dev");
  expect(all.tickets).toMatchObject([
    {
      id: ticketId,
      files: [{ name: "quokka.log" }],
      trainingExamples: [{ query: "How do I rotate a quokka?" }],
    },
  ]);
  expect(all.tickets[0]?.escalations).toHaveLength(1);
  expect(all.tickets[0]?.events).toContainEqual(expect.objectContaining({ kind: "created", byYou: true }));
  expect(all.ticketsOfOthers.messages).toMatchObject([{ ticketId: tomsTicketId, from: "you" }]);
  expect(all.feedback.posts).toMatchObject([{ id: postId, title: "A big quokka button" }]);
  expect(all.feedback.votes.map(({ postId: of }) => of)).toEqual([postId, tomsId]);
  expect(all.feedback.drafts).toHaveLength(1);
  expect(all.feedback.notices).toMatchObject([{ text: "Your quokka is done." }]);
  expect(all.webSessions).toHaveLength(1);
  expect(() => JSON.stringify(all)).not.toThrow();
});

test("a ticket comes with all that was said in it, and names nobody else", async () => {
  await aTalk(desk);

  const all = await exported();

  const messages = all.tickets[0]?.messages ?? [];
  expect(messages.map(({ from, isNote }) => `${from}${isNote ? " note" : ""}`)).toEqual([
    "you",
    "you",
    "agent",
    "agent note",
  ]);
  expect(JSON.stringify(all)).not.toContain(ADA.name);
});

test("it is written down who had it", async () => {
  await aTalk(desk);
  const [personId, adaId] = [await idOf(desk), await idOf(desk, ADA)];

  const first = await exported({ personId: adaId });
  const second = await exported();

  const asked = { kind: "export", byName: ADA.name, finishedAt: expect.any(Date) };
  expect(first.requests).toEqual([]);
  expect(second.requests).toMatchObject([asked]);
  const key = { workspaceId: desk.workspace.id, personId };
  expect(await listPersonRequests(desk.ctx, key)).toMatchObject([{ byName: null }, asked]);
});

test("of somebody who was erased, and of a neighbor's member, there is nothing to export", async () => {
  await desk.ask({ author: QUOKKA });
  const neighbor = await aDesk(db);
  await neighbor.ask({ author: QUOKKA });
  const personId = await idOf(desk);
  const { id: workspaceId } = desk.workspace;
  const ofNeighbor = { workspaceId, personId: await idOf(neighbor), by: null };
  await erasePerson(desk.ctx, { workspaceId, personId, by: null });

  const gone = { code: "not_found" };
  await expect(exportPerson(desk.ctx, { workspaceId, personId, by: null })).rejects.toMatchObject(gone);
  await expect(exportPerson(desk.ctx, ofNeighbor)).rejects.toMatchObject(gone);
});
