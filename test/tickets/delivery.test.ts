import { deliverOutgoing, receiveMessage, sweepTickets, syncChannels, UpstreamError } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, asc, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };
const o = schema.outgoingMessages;

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const rows = () =>
  desk.ctx.db.select().from(o).where(eq(o.workspaceId, desk.workspace.id)).orderBy(asc(o.id));
type Row = Awaited<ReturnType<typeof rows>>[number];

async function rowOf(key: string): Promise<Row> {
  const found = (await rows()).find((row) => row.dedupeKey.startsWith(key));
  if (!found) throw new Error(`nothing to say with the key ${key}`);
  return found;
}

const deliver = async (key: string, isLastTry = false): Promise<void> =>
  deliverOutgoing(desk.ctx, desk.slack, {
    workspaceId: desk.workspace.id,
    outgoingId: (await rowOf(key)).id,
    isLastTry,
  });
const jobOf = async (key: string) => {
  const row = await rowOf(key);
  return (await queuedJobs(desk.ctx.db, "deliver_to_slack")).find((job) => job.key === `deliver:${row.id}`);
};

const brokenDown = () => new UpstreamError("slack", "Slack could not be reached.", { retryable: true });
const slowDown = (retryAfterSeconds: number) =>
  new UpstreamError("slack", "Slack asks us to slow down.", { retryable: true, retryAfterSeconds });

/** A ticket that people have, with its card not yet posted. */
async function escalated(): Promise<{ ticketId: number; ts: string }> {
  const opened = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(opened.ticketId);
  return opened;
}

/** What Ada says in the member's thread by way of the card. */
async function adaSays(...texts: string[]): Promise<void> {
  const card = await rowOf("card:");
  for (const text of texts) {
    const threadId = card.platformMessageId;
    await receiveMessage(desk.ctx, desk.message({ channelId: "C_AGENTS", threadId, author: ADA, text }));
  }
}

test("what was said earlier is posted first, also when it failed at first", async () => {
  await escalated();
  await deliver("card:");
  await adaSays("First", "Second");
  await deliver("handover:");
  desk.slack.failNext(brokenDown());
  await expect(deliver("agent:")).rejects.toThrow("could not be reached");

  const second = (await rows()).findLast((row) => row.dedupeKey.startsWith("agent:"));
  await deliverOutgoing(desk.ctx, desk.slack, {
    workspaceId: desk.workspace.id,
    outgoingId: second?.id ?? 0,
    isLastTry: false,
  });

  expect(desk.texts().slice(-2)).toEqual(["First", "Second"]);
});

test("what is to be said while the platform accepts no token of ours is said once it does", async () => {
  await escalated();
  const refused = { retryable: false, lockedOut: true };
  desk.slack.failNext(new UpstreamError("slack", "Slack no longer accepts the token.", refused));

  await deliver("card:", true);

  expect((await rowOf("card:")).status).toBe("sending");
  expect((await jobOf("card:"))?.runAt).toEqual(new Date(desk.ctx.now().getTime() + 300_000));
  await deliver("card:");
  expect((await rowOf("card:")).status).toBe("sent");
});

test("agents hear on another platform that nothing can be said on this one, once", async () => {
  await syncChannels(desk.ctx, {
    workspaceId: desk.workspace.id,
    platform: "discord",
    channels: [{ externalId: "77", role: "agents" }],
  });
  await escalated();
  const refused = () =>
    new UpstreamError("slack", "Slack no longer accepts the token.", { retryable: false, lockedOut: true });

  for (const key of ["handover:", "card:"]) {
    desk.slack.failNext(refused());
    await deliver(key);
  }

  const notices = (await rows()).filter((row) => row.dedupeKey.startsWith("locked-out:"));
  expect(notices.map((row) => row.payload)).toMatchObject([
    {
      target: { platform: "discord", channelId: "77" },
      reply: {
        markdown:
          "Nothing can be said on slack for now: Slack no longer accepts the token. What waits is said then.",
      },
    },
  ]);
});

test("a post that fails again and again holds up what comes after it only for a while", async () => {
  await escalated();
  await deliver("card:");
  await adaSays("First", "Second");
  await deliver("handover:");
  const [first, second] = (await rows()).filter((row) => row.dedupeKey.startsWith("agent:"));
  await desk.ctx.db
    .update(o)
    .set({ attempts: 5, status: "sending" })
    .where(eq(o.id, first?.id ?? 0));

  desk.slack.failNext(brokenDown());
  await deliverOutgoing(desk.ctx, desk.slack, {
    workspaceId: desk.workspace.id,
    outgoingId: second?.id ?? 0,
    isLastTry: false,
  });

  expect(desk.texts().at(-1)).toBe("Second");
});

