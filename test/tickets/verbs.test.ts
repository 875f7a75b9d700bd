import {
  assignTicket,
  closeTicket,
  listEscalations,
  makeTicket,
  receiveMessage,
  rememberAgent,
  rememberPerson,
  reopenTicket,
  sendAgentMessage,
  updateChannelSettings,
  updateSettings,
} from "@firstline/core";
import type { Person } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk, MEMBER } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { aWorkspace } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

const database = await fileDatabase();
let desk: Desk;
let ada: Person;

beforeEach(async () => {
  desk = await aDesk(database.db);
  ada = await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, ADA));
});

const about = (ticketId: number, by: Person = ada) => ({ workspaceId: desk.workspace.id, ticketId, by });
const escalationsOf = (ticketId: number) =>
  listEscalations(desk.ctx, { workspaceId: desk.workspace.id, ticketId });

async function answered(): Promise<{ ticketId: number; ts: string }> {
  const opened = await desk.ask();
  await desk.answer(opened.ticketId);
  await desk.deliver();
  return opened;
}

async function escalated(): Promise<{ ticketId: number; ts: string; escalationId: number }> {
  const opened = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(opened.ticketId);
  await desk.deliver();
  const [escalation] = await escalationsOf(opened.ticketId);
  return { ...opened, escalationId: escalation?.id ?? 0 };
}

describe("Not solved", () => {
  test("clicked twice gives the ticket to people once", async () => {
    const { ticketId } = await answered();

    await desk.click("ticket_reopen", String(ticketId));
    await desk.click("ticket_reopen", String(ticketId));

    expect(await escalationsOf(ticketId)).toHaveLength(1);
  });

  test("clicked while the ticket is open again for another reason gives it to people", async () => {
    const { ticketId, ts } = await answered();
    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "This is still broken for me" }));

    await desk.click("ticket_reopen", String(ticketId));

    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
  });

  test("shows the agents what the AI answered", async () => {
    const { ticketId } = await answered();
    await desk.click("ticket_reopen", String(ticketId));
    await desk.deliver();

    const card = desk.slack.posts.find((post) => post.target.channelId === "C_AGENTS");
    expect(card?.reply.markdown).toContain("What the AI answered");
  });

  test("takes the request for a rating back", async () => {
    const { ticketId } = await answered();
    await desk.click("ticket_solved", String(ticketId));
    await desk.deliver();
    const rating = desk.slack.posts.at(-1);

    await desk.click("ticket_reopen", String(ticketId));
    await desk.deliver();

    const edit = desk.slack.edits.findLast((each) => each.messageId === rating?.messageId);
    expect(edit?.reply.buttons).toBeUndefined();
  });
});

describe("a ticket that an agent opens again", () => {
  const reasonOf = async (ticketId: number) => (await escalationsOf(ticketId)).at(-1)?.reason;

  test("does not claim that the asker did", async () => {
    const { ticketId } = await answered();

    await reopenTicket(desk.ctx, about(ticketId));

    expect(await reasonOf(ticketId)).toBe("An agent opened the ticket again.");
  });

  test("nor that the asker came back where people had it", async () => {
    const { ticketId, escalationId } = await escalated();
    await desk.click("escalation_claim", String(escalationId), { channelId: "C_AGENTS", by: ADA });
    await closeTicket(desk.ctx, about(ticketId));

    await reopenTicket(desk.ctx, about(ticketId));

    expect(await reasonOf(ticketId)).toBe("An agent opened the ticket again.");
  });
});

describe("after an assumed resolution", () => {
  test("a complaint opens the ticket again, and the AI looks again", async () => {
    const { ticketId, ts } = await answered();

    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "This is still broken for me" }));
    await desk.answer(ticketId);

    expect(await desk.kinds(ticketId)).toContain("reopened");
    expect(desk.ctx.model.requests).toHaveLength(2);
  });

  test("a word to somebody else opens nothing", async () => {
    const { ticketId, ts } = await answered();
    const aside = { threadId: ts, text: "@Carl can you try it as well?", mentionsOthers: true };

    await receiveMessage(desk.ctx, desk.message(aside));

    expect((await desk.read(ticketId)).ticket.status).toBe("resolved");
  });
});

test("the thanks for a rating name the newest one, also when it is the first one again", async () => {
  const { ticketId } = await answered();
  await desk.click("ticket_solved", String(ticketId));

  for (const rating of [5, 2, 5]) await desk.click("ticket_rate", `${ticketId}:${rating}`);
  await desk.deliver();

  expect(desk.slack.edits.at(-1)?.reply.markdown).toBe("Thanks for the 5 ★!");
});

