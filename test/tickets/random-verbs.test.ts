import {
  AppError,
  assignTicket,
  claimEscalation,
  closeQuietTickets,
  closeTicket,
  deleteMessage,
  escalateTicket,
  listEscalations,
  rateTicket,
  receiveMessage,
  rememberAgent,
  rememberPerson,
  reopenTicket,
  resolveTicket,
  sendAgentMessage,
  setPriority,
  setType,
} from "@firstline/core";
import type { Person } from "@firstline/core";
import { expect, test } from "vitest";
import { aDesk, MEMBER } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { refused } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };
const CARL = { platform: "slack" as const, externalId: "U_CARL", name: "Carl" };
const STEPS = 16;

const database = await fileDatabase();

type Scene = {
  desk: Desk;
  ticketId: number;
  ts: string;
  mia: Person;
  ada: Person;
  /** A whole number under `below`, the same for the same seed. */
  pick: (below: number) => number;
};

const at = ({ desk, ticketId }: Scene) => ({ workspaceId: desk.workspace.id, ticketId });
const inThread = ({ desk, ts }: Scene, text: string, input = {}) =>
  receiveMessage(desk.ctx, desk.message({ threadId: ts, text, ...input }));

const VERBS: Record<string, (scene: Scene) => Promise<unknown>> = {
  answer: ({ desk, ticketId, pick }) => {
    const drafts = [{}, { citedChunkIds: [], selfConfidence: 0 }, { needsPerson: "A refund." }, refused];
    desk.ctx.model.next(drafts[pick(drafts.length)] ?? {});
    return desk.answer(ticketId, 5);
  },
  "follow up": (scene) => inThread(scene, `It still fails, attempt ${scene.pick(100)}`),
  thank: (scene) => inThread(scene, "that worked, thanks!"),
  "talk to others": (scene) => inThread(scene, "@Carl what about you?", { mentionsOthers: true }),
  "others talk": (scene) => inThread(scene, "Same here since Monday", { author: CARL }),
  "agent in thread": (scene) => inThread(scene, "Let me look at it", { author: ADA }),
  "agent by card": ({ desk, ada, ...scene }) =>
    sendAgentMessage(desk.ctx, {
      workspaceId: desk.workspace.id,
      ticketId: scene.ticketId,
      agent: ada,
      text: ["// a note", "Try again please"][scene.pick(2)] ?? "",
      platform: "panel",
      channelId: "console",
      messageId: String(scene.pick(1_000_000)),
    }),
  resolve: (scene) => resolveTicket(scene.desk.ctx, { ...at(scene), by: scene.mia }),
  close: (scene) => closeTicket(scene.desk.ctx, { ...at(scene), by: scene.ada }),
  reopen: (scene) => reopenTicket(scene.desk.ctx, { ...at(scene), by: scene.mia }),
  escalate: (scene) => escalateTicket(scene.desk.ctx, { ...at(scene), by: scene.mia }),
  assign: (scene) =>
    assignTicket(scene.desk.ctx, {
      ...at(scene),
      by: scene.ada,
      assigneeId: [scene.ada.id, null][scene.pick(2)] ?? null,
    }),
  prioritize: (scene) =>
    setPriority(scene.desk.ctx, {
      ...at(scene),
      by: scene.ada,
      priority: scene.pick(2) === 0 ? "low" : "urgent",
    }),
  sort: (scene) =>
    setType(scene.desk.ctx, { ...at(scene), by: scene.ada, type: scene.pick(2) === 0 ? "bug" : "billing" }),
  rate: (scene) => rateTicket(scene.desk.ctx, { ...at(scene), by: scene.mia, rating: scene.pick(7) }),
  claim: async (scene) => {
    const open = (await listEscalations(scene.desk.ctx, at(scene))).at(-1);
    if (open) await claimEscalation(scene.desk.ctx, { ...at(scene), escalationId: open.id, by: scene.ada });
  },
  "delete the last word": async ({ desk, ticketId }) => {
    const last = (await desk.read(ticketId)).messages.findLast((each) => each.platformMessageId !== null);
    const place = { workspaceId: desk.workspace.id, platform: "slack" as const, channelId: "C_SUPPORT" };
    await deleteMessage(desk.ctx, { ...place, messageId: last?.platformMessageId ?? "" });
  },
  "let days pass": async ({ desk }) => {
    desk.ctx.clock.advance(4 * 86_400_000);
    await closeQuietTickets(desk.ctx);
  },
};
const NAMES = Object.keys(VERBS);

