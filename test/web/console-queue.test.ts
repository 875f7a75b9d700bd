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
  expect(page).toContain('Waiting for a person <span class="count">200+</span>');
});
