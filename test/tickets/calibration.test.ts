import { askKnowledge, calibrateWorkspace, calibrateWorkspaces, importArticles } from "@firstline/core";
import type { Workspace } from "@firstline/core";
import { CONFIDENCE_FEATURES, searchLogOdds, SHIPPED } from "@firstline/core/learn";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { anArticle, aWorkspace } from "../support/factories.ts";
import { offlineModels, testCtx } from "../support/fakes.ts";
import type { TestCtx } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let ctx: TestCtx;
let workspace: Workspace;

beforeEach(async () => {
  ctx = testCtx(database.db);
  workspace = await aWorkspace(ctx);
});

type Verdict = Partial<
  Pick<typeof schema.tickets.$inferInsert, "resolution" | "status" | "satisfactionRating">
>;
const CONFIRMED: Verdict = { resolution: "confirmed", status: "resolved" };
/** After this all earlier outcomes are forgotten. */
const YEAR = 366 * 86_400_000;
const RETRACTED: Verdict = { resolution: "retracted", status: "ai_responding" };

/** Tickets with an answer that the shipped weights give even odds. */
async function answered(count: number, verdict: (index: number) => Verdict): Promise<number[]> {
  const workspaceId = workspace.id;
  const [asker] = await database.db
    .insert(schema.people)
    .values({ workspaceId, name: "Mia" })
    .returning({ id: schema.people.id });
  if (!asker) throw new Error("no person was made");
  const createdAt = ctx.now();
  const place = { workspaceId, platform: "slack", createdAt } as const;
  const tickets = await database.db
    .insert(schema.tickets)
    .values(
      Array.from({ length: count }, (_, i) => ({
        ...place,
        subject: "s",
        description: "d",
        askerId: asker.id,
        channelId: "C",
        threadId: `${asker.id}.${i}`,
        aiConfidenceScore: 0.5,
        updatedAt: createdAt,
        ...verdict(i),
      })),
    )
    .returning({ id: schema.tickets.id });
  await database.db.insert(schema.ticketMessages).values(
    tickets.map(({ id }) => ({
      ...place,
      ticketId: id,
      sender: "ai" as const,
      content: "a",
      aiModelUsed: "offline",
      aiConfidence: 0.5,
      aiConfidenceParts: partsOfEvenOdds(),
      aiCalibration: SHIPPED.version,
    })),
  );
  return tickets.map(({ id }) => id);
}

function partsOfEvenOdds(): Record<string, number> {
  const features = Object.fromEntries(CONFIDENCE_FEATURES.map((name) => [name, SHIPPED.means[name] ?? 0]));
  const search = searchLogOdds(features);
  // The rest of the log odds, as if a judge had given it.
  return { ...features, own: 0.5, search, evidence: 0 };
}

const versions = async () =>
  database.db.query.confidenceCalibrations.findMany({
    where: eq(schema.confidenceCalibrations.workspaceId, workspace.id),
    orderBy: schema.confidenceCalibrations.version,
  });

test("answers that people mostly confirm make the next ones surer, and these name the version", async () => {
  Object.assign(ctx, offlineModels());
  await importArticles(ctx, {
    workspaceId: workspace.id,
    origin: "docs",
    documents: [
      anArticle({ title: "Rotate the API token", content: "Choose **Rotate** to rotate the API token." }),
      anArticle({ title: "Rotate a log file", content: "Log files rotate every night." }),
    ],
  });
  const ask = () => askKnowledge(ctx, { workspaceId: workspace.id, question: "How do I rotate a token?" });
  const before = await ask();
  await answered(200, (i) => (i % 10 === 0 ? RETRACTED : CONFIRMED));

  expect(await calibrateWorkspace(ctx, { workspaceId: workspace.id })).toBe(1);

  const after = await ask();
  expect(after.confidence ?? 0).toBeGreaterThan(before.confidence ?? 1);
  expect(after.parts["evidence"]).toBe(before.parts["evidence"]);
  const [stored] = await versions();
  expect(stored).toMatchObject({ version: 1, basis: SHIPPED.version, outcomes: 200 });
  expect(stored?.metrics["calibrationErrorAfter"]).toBeLessThanOrEqual(0.03);
});