async function aScene(seed: number): Promise<Scene> {
  const desk = await aDesk(database.db);
  // In every second scene the AI asks back instead of resolving.
  if (seed % 2 === 0) await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const { ticketId, ts } = await desk.ask();
  const { id } = desk.workspace;
  const mia = await desk.ctx.db.transaction((tx) => rememberPerson(tx, id, MEMBER));
  const ada = await desk.ctx.db.transaction((tx) => rememberAgent(tx, id, ADA));
  let state = seed;
  const pick = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  return { desk, ticketId, ts, mia, ada, pick };
}

/** A verb that makes no sense now says so; any other error is a mistake. */
async function take(scene: Scene, name: string): Promise<void> {
  scene.desk.ctx.clock.advance(1_000);
  try {
    await VERBS[name]?.(scene);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

type Change = { field: string | null; oldValue: string | null; newValue: string | null };

/** Where a field ended by the audit log; "broken" where a change does not start where the one before it ended. */
function lastOf(events: Change[], field: string): string | null {
  const changes = events.filter((event) => event.field === field);
  const isBroken = changes.slice(1).some((change, index) => change.oldValue !== changes[index]?.newValue);
  return isBroken ? "broken" : (changes.at(-1)?.newValue ?? null);
}

type Told = { invariant: string; is: unknown; shouldBe: unknown };

/** What ticket, escalations and audit log say, beside what they should say. */
async function lookAt(scene: Scene): Promise<Told[]> {
  const { ticket, events } = await scene.desk.read(scene.ticketId);
  const open = (await listEscalations(scene.desk.ctx, at(scene))).filter((each) => !each.resolved);
  const isDone = ticket.status === "resolved" || ticket.status === "closed";
  const isResolved = ticket.resolution === "assumed" || ticket.resolution === "confirmed";
  return [
    { invariant: "open escalations", is: open.length, shouldBe: ticket.status === "escalated" ? 1 : 0 },
    { invariant: "status", is: lastOf(events, "status") ?? "new", shouldBe: ticket.status },
    { invariant: "assignee", is: lastOf(events, "assignee"), shouldBe: asText(ticket.assigneeId) },
    { invariant: "priority", is: lastOf(events, "priority") ?? "normal", shouldBe: ticket.priority },
    { invariant: "type", is: lastOf(events, "type") ?? "general", shouldBe: ticket.type },
    {
      invariant: "rating",
      is: lastOf(events, "satisfaction_rating"),
      shouldBe: asText(ticket.satisfactionRating),
    },
    { invariant: "closed at", is: ticket.closedAt !== null, shouldBe: ticket.status === "closed" },
    { invariant: "resolved at", is: ticket.resolvedAt !== null, shouldBe: isResolved },
    { invariant: "resolution while open", is: isResolved && !isDone, shouldBe: false },
    { invariant: "resolution when resolved", is: isResolved || ticket.status !== "resolved", shouldBe: true },
  ];
}

const asText = (value: number | null): string | null => (value === null ? null : String(value));

test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
  "any order of verbs keeps ticket, escalations and audit log in step (seed %i)",
  { timeout: 120_000 },
  async (seed) => {
    const scene = await aScene(seed);
    const taken: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const name = NAMES[scene.pick(NAMES.length)] ?? "answer";
      taken.push(name);
      await take(scene, name);
      for (const { invariant, is, shouldBe } of await lookAt(scene)) {
        expect(is, `${invariant} after ${taken.join(", ")}`).toEqual(shouldBe);
      }
    }
  },
);
