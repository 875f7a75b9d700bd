import { randomUUID } from "node:crypto";
import { pruneEvents } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { testClock } from "../support/clock.ts";
import { aProgram, fileApi, idOf } from "./support.ts";
import type { Called } from "./support.ts";

const clock = testClock();
const { database, web, program } = await fileApi({ now: clock.now });

const question = { question: "How do I rotate the API token?" };
const once = (key: string, path: string, body: unknown): Promise<Called> =>
  program.post(path, body, { "Idempotency-Key": key });

async function ticketCount(): Promise<number> {
  const rows = await database.db
    .select({ id: schema.tickets.id })
    .from(schema.tickets)
    .where(eq(schema.tickets.workspaceId, web.workspace.id));
  return rows.length;
}

test("the same request again is done once and answered the same", async () => {
  const key = randomUUID();
  const before = await ticketCount();

  const first = await once(key, "/tickets", question);
  const again = await once(key, "/tickets", question);

  expect(again.status).toBe(201);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  expect([first, again].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
  expect(await ticketCount()).toBe(before + 1);
});

test("the same request many times at once is done once", async () => {
  const key = randomUUID();
  const before = await ticketCount();

  const answers = await Promise.all(Array.from({ length: 8 }, () => once(key, "/tickets", question)));

  expect(await ticketCount()).toBe(before + 1);
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(201);
  expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
});

test("the same key for another request is refused", async () => {
  const key = randomUUID();
  await once(key, "/tickets", question);

  const body = await once(key, "/tickets", { question: "Something else?" });
  const path = await once(key, "/categories", question);

  expect([body.status, path.status]).toEqual([422, 422]);
  expect(body.body).toMatchObject({ code: "idempotency_key_reused" });
});

test("a key belongs to the program that used it", async () => {
  const key = randomUUID();
  const other = await aProgram(web);
  const mine = await once(key, "/tickets", question);

  const theirs = await other.post("/tickets", question, { "Idempotency-Key": key });

  expect(idOf(theirs.body)).not.toBe(idOf(mine.body));
});

test("a request that was refused may be mended and sent again under its key", async () => {
  const key = randomUUID();

  const refused = await once(key, "/tickets", { question: 1 });
  const mended = await once(key, "/tickets", question);

  expect([refused.status, mended.status]).toEqual([400, 201]);
});

test("a request whose process died is taken up by the next one, and opens no second ticket", async () => {
  const key = randomUUID();
  const first = await once(key, "/tickets", question);
  const i = schema.idempotencyKeys;
  await database.db.update(i).set({ status: null, body: null }).where(eq(i.key, key));

  const soon = await once(key, "/tickets", question);
  clock.advance(301_000);
  const later = await once(key, "/tickets", question);

  expect(soon).toMatchObject({ status: 409, body: { code: "still_running" } });
  expect(later.status).toBe(201);
  expect(idOf(later.body)).toBe(idOf(first.body));
});

test("a key that is no key is refused, and keys are forgotten after a day", async () => {
  const key = randomUUID();
  expect((await once("a b", "/tickets", question)).status).toBe(400);
  expect((await once("x".repeat(201), "/tickets", question)).status).toBe(400);
  const first = await once(key, "/tickets", question);

  clock.advance(25 * 3_600_000);
  await pruneEvents(web.ctx);
  const rows = await database.db
    .select()
    .from(schema.idempotencyKeys)
    .where(eq(schema.idempotencyKeys.key, key));

  expect(first.status).toBe(201);
  expect(rows).toEqual([]);
});