test("a rate limit puts the job off until the time that the platform named, without using up a try", async () => {
  await escalated();
  desk.slack.failNext(slowDown(90));

  await deliver("card:", true);

  expect((await rowOf("card:")).status).toBe("sending");
  expect((await jobOf("card:"))?.runAt.getTime()).toBe(desk.ctx.now().getTime() + 90_000);
  await deliver("card:");
  expect((await rowOf("card:")).status).toBe("sent");
});

test("a rate limit that never ends is given up after two days", async () => {
  await escalated();
  await desk.ctx.db
    .update(o)
    .set({ createdAt: sql`${desk.ctx.now().toISOString()}::timestamptz - interval '3 days'` })
    .where(eq(o.id, (await rowOf("handover:")).id));
  desk.slack.failNext(slowDown(90));

  await deliver("handover:");

  expect((await rowOf("handover:")).status).toBe("failed");
});

test("a follow-up waits for the card without using up a try", async () => {
  const { ts } = await escalated();
  await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "Is anybody there to help me?" }));

  await deliver("relay:", true);
  expect((await rowOf("relay:")).status).toBe("sending");
  await deliver("card:");
  await deliver("relay:");

  expect(desk.texts().at(-1)).toBe("Is anybody there to help me?");
});

test("an old change that was held up does not undo a newer one", async () => {
  const { ticketId } = await escalated();
  await deliver("card:");
  await desk.click("ticket_solved", String(ticketId));
  const card = await rowOf("card:");
  const later = { operation: "edit", outgoingId: card.id, reply: { markdown: "The newest" } };
  const [{ id } = { id: 0 }] = await desk.ctx.db
    .insert(o)
    .values({ ...card, ...newRow("newest"), operation: "edit", payload: later })
    .returning({ id: o.id });

  await deliverOutgoing(desk.ctx, desk.slack, {
    workspaceId: desk.workspace.id,
    outgoingId: id,
    isLastTry: false,
  });
  await desk.deliver();

  const edits = desk.slack.edits.filter((edit) => edit.messageId === card.platformMessageId);
  expect(edits.map((edit) => edit.reply.markdown)).toEqual(["The newest"]);
});

const newRow = (key: string) => ({
  id: undefined,
  dedupeKey: key,
  deliveryKey: key,
  status: "pending" as const,
  platformMessageId: null,
});

test("an unexpected error is for the log, not for the agents", async () => {
  await escalated();
  desk.slack.failNext(new Error("insert into x values ('my password')"));

  await deliver("handover:", true);
  await desk.deliver();

  expect((await rowOf("handover:")).lastError).not.toContain("password");
  expect(desk.texts().find((text) => text.startsWith("I could not deliver"))).toContain("the log says what");
});

test("a card that cannot be posted is reported in the agent channel of the other platform", async () => {
  await syncChannels(desk.ctx, {
    workspaceId: desk.workspace.id,
    platform: "discord",
    channels: [{ externalId: "D_AGENTS", role: "agents" }],
  });
  await escalated();
  desk.slack.failNext(new UpstreamError("slack", "I'm not in the channel.", { retryable: false }));

  await deliver("card:");

  expect(await rowOf("undeliverable:")).toMatchObject({ platform: "discord" });
});

test("a delivery whose job died at its last try is taken up again", async () => {
  await escalated();
  const { id } = await rowOf("handover:");
  await desk.ctx.db.execute(
    sql`update graphile_worker._private_jobs set attempts = max_attempts where key = ${`deliver:${id}`}`,
  );
  await desk.ctx.db
    .update(o)
    .set({ status: "sending", createdAt: new Date(desk.ctx.now().getTime() - 600_000) })
    .where(and(eq(o.workspaceId, desk.workspace.id), eq(o.id, id)));

  await sweepTickets(desk.ctx);

  const [job] = await desk.ctx.db.execute<{ attempts: number }>(
    sql`select attempts from graphile_worker.jobs where key = ${`deliver:${id}`}`,
  );
  expect(job?.attempts).toBe(0);
});
