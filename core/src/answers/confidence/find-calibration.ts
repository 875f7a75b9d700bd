import { schema } from "@firstline/db";
import { and, desc, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { SHIPPED } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";

/** The workspace's newest correction of the shipped weights in use; null while it has none. */
export async function findCalibration(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
): Promise<Calibration | null> {
  const c = schema.confidenceCalibrations;
  const [row] = await ctx.db
    .select({ version: c.version, weights: c.weights })
    .from(c)
    .where(and(eq(c.workspaceId, workspaceId), eq(c.basis, SHIPPED.version)))
    .orderBy(desc(c.version))
    .limit(1);
  if (!row) return null;
  const { bias = 0, slope = 0, ...weights } = row.weights;
  return { version: `${SHIPPED.version}/${row.version}`, bias, slope, weights };
}
