import {
  act,
  addMessage,
  answerTicket,
  assignTicket,
  claimEscalation,
  closeTicket,
  deleteMessage,
  deliverOutgoing,
  editMessage,
  escalateTicket,
  listEscalations,
  NotFoundError,
  rateTicket,
  readPanelFeed,
  readTicket,
  rememberAgent,
  reopenTicket,
  resolveEscalation,
  resolveTicket,
  sendAgentMessage,
  setPriority,
  setType,
} from "@firstline/core";
import type { Person } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { aDesk, MEMBER } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

const database = await fileDatabase();
let ours: Desk;
let theirs: Desk;
/** An agent of ours, and an escalated ticket of theirs. */
let by: Person;
let ticketId: number;
let escalationId: number;
let ts: string;

beforeAll(async () => {
  ours = await aDesk(database.db);
  theirs = await aDesk(database.db);
  by = await database.db.transaction((tx) => rememberAgent(tx, ours.workspace.id, ADA));
  ({ ticketId, ts } = await theirs.ask({ text: "I want to talk to a human please" }));
  await theirs.answer(ticketId);
  const [escalation] = await listEscalations(theirs.ctx, { workspaceId: theirs.workspace.id, ticketId });
  escalationId = escalation?.id ?? 0;
});

const about = () => ({ workspaceId: ours.workspace.id, ticketId, by });
const click = (action: Parameters<typeof act>[1]["action"], value: string) =>
  act(ours.ctx, {
    workspaceId: ours.workspace.id,
    platform: "slack",
    channelId: "C_AGENTS",
    by: ADA,
    action,
    value,
  });
const message = { messageId: "9.9", author: MEMBER, text: "It still fails", eventKey: "message:9.9" };
const said = { text: "Hello", platform: "panel" as const, channelId: "console", messageId: "1" };

const verbs: [string, () => Promise<unknown>][] = [
  ["adding a message", () => addMessage(ours.ctx, { ...about(), ...message })],
  ["answering", () => answerTicket(ours.ctx, { ...about(), attempt: 1 })],
  ["assigning", () => assignTicket(ours.ctx, { ...about(), assigneeId: by.id })],
  ["closing", () => closeTicket(ours.ctx, about())],
  ["escalating", () => escalateTicket(ours.ctx, about())],
  ["rating", () => rateTicket(ours.ctx, { ...about(), rating: 5 })],
  ["reading", () => readTicket(ours.ctx, about())],
  ["reading the feed", () => readPanelFeed(ours.ctx, about())],
  ["reopening", () => reopenTicket(ours.ctx, about())],
  ["resolving", () => resolveTicket(ours.ctx, about())],
  ["setting the priority", () => setPriority(ours.ctx, { ...about(), priority: "urgent" })],
  ["setting the type", () => setType(ours.ctx, { ...about(), type: "bug" })],
  ["speaking as an agent", () => sendAgentMessage(ours.ctx, { ...about(), ...said, agent: by })],
  ["claiming", () => claimEscalation(ours.ctx, { ...about(), escalationId })],
  ["resolving an escalation", () => resolveEscalation(ours.ctx, { ...about(), escalationId })],
  ["clicking Solved", () => click("ticket_solved", String(ticketId))],
  ["clicking Ask a person", () => click("ticket_ask_person", String(ticketId))],
  ["clicking Not solved", () => click("ticket_reopen", String(ticketId))],
  ["clicking a rating", () => click("ticket_rate", `${ticketId}:5`)],
  ["clicking Claim", () => click("escalation_claim", String(escalationId))],
  ["clicking Resolve", () => click("escalation_resolve", String(escalationId))],
];

test.each(verbs)("%s finds nothing of another workspace and changes nothing", async (_, verb) => {
  const before = JSON.stringify(await theirs.read(ticketId));

  await expect(verb()).rejects.toThrow(NotFoundError);

  expect(JSON.stringify(await theirs.read(ticketId))).toBe(before);
});

test("edits, deletions and lists see nothing of another workspace", async () => {
  const place = {
    workspaceId: ours.workspace.id,
    platform: "slack" as const,
    channelId: "C_SUPPORT",
    messageId: ts,
  };

  expect(await editMessage(ours.ctx, { ...place, text: "changed" })).toBe(false);
  expect(await deleteMessage(ours.ctx, place)).toBe(false);
  expect(await listEscalations(ours.ctx, about())).toEqual([]);
});

test("a delivery of another workspace is not made", async () => {
  const o = schema.outgoingMessages;
  const [row] = await database.db.select().from(o).where(eq(o.workspaceId, theirs.workspace.id)).limit(1);

  await deliverOutgoing(ours.ctx, ours.slack, {
    workspaceId: ours.workspace.id,
    outgoingId: row?.id ?? 0,
    isLastTry: false,
  });

  expect(ours.slack.posts).toEqual([]);
});
