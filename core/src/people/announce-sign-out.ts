import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export const SIGN_OUT_CHANNEL = "firstline_sign_outs";

/** Tells every process that serves the console that somebody has left it. */
export async function announceSignOut(ctx: Pick<Ctx, "db">, input: { workspaceId: number }): Promise<void> {
  const notice = JSON.stringify({ workspaceId: input.workspaceId });
  await ctx.db.execute(sql`select pg_notify(${SIGN_OUT_CHANNEL}, ${notice})`);
}
