import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { signIn } from "./console-session.ts";
import { readEvents } from "./event-reader.ts";
import { aWeb, openConversation } from "./support.ts";
import type { TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
});
afterAll(async () => {
  await web.stop();
  await database.stop();
});

test.each(["the overview", "a ticket"])("signing out ends the stream of %s in another tab", async (what) => {
  const session = await signIn(web);
  const { ticketId } = await openConversation(web, "Is my salary paid?");
  const stream = await session.show(
    what === "a ticket" ? `/console/tickets/${ticketId}/events` : "/console/events",
  );

  await session.submit("/console/leave", {});

  await expect(readEvents(stream).ended()).resolves.toBeUndefined();
});

test("who is still signed in comes back, and the visitor's own stream goes on", async () => {
  const [ada, bea] = [await signIn(web, "Ada"), await signIn(web, "Bea")];
  const opened = await openConversation(web, "May I ask something?");
  const visitor = readEvents(
    await web.fetch(`/api/panel/conversations/${opened.id}/events`, {
      headers: { Authorization: `Bearer ${opened.token}` },
    }),
  );
  await visitor.next();

  await ada.submit("/console/leave", {});
  const again = await bea.show("/console/events");
  await openConversation(web, "Something else?");

  expect(again.status).toBe(200);
  await again.body?.cancel();
  await web.fetch(`/api/panel/conversations/${opened.id}/messages`, {
    method: "POST",
    headers: { Authorization: `Bearer ${opened.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ text: "Are you there?" }),
  });
  expect((await visitor.next()).feed.items.map(({ markdown }) => markdown)).toEqual(["Are you there?"]);
  await visitor.leave();
});
