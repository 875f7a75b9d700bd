import { readTicket } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { signIn } from "./console-session.ts";
import type { ConsoleSession } from "./console-session.ts";
import { aWeb, CONSOLE_TOKEN, get, openConversation } from "./support.ts";
import type { Opened, TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;
let session: ConsoleSession;
let opened: Opened;
let path: string;

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
beforeEach(async () => {
  opened = await openConversation(web, "My quokka <b>fell</b> out of the app");
  path = await pathOf(opened);
});

async function pathOf({ ticketId }: Opened): Promise<string> {
  const t = schema.tickets;
  const [row] = await database.db.select({ id: t.askerId }).from(t).where(eq(t.id, ticketId));
  return `/console/people/${row?.id ?? 0}`;
}

const read = async (address: string): Promise<string> => (await session.show(address)).text();
const ticket = () => readTicket(web.ctx, { workspaceId: web.workspace.id, ticketId: opened.ticketId });

test("everything of a person is saved as a file, and it is shown who had it", async () => {
  const response = await session.submit(path, { do: "export" });

  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="person-\d+\.json"$/u);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toMatchObject({
    tickets: [{ id: opened.ticketId, description: "My quokka <b>fell</b> out of the app" }],
  });
  expect(await read(path)).toMatch(/Exported<\/dt>[\s\S]*just now[\s\S]*by Ada Agent/u);
});

test("nobody is erased before the box is ticked", async () => {
  const refused = await session.submit(path, { do: "erase" });

  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain("Say that you are sure: tick the box first.");
  expect((await ticket()).ticket.description).toContain("quokka");
});

test("who is erased is a deleted person, whose ticket says nothing and lets nobody in", async () => {
  const conversation = `/api/panel/conversations/${opened.id}`;
  expect((await get(web, conversation, opened.token)).status).toBe(200);

  const done = await session.submit(path, { do: "erase", sure: "yes" });

  expect([done.status, done.headers.get("location")]).toEqual([303, path]);
  const page = await read(path);
  expect(page).toContain("<h1>Deleted person</h1>");
  expect(page).toMatch(/Erased<\/dt>[\s\S]*by Ada Agent/u);
  expect(page).not.toContain('<form class="panel"');
  expect(await read(`/console/tickets/${opened.ticketId}`)).not.toContain("quokka");
  expect((await get(web, conversation, opened.token)).status).toBe(404);
});

test("without a name, from elsewhere and for a neighbor's person nothing happens", async () => {
  const cookies = (await web.fetch(`/console?token=${CONSOLE_TOKEN}`)).headers.getSetCookie();
  const nameless = { Cookie: cookies.map((line) => line.split(";")[0]).join("; ") };
  const elsewhere = { Origin: "https://evil.example", Cookie: session.cookie };
  const foreign = await pathOf(await openConversation(neighbor, "My quokka fell out of the app"));
  const all = { do: "erase", sure: "yes" };

  expect((await session.submit(path, all, nameless)).status).toBe(403);
  expect((await session.submit(path, all, elsewhere)).status).toBe(403);
  expect((await session.submit(foreign, all)).status).toBe(404);
  expect((await session.submit(foreign, { do: "export" })).status).toBe(404);
  expect((await ticket()).ticket.description).toContain("quokka");
});