test("it is learned anew after 50 more outcomes or a day, and earlier versions stay", async () => {
  const learn = () => calibrateWorkspace(ctx, { workspaceId: workspace.id });
  await answered(160, () => CONFIRMED);
  expect(await learn()).toBe(1);

  expect(await learn()).toBeNull();
  await answered(49, () => RETRACTED);
  expect(await learn()).toBeNull();
  await answered(1, () => RETRACTED);
  expect(await learn()).toBe(2);
  await answered(1, () => RETRACTED);
  ctx.clock.advance(25 * 3_600_000);
  expect(await learn()).toBe(3);

  expect((await versions()).map(({ version }) => version)).toEqual([1, 2, 3]);
});

test("a correction that the shipped weights no longer need is withdrawn, once", async () => {
  const learn = () => calibrateWorkspace(ctx, { workspaceId: workspace.id });
  await answered(200, (i) => (i % 20 === 0 ? RETRACTED : CONFIRMED));
  expect(await learn()).toBe(1);
  ctx.clock.advance(YEAR);
  await answered(260, (i) => (i % 2 === 0 ? RETRACTED : CONFIRMED));

  expect(await learn()).toBe(2);

  const [, withdrawn] = await versions();
  expect(withdrawn).toMatchObject({ weights: { bias: 0, slope: 0 }, outcomes: 260 });
  expect(withdrawn?.metrics["logLossAfter"]).toBe(withdrawn?.metrics["logLossBefore"]);
  await answered(60, (i) => (i % 2 === 0 ? RETRACTED : CONFIRMED));
  expect(await learn()).toBeNull();
});

test("where new outcomes only take the place of old ones it is learned anew all the same", async () => {
  const learn = () => calibrateWorkspace(ctx, { workspaceId: workspace.id });
  await answered(160, () => CONFIRMED);
  expect(await learn()).toBe(1);
  ctx.clock.advance(YEAR);
  const [changed] = await answered(160, () => CONFIRMED);
  expect(await learn()).toBe(2);
  ctx.clock.advance(25 * 3_600_000);
  expect(await learn()).toBeNull();

  await database.db
    .update(schema.tickets)
    .set({ ...RETRACTED, updatedAt: ctx.now() })
    .where(eq(schema.tickets.id, changed ?? 0));

  expect(await learn()).toBe(3);
  expect((await versions()).map(({ outcomes }) => outcomes)).toEqual([160, 160, 160]);
});

test("opened again, handed over later and rated badly count as wrong; silence counts half", async () => {
  const half = (i: number): Verdict => (i % 2 === 0 ? RETRACTED : { ...CONFIRMED, satisfactionRating: 1 });
  await answered(100, half);
  const handedOver = await answered(60, () => ({ status: "escalated" }));
  await database.db.insert(schema.escalations).values(
    handedOver.map((ticketId) => ({
      workspaceId: workspace.id,
      ticketId,
      type: "user_requested" as const,
      reason: "r",
      createdAt: ctx.now(),
    })),
  );
  await answered(20, () => ({ status: "closed", resolution: "assumed" }));
  await answered(20, () => ({ status: "ai_responding" }));

  await calibrateWorkspace(ctx, { workspaceId: workspace.id });

  const [stored] = await versions();
  expect(stored?.outcomes).toBe(180);
  expect(stored?.weights["bias"]).toBeLessThan(-1.5);
});

test("a neighbor's outcomes teach nothing here", async () => {
  await answered(200, () => CONFIRMED);
  const neighbor = await aWorkspace(ctx);

  expect(await calibrateWorkspace(ctx, { workspaceId: neighbor.id })).toBeNull();
});

test("the job looks at every workspace and passes over answers whose parts say nothing", async () => {
  await answered(200, () => CONFIRMED);
  const other = workspace.id;
  workspace = await aWorkspace(ctx);
  await answered(200, () => CONFIRMED);
  await database.db.execute(
    sql`update ticket_messages set ai_confidence_parts = '{}' where workspace_id = ${other}`,
  );

  await calibrateWorkspaces(ctx);

  expect(await versions()).toHaveLength(1);
  workspace = { ...workspace, id: other };
  expect(await versions()).toHaveLength(0);
});
