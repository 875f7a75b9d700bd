import { randomUUID } from "node:crypto";
import {
  castVote,
  createLinkCode,
  createPost,
  getPost,
  joinPeople,
  listPeople,
  recountScores,
  redeemLinkCode,
  rememberAgent,
  rememberPerson,
} from "@firstline/core";
import type { Person, PersonIdentity } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { aWorkspace, queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const ctx = { db, now: () => new Date("2026-11-22T12:00:00Z") };

const ON_SLACK: PersonIdentity = { platform: "slack", externalId: "U_MIA", name: "Mia" };
const ON_DISCORD: PersonIdentity = { platform: "discord", externalId: "700001", name: "mia" };

type Two = { workspaceId: number; keep: Person; gone: Person };

async function twoPeople(): Promise<Two> {
  const { id: workspaceId } = await aWorkspace(ctx);
  const keep = await ctx.db.transaction((tx) => rememberPerson(tx, workspaceId, ON_SLACK));
  const gone = await ctx.db.transaction((tx) => rememberPerson(tx, workspaceId, ON_DISCORD));
  return { workspaceId, keep, gone };
}

const join = ({ workspaceId, keep, gone }: Two): Promise<void> =>
  ctx.db.transaction((tx) =>
    joinPeople(tx, { workspaceId, keepId: keep.id, goneId: gone.id, at: ctx.now() }),
  );

async function aPost(workspaceId: number): Promise<number> {
  const [post] = await ctx.db
    .insert(schema.feedbackPosts)
    .values({ workspaceId, title: "Dark mode", description: "For late hours." })
    .returning({ id: schema.feedbackPosts.id });
  return post?.id ?? 0;
}

async function vote(
  workspaceId: number,
  postId: number,
  personId: number,
  value: 1 | -1,
  day: number,
): Promise<void> {
  const createdAt = new Date(Date.UTC(2026, 10, day));
  await ctx.db.insert(schema.votes).values({ workspaceId, postId, personId, value, createdAt });
}

const votesOn = (postId: number) =>
  ctx.db
    .select({ personId: schema.votes.personId, value: schema.votes.value })
    .from(schema.votes)
    .where(eq(schema.votes.postId, postId));

test("of two votes on one post the newer one stays", async () => {
  const two = await twoPeople();
  const { workspaceId, keep, gone } = two;
  const [first, second, third] = [
    await aPost(workspaceId),
    await aPost(workspaceId),
    await aPost(workspaceId),
  ];
  await vote(workspaceId, first, keep.id, 1, 1);
  await vote(workspaceId, first, gone.id, -1, 2);
  await vote(workspaceId, second, gone.id, -1, 1);
  await vote(workspaceId, second, keep.id, 1, 2);
  await vote(workspaceId, third, gone.id, 1, 1);

  await join(two);

  expect(await votesOn(first)).toEqual([{ personId: keep.id, value: -1 }]);
  expect(await votesOn(second)).toEqual([{ personId: keep.id, value: 1 }]);
  expect(await votesOn(third)).toEqual([{ personId: keep.id, value: 1 }]);
});

test("two people who voted for the same are counted once when they turn out to be one", async () => {
  const two = await twoPeople();
  const { workspaceId, keep, gone } = two;
  const place = null;
  const author = { personId: keep.id };
  const { post } = await createPost(ctx, { workspaceId, title: "Dark mode", description: "", author, place });
  await castVote(ctx, { workspaceId, postId: post.id, voter: { personId: gone.id }, value: 1, place });

  await join(two);

  expect(await getPost(ctx, { workspaceId, postId: post.id })).toMatchObject({
    upvotes: 1,
    weightedScore: 1,
  });
});

test("the card of what both voted for shows one vote less when they turn out to be one", async () => {
  const two = await twoPeople();
  const { workspaceId, keep, gone } = two;
  const postId = await aPost(workspaceId);
  await vote(workspaceId, postId, keep.id, 1, 1);
  await vote(workspaceId, postId, gone.id, 1, 2);
  await recountScores(ctx, { workspaceId });
  await ctx.db.insert(schema.outgoingMessages).values({
    workspaceId,
    platform: "slack",
    operation: "post",
    dedupeKey: `feedback_card:${postId}`,
    deliveryKey: randomUUID(),
    payload: {},
  });

  await join(two);

  const keys = (await queuedJobs(ctx.db, "refresh_post_card")).map(({ key }) => key);
  expect(keys).toContain(`refresh_post_card:${postId}`);
});

test("votes of others are left alone", async () => {
  const two = await twoPeople();
  const postId = await aPost(two.workspaceId);
  const other = await ctx.db.transaction((tx) =>
    rememberPerson(tx, two.workspaceId, { platform: "slack", externalId: "U_TOM", name: "Tom" }),
  );
  await vote(two.workspaceId, postId, other.id, 1, 1);
  await vote(two.workspaceId, postId, two.gone.id, 1, 2);

  await join(two);

  expect(new Set((await votesOn(postId)).map(({ personId }) => personId))).toEqual(
    new Set([two.keep.id, other.id]),
  );
});

test("tickets and messages follow, and the audit log still finds a name", async () => {
  const two = await twoPeople();
  const { workspaceId, keep, gone } = two;
  const [ticket] = await ctx.db
    .insert(schema.tickets)
    .values({
      workspaceId,
      subject: "Help",
      description: "Help",
      askerId: gone.id,
      platform: "discord",
      channelId: "1",
      threadId: "2",
    })
    .returning();
  const ticketId = ticket?.id ?? 0;
  await ctx.db.insert(schema.ticketMessages).values({
    workspaceId,
    ticketId,
    sender: "user",
    personId: gone.id,
    content: "Help",
    platform: "discord",
  });

  await join(two);

  const [moved] = await ctx.db.select().from(schema.tickets).where(eq(schema.tickets.id, ticketId));
  const [message] = await ctx.db
    .select()
    .from(schema.ticketMessages)
    .where(eq(schema.ticketMessages.ticketId, ticketId));
  expect(moved?.askerId).toBe(keep.id);
  expect(message?.personId).toBe(keep.id);
  expect(await listPeople(ctx, { workspaceId, ids: [gone.id] })).toEqual([
    expect.objectContaining({ id: gone.id, name: "Mia" }),
  ]);
});

test("three become one, whichever way they are joined", async () => {
  const two = await twoPeople();
  const { workspaceId, keep, gone } = two;
  const third = await ctx.db.transaction((tx) =>
    rememberPerson(tx, workspaceId, { platform: "panel", externalId: "user:9", name: "Mia M." }),
  );

  await join(two);
  await join({ workspaceId, keep: third, gone: keep });

  const j = schema.personJoins;
  const joins = await ctx.db.select().from(j).where(eq(j.workspaceId, workspaceId));
  expect(joins.map(({ keptId, goneId }) => [keptId, goneId])).toEqual(
    expect.arrayContaining([
      [third.id, gone.id],
      [third.id, keep.id],
    ]),
  );
  const i = schema.personIdentities;
  const identities = await ctx.db
    .select()
    .from(i)
    .where(and(eq(i.workspaceId, workspaceId), eq(i.personId, third.id)));
  expect(identities).toHaveLength(3);
});

test("company, address and the wish to be left out are kept from whoever has them", async () => {
  const two = await twoPeople();
  const { workspaceId, keep, gone } = two;
  const [company] = await ctx.db
    .insert(schema.companies)
    .values({ workspaceId, name: "Acme" })
    .returning({ id: schema.companies.id });
  const p = schema.people;
  await ctx.db
    .update(p)
    .set({ companyId: company?.id ?? null, email: "mia@acme.example", optedOutAt: ctx.now() })
    .where(eq(p.id, gone.id));

  await join(two);

  const [row] = await ctx.db.select().from(p).where(eq(p.id, keep.id));
  expect(row).toMatchObject({ companyId: company?.id, email: "mia@acme.example", name: "Mia" });
  expect(row?.optedOutAt).toEqual(ctx.now());
});

test("days that both worked are summed", async () => {
  const two = await twoPeople();
  const { workspaceId, keep, gone } = two;
  const p = schema.agentPerformance;
  await ctx.db.insert(p).values([
    { workspaceId, agentId: keep.id, day: "2026-11-01", handled: 2 },
    { workspaceId, agentId: gone.id, day: "2026-11-01", handled: 3 },
    { workspaceId, agentId: gone.id, day: "2026-11-02", handled: 4 },
  ]);

  await join(two);

  const days = await ctx.db.select({ day: p.day, handled: p.handled }).from(p).where(eq(p.agentId, keep.id));
  expect(days.toSorted((a, b) => a.day.localeCompare(b.day))).toEqual([
    { day: "2026-11-01", handled: 5 },
    { day: "2026-11-02", handled: 4 },
  ]);
});

test("a neighbor's person cannot be joined", async () => {
  const { workspaceId, keep } = await twoPeople();
  const neighbor = await twoPeople();

  await expect(join({ workspaceId, keep, gone: neighbor.gone })).rejects.toMatchObject({ code: "not_found" });
  await expect(join({ workspaceId, keep: neighbor.keep, gone: keep })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("two joins of the same people at once leave one person", async () => {
  const two = await twoPeople();

  await Promise.allSettled([join(two), join({ ...two, keep: two.gone, gone: two.keep })]);

  const p = schema.people;
  expect(await ctx.db.select().from(p).where(eq(p.workspaceId, two.workspaceId))).toHaveLength(1);
});

test("an agent is not tied to a member by a code that the member made", async () => {
  const { workspaceId } = await twoPeople();
  await ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, ON_SLACK));
  const trap = await createLinkCode(ctx, { workspaceId, by: ON_DISCORD });

  await expect(redeemLinkCode(ctx, { workspaceId, code: trap.code, by: ON_SLACK })).rejects.toMatchObject({
    code: "forbidden",
  });

  const own = await createLinkCode(ctx, { workspaceId, by: ON_SLACK });
  await expect(redeemLinkCode(ctx, { workspaceId, code: own.code, by: ON_DISCORD })).resolves.toBeDefined();
});

test("whatever table names a person is joined, too", async () => {
  const rows = await ctx.db.execute<{ place: string }>(sql`
    select c.conrelid::regclass || '.' || a.attname as place
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.contype = 'f' and c.confrelid = 'people'::regclass`);

  expect([...rows].map(({ place }) => place).toSorted()).toEqual(JOINED.toSorted());
});

/** A new place belongs into join-records.ts, and here. */
const JOINED = [
  "agent_performance.agent_id",
  "api_keys.created_by_id",
  "articles.author_id",
  "escalations.assigned_to_id",
  "escalations.escalated_by_id",
  "feedback_drafts.person_id",
  "feedback_events.actor_id",
  "feedback_posts.author_id",
  "fix_attempts.approved_by_id",
  "github_accounts.person_id",
  "link_codes.person_id",
  "person_identities.person_id",
  "person_joins.kept_id",
  "person_requests.by_id",
  "person_requests.person_id",
  "ticket_messages.person_id",
  "tickets.asker_id",
  "tickets.assignee_id",
  "training_examples.approved_by_id",
  "votes.person_id",
  "web_notices.person_id",
  "web_sessions.person_id",
];
