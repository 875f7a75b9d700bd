import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileDatabase } from "../support/file-database.ts";
import { signIn } from "./console-session.ts";
import type { ConsoleSession } from "./console-session.ts";
import { aWeb, openConversation } from "./support.ts";
import type { TestWeb } from "./support.ts";

const database = await fileDatabase();
let web: TestWeb;
let agent: ConsoleSession;
let old: number;

beforeAll(async () => {
  web = await aWeb(database);
  agent = await signIn(web);
  old = await aTicket(web, { subject: "Espresso 100% cold", status: "closed", asker: "Grace Hopper" });
});
afterAll(() => web.stop());

const { tickets, people } = schema;

async function aTicket(
  at: TestWeb,
  { asker, ...values }: { subject: string; status: "closed" | "escalated" | "new"; asker: string },
): Promise<number> {
  const { ticketId } = await openConversation(at);
  const [{ askerId } = { askerId: 0 }] = await database.db
    .update(tickets)
    .set({ ...values, description: "It came <b>so</b>." })
    .where(eq(tickets.id, ticketId))
    .returning();
  await database.db.update(people).set({ name: asker }).where(eq(people.id, askerId));
  return ticketId;
}

const read = async (query: string): Promise<string> => (await agent.show(`/console/tickets${query}`)).text();
const found = (page: string): string[] =>
  [...page.matchAll(/class="row" href="\/console\/tickets\/(\d+)"/gu)].map((match) => match[1] ?? "");

test("an old ticket is found by its words, its asker and its number", async () => {
  const other = await aTicket(web, { subject: "Billing", status: "new", asker: "Ada" });
  const wanted = [`${old}`];

  expect(found(await read("?q=espresso"))).toEqual(wanted);
  expect(found(await read("?q=100%25"))).toEqual(wanted);
  expect(found(await read("?q=grace+COLD"))).toEqual(wanted);
  expect(found(await read(`?q=%23${old}`))).toEqual(wanted);
  expect(found(await read("?q=came&state=done"))).toEqual(wanted);
  expect(found(await read("?q=came"))).toEqual([`${other}`, `${old}`]);
  expect(found(await read("?state=with_ai"))).toEqual([`${other}`]);
});

test("a page leads to the next one, with the same filters, until every ticket was shown", async () => {
  const [ticket] = await database.db.select().from(tickets).where(eq(tickets.id, old));
  if (!ticket) throw new Error("the ticket is not there");
  const { id: _, ...values } = ticket;
  const crowd = Array.from({ length: 120 }, (__, nth) => ({
    ...values,
    status: "escalated" as const,
    threadId: `crowd ${nth}`,
    subject: `Queue & ${nth}`,
  }));
  await database.db.insert(tickets).values(crowd);

  let page = await read("?q=queue+%26&state=waiting");
  const seen = found(page);
  for (let next = nextOf(page); next !== undefined; next = nextOf(page)) {
    page = await read(next);
    seen.push(...found(page));
  }

  expect(new Set(seen).size).toBe(120);
  expect(seen).toHaveLength(120);
  expect(page).toContain('value="queue &amp;"');
  expect(page).toMatch(/<option value="waiting" selected/u);
});

const nextOf = (page: string): string | undefined =>
  /href="\/console\/tickets(\?[^"]*)"\s*>Show more/u.exec(page)?.[1]?.replaceAll("&amp;", "&");

test("words that find nothing, and odd ones, are shown as text", async () => {
  const page = await read("?q=%3Cscript%3Ealert(1)&state=nonsense&before=minus");

  expect(page).toContain("Nothing was found for &quot;&lt;script&gt;alert(1)&quot;.");
  expect((await agent.show("/console/tickets?q=%00&before=99999999999999999999")).status).toBe(200);
  expect((await agent.show("/console/tickets?q=%2399999999999999999999")).status).toBe(200);
});

test("the list is for this workspace's agents alone", async () => {
  const neighbor = await aWeb(database);
  const theirs = await aTicket(neighbor, { subject: "Their secret", status: "new", asker: "Mallory" });

  expect(found(await read("?q=secret"))).toEqual([]);
  expect(found(await read(`?q=%23${theirs}`))).toEqual([]);
  expect((await web.fetch("/console/tickets")).status).toBe(401);
  await neighbor.stop();
});

test("the front page has the search", async () => {
  const page = await (await agent.show("/console")).text();

  expect(page).toContain('action="/console/tickets"');
});
