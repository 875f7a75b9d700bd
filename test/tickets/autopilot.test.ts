import { askKnowledge } from "@firstline/core";
import {
  CONFIDENCE_FEATURES,
  countOutcomes,
  scoreAgain,
  searchLogOdds,
  SHIPPED,
} from "@firstline/core/learn";
import { schema } from "@firstline/db";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { seeded } from "../bench/model-month.ts";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { offlineModels } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
  await desk.settings({ autoResolve: "when_proven" });
});

type Kind = "anthropic" | "openai" | "offline";
type Earlier = {
  model: string;
  /** Stored with newer answers. */
  modelKind?: Kind;
  /** What the asker was told. */
  told: number;
  /** Log odds that today's weights give. */
  evidence: number;
  minutesAgo?: number;
};
const SURE: Earlier = { model: "offline", told: 0.95, evidence: 3 };
const UNSURE: Earlier = { model: "offline", told: 0.1, evidence: -2 };

/** A ticket with these answers whose asker said that it is solved. */
async function confirmed(...answers: Earlier[]): Promise<void> {
  const workspaceId = desk.workspace.id;
  const [asker] = await database.db
    .insert(schema.people)
    .values({ workspaceId, name: "Mia" })
    .returning({ id: schema.people.id });
  if (!asker) throw new Error("no person was made");
  const place = { workspaceId, platform: "slack" } as const;
  const question = { subject: "s", description: "d", channelId: "C", threadId: `T${asker.id}` };
  const verdict = { resolution: "confirmed", status: "resolved" } as const;
  const [ticket] = await database.db
    .insert(schema.tickets)
    .values({ ...place, ...question, ...verdict, askerId: asker.id, createdAt: desk.ctx.now() })
    .returning({ id: schema.tickets.id });
  if (!ticket) throw new Error("no ticket was made");
  await database.db
    .insert(schema.ticketMessages)
    .values(answers.map((answer) => ({ ...place, ...toMessage(answer), ticketId: ticket.id })));
}

function toMessage({ model, modelKind, told, evidence, minutesAgo = 0 }: Earlier) {
  const features = Object.fromEntries(CONFIDENCE_FEATURES.map((name) => [name, SHIPPED.means[name] ?? 0]));
  const parts = { ...features, sourceless: 0 };
  const search = searchLogOdds(parts) * (model === "offline" ? 1 : 0.5);
  return {
    sender: "ai" as const,
    content: "a",
    aiModelUsed: model,
    aiConfidence: told,
    aiConfidenceParts: { ...parts, search, evidence },
    aiContextUsed: modelKind
      ? { articleIds: [], chunkIds: [], exampleIds: [], embeddingModel: null, modelKind }
      : null,
    createdAt: new Date(desk.ctx.now().getTime() - minutesAgo * 60_000),
  };
}

/** Why a sure answer of now does not resolve by itself. */
async function heldNow(model: "offline" | "hosted" = "offline"): Promise<string> {
  const ctx = model === "offline" ? { ...desk.ctx, ...offlineModels() } : desk.ctx;
  const asked = await askKnowledge(ctx, {
    workspaceId: desk.workspace.id,
    question: "How do I rotate the API token?",
  });
  expect(asked.route).toBe("resolve");
  return asked.held ?? "";
}

test("an answer after which another was needed counts as wrong, also when that one was confirmed", async () => {
  await desk.settings({ autoResolve: "when_proven", autoResolveOutcomes: 10 });
  for (let i = 0; i < 9; i += 1) await confirmed(SURE);
  await confirmed({ ...SURE, minutesAgo: 1 }, UNSURE);

  expect(await heldNow()).toContain("9 of 10 sure answers of this kind of model were right");
});

test("answers of another kind of model prove nothing", async () => {
  await confirmed({ ...SURE, model: "claude-opus-5-5" });
  await confirmed({ ...SURE, model: "claude-opus-5-5", modelKind: "openai" });
  await confirmed({ ...SURE, model: "my-claude", modelKind: "anthropic" });

  expect(await heldNow("offline")).toContain("(0 so far)");
  expect(await heldNow("hosted")).toContain("(2 so far)");
});

test("an earlier answer counts by the confidence that it would have today", async () => {
  await confirmed({ ...SURE, told: 0.1 });
  await confirmed({ ...UNSURE, told: 0.95 });

  expect(await heldNow()).toContain("(1 so far)");
});

test("and by what the workspace's outcomes taught since", async () => {
  await confirmed(UNSURE);
  await database.db.insert(schema.confidenceCalibrations).values({
    workspaceId: desk.workspace.id,
    version: 1,
    basis: SHIPPED.version,
    weights: { bias: 2, slope: 0 },
    outcomes: 200,
    metrics: {},
    fittedAt: desk.ctx.now(),
  });

  expect(await heldNow()).toContain("(1 so far)");
});

