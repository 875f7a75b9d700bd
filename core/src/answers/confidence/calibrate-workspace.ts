import { schema } from "@firstline/db";
import { desc, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { fitCalibration, LEAST_OUTCOMES } from "./calibrate.ts";
import type { Fitted } from "./calibrate.ts";
import { changesAnything, SHIPPED } from "./calibration.ts";
import { findCalibration } from "./find-calibration.ts";
import { listOutcomes } from "./list-outcomes.ts";
import type { DatedOutcome } from "./list-outcomes.ts";

/** So many outcomes that are new or gone are worth learning anew at once; fewer wait for their day. */
const MANY_NEW = 50;
const DAY_MS = 86_400_000;

/**
 * Learns the correction of a workspace's confidence from what became of its answers, when there are enough new outcomes
 * or the last time is a day ago. Where the shipped weights have become as good without it, the correction is withdrawn by
 * a version that corrects nothing. Earlier versions stay, since answers name them. Answers the new version, or null when
 * nothing changed.
 */
export async function calibrateWorkspace(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  input: { workspaceId: number },
): Promise<number | null> {
  const { workspaceId } = input;
  // Before the outcomes are read: what changes meanwhile counts as new the next time.
  const at = ctx.now();
  const last = await findLast(ctx, workspaceId);
  const outcomes = await listOutcomes(ctx, workspaceId);
  if (outcomes.length < LEAST_OUTCOMES || !isDue(last, outcomes, at)) return null;
  const fitted = fitCalibration(outcomes);
  if (!fitted) return null;
  const inUse = await findCalibration(ctx, workspaceId);
  if (!changesAnything(fitted.correction) && (inUse === null || !changesAnything(inUse))) return null;
  const version = await store(ctx, {
    workspaceId,
    fitted,
    outcomes: outcomes.length,
    after: last?.version ?? 0,
    at,
  });
  if (version !== null)
    ctx.log.info(
      { workspaceId, version, ...fitted.metrics },
      "the confidence was learned anew from outcomes",
    );
  return version;
}

/** The same for every workspace; one that fails does not keep the others from it. */
export async function calibrateWorkspaces(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<void> {
  const workspaces = await ctx.db.select({ id: schema.workspaces.id }).from(schema.workspaces);
  const errors: unknown[] = [];
  for (const { id } of workspaces) {
    try {
      await calibrateWorkspace(ctx, { workspaceId: id });
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0)
    throw new AggregateError(errors, "The confidence of some workspaces was not learned.");
}

type Last = { version: number; basis: string; outcomes: number; fittedAt: Date };

async function findLast(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<Last | undefined> {
  const c = schema.confidenceCalibrations;
  const [last] = await ctx.db
    .select({ version: c.version, basis: c.basis, outcomes: c.outcomes, fittedAt: c.fittedAt })
    .from(c)
    .where(eq(c.workspaceId, workspaceId))
    .orderBy(desc(c.version))
    .limit(1);
  return last;
}

/** Not by the numbers alone: where old outcomes make way for new ones, there are always equally many. */
function isDue(last: Last | undefined, outcomes: DatedOutcome[], now: Date): boolean {
  if (!last || last.basis !== SHIPPED.version) return true;
  const fresh = outcomes.filter(({ changedAt }) => changedAt > last.fittedAt).length;
  const changed = Math.max(fresh, Math.abs(outcomes.length - last.outcomes));
  if (changed >= MANY_NEW) return true;
  return changed > 0 && now.getTime() - last.fittedAt.getTime() >= DAY_MS;
}

type Storing = { workspaceId: number; fitted: Fitted; outcomes: number; after: number; at: Date };

/** Of two processes at once the second finds the version taken and leaves it at that. */
async function store(
  ctx: Pick<Ctx, "db">,
  { workspaceId, fitted, outcomes, after, at }: Storing,
): Promise<number | null> {
  const { bias, slope, weights } = fitted.correction;
  const [stored] = await ctx.db
    .insert(schema.confidenceCalibrations)
    .values({
      workspaceId,
      version: after + 1,
      basis: SHIPPED.version,
      weights: { ...weights, bias, slope },
      outcomes,
      metrics: fitted.metrics,
      fittedAt: at,
    })
    .onConflictDoNothing()
    .returning({ version: schema.confidenceCalibrations.version });
  return stored?.version ?? null;
}
