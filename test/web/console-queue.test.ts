import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileDatabase } from "../support/file-database.ts";
import { signIn } from "./console-session.ts";
import { aWeb, openConversation } from "./support.ts";
import type { TestWeb } from "./support.ts";

const database = await fileDatabase();
let web: TestWeb;

beforeAll(async () => {
  web = await aWeb(database);
});
afterAll(() => web.stop());

test("what was done last is first among what is done, however long ago it was asked", async () => {
  const { tickets } = schema;
  const day = (nth: number): Date => new Date(Date.UTC(2026, 0, nth));
  const { ticketId } = await openConversation(web);
  const [first] = await database.db.select().from(tickets).where(eq(tickets.id, ticketId));
  if (!first) throw new Error("the ticket is not there");
  const { id: _, ...ticket } = first;
  const done = { ...ticket, status: "resolved" as const };
  const closed = { ...ticket, status: "closed" as const };
  await database.db.insert(tickets).values([
    { ...done, threadId: "a", subject: "Old matter", createdAt: day(1), resolvedAt: day(9) },
    { ...closed, threadId: "b", subject: "Shut today", createdAt: day(2), closedAt: day(8) },
    {
      ...closed,
      threadId: "c",
      subject: "Solved, then shut",
      createdAt: day(3),
      resolvedAt: day(4),
      closedAt: day(10),
    },
  ]);

  const page = await (await (await signIn(web)).show("/console")).text();

  const places = ["Old matter", "Shut today", "Solved, then shut"].map((subject) => page.indexOf(subject));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("however many wait for a person, the most urgent and those who wait longest are in the list", async () => {
  const { tickets } = schema;
  const { ticketId } = await openConversation(web);
  await database.db.update(tickets).set({ status: "escalated" }).where(eq(tickets.id, ticketId));
  const [first] = await database.db.select().from(tickets).where(eq(tickets.id, ticketId));
  if (!first) throw new Error("the ticket is not there");
  const { id: _, ...waiting } = first;
  const crowd = Array.from({ length: 210 }, (__, nth) => ({
    ...waiting,
    threadId: `${nth}`,
    subject: `No. ${nth}`,
  }));
  await database.db.insert(tickets).values(crowd);
  const urgent = { ...waiting, threadId: "fire", subject: "Fire!", priority: "urgent" as const };
  await database.db.insert(tickets).values(urgent);

  const page = await (await (await signIn(web)).show("/console")).text();

  expect(page).toContain(`href="/console/tickets/${ticketId}"`);
  expect(page.indexOf("Fire!")).toBeLessThan(page.indexOf(`href="/console/tickets/${ticketId}"`));
  expect(page).toMatch(
    /Waiting for a person <span class="count"><a href="\/console\/tickets\?state=waiting"[^>]*>200\+</u,
  );
});