const random = seeded(7);
const between = (low: number, high: number): number => low + random() * (high - low);
/** Of any shape: some know few features, some cite nothing, some are far beyond what the weights were learned on. */
const anyParts = (): Record<string, number> => {
  const reach = random() < 0.1 ? 5 : 2;
  const known = CONFIDENCE_FEATURES.filter(() => random() < 0.8);
  return {
    ...Object.fromEntries(known.map((name) => [name, (SHIPPED.means[name] ?? 0) + between(-reach, reach)])),
    ...(random() < 0.5 ? { sourceless: random() < 0.3 ? 1 : 0 } : {}),
    ...(random() < 0.95 ? { search: between(-4, 4) } : {}),
    ...(random() < 0.95 ? { evidence: between(-6, 8) } : {}),
  };
};
/** The ticket that is there, in place of its answer once for each of these. */
async function copyWith(
  workspaceId: number,
  model: string,
  answers: { parts: Record<string, number>; isRight: boolean }[],
): Promise<void> {
  await database.db.execute(sql`
    with answers as (
      select n, a->'parts' as parts, (a->>'isRight')::boolean as is_right
      from jsonb_array_elements(${JSON.stringify(answers)}::jsonb) with ordinality as x(a, n)
    ), copies as (
      insert into tickets (workspace_id, subject, description, asker_id, platform, channel_id, thread_id, status, resolution, created_at)
      select t.workspace_id, 's', 'd', t.asker_id, 'slack', 'C', 'copy ' || n, 'resolved',
        case when is_right then 'confirmed' else 'retracted' end, t.created_at
      from tickets t, answers where t.workspace_id = ${workspaceId}
      returning id, thread_id
    )
    insert into ticket_messages (workspace_id, ticket_id, sender, content, platform, ai_model_used, ai_confidence_parts)
    select ${workspaceId}, copies.id, 'ai', 'a', 'slack', ${model}, parts
    from copies join answers on copies.thread_id = 'copy ' || n`);
  await database.db.execute(
    sql`delete from tickets where workspace_id = ${workspaceId} and thread_id not like 'copy %'`,
  );
}

describe("the database counts as the weights do", () => {
  const learned = {
    version: "own",
    bias: 0.4,
    slope: -0.2,
    weights: { ahead: 0.3, nearness: -0.5, questionLength: 0.2, asks: 0.1 },
  };

  test.each([
    { kind: "offline" as const, calibration: null },
    { kind: "offline" as const, calibration: learned },
    { kind: "anthropic" as const, calibration: null },
    { kind: "anthropic" as const, calibration: learned },
  ])("for the kind $kind with the correction $calibration.version", async ({ kind, calibration }) => {
    const workspaceId = desk.workspace.id;
    const answers = Array.from({ length: 400 }, () => ({ parts: anyParts(), isRight: random() < 0.7 }));
    await confirmed(SURE);
    await copyWith(workspaceId, kind === "offline" ? "offline" : "claude-opus-5-5", answers);

    for (const from of [0, 0.1, 0.5, 0.7, 0.85, 0.99]) {
      const isOffline = kind === "offline";
      const sure = answers.filter(
        ({ parts }) => (scoreAgain(parts, { isOffline, calibration }) ?? 0) >= from,
      );
      const right = sure.filter(({ isRight }) => isRight).length;
      expect(await countOutcomes(desk.ctx, { workspaceId, modelKind: kind, calibration, from })).toEqual({
        right,
        wrong: sure.length - right,
      });
    }
  });
});

test("thousands of tickets that were handed over keep no answer waiting", async () => {
  const workspaceId = desk.workspace.id;
  await confirmed(SURE);
  await database.db.execute(sql`
    with copies as (
      insert into tickets (workspace_id, subject, description, asker_id, platform, channel_id, thread_id, status, created_at)
      select workspace_id, 's', 'd', asker_id, 'slack', 'C', 'copy ' || n, 'closed', created_at
      from tickets, generate_series(1, 12000) n where workspace_id = ${workspaceId}
      returning id
    ), answers as (
      insert into ticket_messages (workspace_id, ticket_id, sender, content, platform, ai_model_used, ai_confidence_parts)
      select ${workspaceId}, id, 'ai', 'a', 'slack', 'offline', '{}' from copies
    )
    insert into escalations (workspace_id, ticket_id, type, reason, resolved)
    select ${workspaceId}, id, 'complex_issue', 'r', true from copies`);
  const before = performance.now();

  expect(await heldNow()).toContain("(1 so far)");
  expect(performance.now() - before).toBeLessThan(5_000);
});
