import { schema } from "@firstline/db";
import { lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { TRIES_FORGOTTEN_AFTER_MS } from "./link-tries.ts";

/** Removes codes, sessions and counts of wrong codes that mean nothing any longer, in every workspace. */
export async function forgetExpired(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const now = ctx.now();
  await ctx.db.delete(schema.linkCodes).where(lt(schema.linkCodes.expiresAt, now));
  await ctx.db.delete(schema.webSessions).where(lt(schema.webSessions.expiresAt, now));
  const forgotten = new Date(now.getTime() - TRIES_FORGOTTEN_AFTER_MS);
  await ctx.db.delete(schema.linkTries).where(lt(schema.linkTries.startedAt, forgotten));
}
