import { listTicketsPage } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const MANY = 6_000;
let workspaceId = 0;
let oldest = 0;

beforeAll(async () => {
  workspaceId = (await aWorkspace({ db })).id;
  await db.execute(sql`
    insert into people (workspace_id, name)
    select ${workspaceId}, 'Mia ' || n from generate_series(1, 1100) n`);
  await db.execute(sql`
    insert into tickets (workspace_id, subject, description, asker_id, platform, channel_id, thread_id)
    select ${workspaceId}, 'Refund ' || n, case n when 1 then 'Of the zebra.' else 'Of the order.' end,
      (select id from people where workspace_id = ${workspaceId} and name = 'Mia ' || (1 + n % 1100)), 'slack', 'C', n::text
    from generate_series(1, ${MANY}) n order by n`);
  const [row] = await db
    .select({ id: schema.tickets.id })
    .from(schema.tickets)
    .where(eq(schema.tickets.threadId, "1"));
  oldest = row?.id ?? 0;
});

const idsOf = async (words: string, before: number | null = null): Promise<number[]> => {
  const page = { workspaceId, filter: { words }, before, limit: 20 };
  return (await listTicketsPage({ db }, page)).tickets.map(({ id }) => id);
};

test.each([
  ["a rare word", "zebra"],
  ["several words", "refund ZEBRA of"],
  ["the asker's name", "zebra 'Mia 2'"],
  ["a part of many names and a rare word", "mia zebra"],
])("the oldest of many tickets is found by %s", async (_, words) => {
  expect(await idsOf(words.replaceAll("'", ""))).toEqual([oldest]);
});

test("a ticket is found by its number", async () => {
  expect(await idsOf(`#${oldest}`)).toContain(oldest);
});

test("a common word shows the newest tickets, page by page", async () => {
  const first = await idsOf("order");
  const second = await idsOf("order", first.at(-1) ?? null);

  const newest = Array.from({ length: 40 }, (_, n) => oldest + MANY - 1 - n);
  expect([...first, ...second]).toEqual(newest);
});

test("what stands nowhere is not found, and neither are a neighbor's tickets", async () => {
  const neighbor = await aWorkspace({ db });
  const page = { workspaceId: neighbor.id, filter: { words: "zebra" }, before: null, limit: 20 };

  expect(await idsOf("zebra quagga")).toEqual([]);
  expect((await listTicketsPage({ db }, page)).tickets).toEqual([]);
});