describe("a card that is outdated", () => {
  test("does not resolve the ticket that was opened again", async () => {
    const { ticketId, ts, escalationId } = await escalated();
    await desk.click("escalation_claim", String(escalationId), { channelId: "C_AGENTS", by: ADA });
    const resolve = () =>
      desk.click("escalation_resolve", String(escalationId), { channelId: "C_AGENTS", by: ADA });
    await resolve();
    await resolve();
    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "This is still broken for me" }));

    await expect(resolve()).rejects.toThrow("outdated");
    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
  });
});

describe("an assignment", () => {
  test("shows on the card and can be taken back", async () => {
    const { ticketId } = await escalated();

    await assignTicket(desk.ctx, { ...about(ticketId), assigneeId: ada.id });
    expect((await escalationsOf(ticketId))[0]?.assignedToId).toBe(ada.id);
    await assignTicket(desk.ctx, { ...about(ticketId), assigneeId: null });
    await desk.deliver();

    expect((await escalationsOf(ticketId))[0]?.assignedToId).toBeNull();
    expect(desk.slack.edits.at(-1)?.reply.fields).toContainEqual({
      label: "Assigned to",
      value: "nobody yet",
    });
  });

  test("goes to agents of the same workspace only", async () => {
    const { ticketId } = await escalated();
    const member = await desk.ctx.db.transaction((tx) => rememberPerson(tx, desk.workspace.id, MEMBER));
    const neighbor = await aWorkspace(desk.ctx);
    const stranger = await desk.ctx.db.transaction((tx) => rememberAgent(tx, neighbor.id, ADA));

    const assign = (assigneeId: number) => assignTicket(desk.ctx, { ...about(ticketId), assigneeId });

    await expect(assign(member.id)).rejects.toThrow("Only an agent");
    await expect(assign(stranger.id)).rejects.toThrow("not found");
  });

  test("comes with the first word of an agent from the console", async () => {
    const { ticketId } = await desk.ask();

    await sendAgentMessage(desk.ctx, {
      workspaceId: desk.workspace.id,
      ticketId,
      agent: ada,
      text: "Let me look",
      platform: "panel",
      channelId: "console",
      messageId: "1",
    });

    expect((await desk.read(ticketId)).ticket).toMatchObject({ handler: "human", assigneeId: ada.id });
    expect(await desk.kinds(ticketId)).toContain("assigned");
  });
});

test("a ticket that is closed while people have it frees its card", async () => {
  const { ticketId } = await escalated();

  await closeTicket(desk.ctx, about(ticketId));
  await desk.deliver();

  expect((await escalationsOf(ticketId))[0]?.resolved).toBe(true);
  const footers = desk.slack.edits.map((edit) => edit.reply.footer);
  expect(footers).toContain("Resolved.");
});

describe("Make a ticket", () => {
  const make = (channelId: string, messageId: string) =>
    makeTicket(desk.ctx, {
      workspaceId: desk.workspace.id,
      thread: { platform: "slack", channelId, threadId: messageId },
      messageId,
      asker: MEMBER,
      text: "How do I rotate the API token?",
      eventKey: `message:${channelId}:${messageId}`,
    });

  test("makes one ticket of a message anywhere, however often it is clicked", async () => {
    expect(await make("C_OTHER", "1.1")).toMatchObject({ created: true });
    expect(await make("C_OTHER", "1.1")).toBeNull();
  });

  test("is refused among agents on every platform", async () => {
    await expect(make("C_AGENTS", "1.2")).rejects.toThrow("agents' channel");
  });
});

describe("settings", () => {
  const update = (settings: Record<string, number>) =>
    updateSettings(desk.ctx, { workspaceId: desk.workspace.id, settings });

  test("with the thresholds the wrong way round are refused with a sentence", async () => {
    await expect(update({ answerThreshold: 0.9, resolveThreshold: 0.8 })).rejects.toThrow(
      "answerThreshold (0.9) must not be above resolveThreshold (0.8)",
    );
    await expect(update({ answerThreshold: 0.9 })).rejects.toThrow("must not be above");
  });

  test("out of range are refused with their name", async () => {
    await expect(update({ quietDays: -1 })).rejects.toThrow("quietDays");
  });

  test("of a channel name its own office hours to those who wait there", async () => {
    const channel = { platform: "slack", channelId: "C_SUPPORT" } as const;
    const settings = { handoverNote: "We are back on Monday" };
    await updateChannelSettings(desk.ctx, { workspaceId: desk.workspace.id, channel, settings });

    await escalated();

    expect(desk.texts().join("\n")).toContain("We are back on Monday");
  });

  test("that were broken by hand do not keep questions from being taken in", async () => {
    await desk.ctx.db
      .update(schema.workspaces)
      .set({ settings: { burstSeconds: "many", handoverNote: "Back on Monday" } })
      .where(and(eq(schema.workspaces.id, desk.workspace.id)));

    const { ticketId } = await desk.ask({ text: "I want to talk to a human please" });
    await desk.answer(ticketId);
    await desk.deliver();

    expect(desk.texts().at(-1)).toContain("Back on Monday");
  });
});
