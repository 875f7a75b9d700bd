import { schema } from "@firstline/db";
import { and, eq, gte, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { sendOut } from "../delivery/send-out.ts";
import type { Platform, Usage } from "../ports.ts";
import { ASSUMED_PRICE } from "../prices.ts";
import { findAgentChannel } from "../workspaces/connect.ts";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import type { Meter, Models } from "./spend.ts";

/** Who may answer while the money lasts: the strong model, the fast one, or the offline one, which is free. */
export type BudgetLevel = "strong" | "fast" | "offline";

type Limits = Pick<WorkspaceSettings, "dailyBudgetUsd" | "monthlyBudgetUsd">;
export type Spent = { dayUsd: number; monthUsd: number };

const STEP_DOWN = 0.8;

/** The level of the budget that is used up most. A budget of 0 allows nothing. */
export function levelFor(spent: Spent, limits: Limits): BudgetLevel {
  const share = Math.max(
    shareOf(spent.dayUsd, limits.dailyBudgetUsd),
    shareOf(spent.monthUsd, limits.monthlyBudgetUsd),
  );
  if (share >= 1) return "offline";
  return share >= STEP_DOWN ? "fast" : "strong";
}

function shareOf(spentUsd: number, limitUsd: number | null): number {
  if (limitUsd === null) return 0;
  return limitUsd === 0 ? 1 : spentUsd / limitUsd;
}

/** The models that an answer may use now, each of their calls written down. Without a paid model there is nothing to count. */
export async function pickModels(
  ctx: Pick<Ctx, "db" | "now"> & Models,
  input: { workspaceId: number; settings: Limits; meter: Meter },
): Promise<{ models: Models; level: BudgetLevel }> {
  const isFree = ctx.model.kind === "offline" && ctx.fastModel.kind === "offline";
  const level = isFree ? "strong" : await readBudgetLevel(ctx, input);
  const offlineModel = input.meter.meter(ctx.offlineModel);
  if (level === "offline")
    return { models: { model: offlineModel, fastModel: offlineModel, offlineModel }, level };
  const fastModel = input.meter.meter(ctx.fastModel);
  const model = level === "fast" ? fastModel : input.meter.meter(ctx.model);
  return { models: { model, fastModel, offlineModel }, level };
}

/** Sums are read for each answer: answers that run at the same time may pass a limit together, by their own cost at most. */
export async function readBudgetLevel(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; settings: Limits },
): Promise<BudgetLevel> {
  const { dailyBudgetUsd, monthlyBudgetUsd } = input.settings;
  if (dailyBudgetUsd === null && monthlyBudgetUsd === null) return "strong";
  return levelFor(await readSpent(ctx, input.workspaceId), input.settings);
}

/** What the models cost since midnight and since the first of the month (UTC). */
export async function readSpent(ctx: Pick<Ctx, "db" | "now">, workspaceId: number): Promise<Spent> {
  const { dayStart, monthStart } = startsOf(ctx.now());
  const c = schema.modelCalls;
  const cost = sql`coalesce(${c.costUsd}, (${c.inputTokens} * ${ASSUMED_PRICE.input}::float8 + ${c.outputTokens} * ${ASSUMED_PRICE.output}::float8) / 1000000)`;
  const [row] = await ctx.db
    .select({
      monthUsd: sql<number>`coalesce(sum(${cost}), 0)::float8`,
      dayUsd: sql<number>`coalesce(sum(${cost}) filter (where ${c.createdAt} >= ${dayStart.toISOString()}::timestamptz), 0)::float8`,
    })
    .from(c)
    .where(and(eq(c.workspaceId, workspaceId), gte(c.createdAt, monthStart)));
  return { dayUsd: row?.dayUsd ?? 0, monthUsd: row?.monthUsd ?? 0 };
}

/** What a call cost in USD, as budgets count it. */
export function costOf({ costUsd, inputTokens, outputTokens }: Usage): number {
  return costUsd ?? (inputTokens * ASSUMED_PRICE.input + outputTokens * ASSUMED_PRICE.output) / 1_000_000;
}

function startsOf(now: Date): { dayStart: Date; monthStart: Date } {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return { dayStart: new Date(Date.UTC(year, month, day)), monthStart: new Date(Date.UTC(year, month, 1)) };
}

const SAID: Record<Exclude<BudgetLevel, "strong">, string> = {
  fast: "80 % of the budget for AI models is spent: the smaller model answers until it is renewed.",
  offline:
    "The budget for AI models is spent: answers are put together from the articles without a model until it is renewed.",
};

/** Tells the agents that answers come from a smaller model now, once a day for each step. */
export async function reportBudgetStep(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  input: { workspaceId: number; platform: Platform; level: BudgetLevel },
): Promise<void> {
  const { workspaceId, level } = input;
  if (level === "strong") return;
  const day = ctx.now().toISOString().slice(0, 10);
  const agents = await findAgentChannel(ctx, { workspaceId, preferred: input.platform });
  const posted = agents
    ? await ctx.db.transaction((tx) =>
        sendOut(tx, {
          workspaceId,
          ticketId: null,
          platform: agents.platform,
          dedupeKey: `budget:${level}:${day}`,
          outgoing: {
            operation: "post",
            target: { ...agents, threadId: null },
            reply: { markdown: SAID[level] },
          },
        }),
      )
    : null;
  if (posted) ctx.log.warn({ workspaceId, level }, SAID[level]);
}
