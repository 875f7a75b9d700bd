import { schema } from "@firstline/db";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";

let database: TestDatabase;
let ids: { workspaceId: number; personId: number; ticketId: number; postId: number };

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const workspace = await aWorkspace({ db });
  const workspaceId = workspace.id;
  const [person] = await db.insert(schema.people).values({ workspaceId, name: "Mia" }).returning();
  const personId = person?.id ?? 0;
  const [ticket] = await db.insert(schema.tickets).values(aTicket(workspaceId, personId)).returning();
  const [post] = await db
    .insert(schema.feedbackPosts)
    .values({ workspaceId, title: "Dark", description: "mode" })
    .returning();
  ids = { workspaceId, personId, ticketId: ticket?.id ?? 0, postId: post?.id ?? 0 };
  await db.insert(schema.votes).values({ workspaceId, postId: ids.postId, personId, value: 1 });
  await db
    .insert(schema.ticketEvents)
    .values({ workspaceId, ticketId: ids.ticketId, kind: "created", actor: "ai" });
});
afterAll(async () => {
  await database.stop();
});

const aTicket = (workspaceId: number, askerId: number) => ({
  workspaceId,
  askerId,
  subject: "s",
  description: "d",
  platform: "slack" as const,
  channelId: "C1",
  threadId: "1.1",
});

/** The constraint or sentence with which the database refuses a statement. */
async function refusal(statement: PromiseLike<unknown>): Promise<string> {
  try {
    await statement;
  } catch (error) {
    const cause = (error as { cause?: { constraint_name?: string; message?: string } }).cause;
    return cause?.constraint_name ?? cause?.message ?? String(error);
  }
  return "nothing was refused";
}

test("a thread has one ticket", async () => {
  const again = database.db.insert(schema.tickets).values(aTicket(ids.workspaceId, ids.personId));

  expect(await refusal(again)).toBe("tickets_thread_key");
});

test("a person has one vote on a post", async () => {
  const { workspaceId, postId, personId } = ids;
  const again = database.db.insert(schema.votes).values({ workspaceId, postId, personId, value: -1 });

  expect(await refusal(again)).toBe("votes_person_key");
});

test.each([
  ["update", sql`update ticket_events set kind = 'closed'`],
  ["delete", sql`delete from ticket_events`],
  ["truncate", sql`truncate ticket_events`],
])("the audit log refuses to %s", async (_, statement) => {
  expect(await refusal(database.db.execute(statement))).toContain("audit log");
});

test.each([
  ["tickets_rating_check", sql`update tickets set satisfaction_rating = 6`],
  ["tickets_rating_check", sql`update tickets set satisfaction_rating = 0`],
  ["tickets_confidence_check", sql`update tickets set ai_confidence_score = 1.01`],
  ["tickets_status_check", sql`update tickets set status = 'lost'`],
  ["tickets_type_check", sql`update tickets set type = 'rant'`],
  ["tickets_priority_check", sql`update tickets set priority = 'asap'`],
  ["votes_value_check", sql`update votes set value = 2`],
  ["workspace_connections_platform_check", sql`update workspace_connections set platform = 'irc'`],
])("%s holds", async (constraint, statement) => {
  expect(await refusal(database.db.execute(statement))).toBe(constraint);
});

test("a ticket has one open escalation at most", async () => {
  const { workspaceId, ticketId } = ids;
  const open = { workspaceId, ticketId, type: "user_requested" as const, reason: "asked" };
  await database.db.insert(schema.escalations).values(open);

  expect(await refusal(database.db.insert(schema.escalations).values(open))).toBe("escalations_open_key");
  const closed = database.db.insert(schema.escalations).values({ ...open, resolved: true });
  expect(await refusal(closed)).toBe("nothing was refused");
});

test("an event, and something to say, are written down once", async () => {
  const { workspaceId } = ids;
  const event = { workspaceId, platform: "slack" as const, eventKey: "message:C1:1" };
  const said = {
    workspaceId,
    platform: "slack" as const,
    operation: "post" as const,
    dedupeKey: "k",
    deliveryKey: "d",
    payload: {},
  };
  await database.db.insert(schema.processedEvents).values(event);
  await database.db.insert(schema.outgoingMessages).values(said);

  expect(await refusal(database.db.insert(schema.processedEvents).values(event))).toBe(
    "processed_events_key",
  );
  expect(await refusal(database.db.insert(schema.outgoingMessages).values(said))).toBe(
    "outgoing_messages_dedupe_key",
  );
});

test("vectors are indexed by HNSW with cosine distance", async () => {
  const rows = await database.db.execute<{ indexname: string }>(
    sql`select indexname from pg_indexes where indexdef like '%hnsw%vector_cosine_ops%'`,
  );

  expect([...rows].map((row) => row.indexname)).toEqual(
    expect.arrayContaining(["article_chunks_embedding_idx"]),
  );
});

test("the words of tickets are indexed by their letters", async () => {
  const rows = await database.db.execute<{ indexdef: string }>(
    sql`select indexdef from pg_indexes where tablename = 'tickets' and indexdef like '%gin_trgm_ops%'`,
  );

  expect([...rows].map((row) => row.indexdef)).toEqual([
    expect.stringMatching(/subject gin_trgm_ops, description gin_trgm_ops/u),
  ]);
});
