import { schema } from "@firstline/db";
import { lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { TRIES_FORGOTTEN_AFTER_MS } from "./link-tries.ts";

const d = schema.feedbackDrafts;
const DRAFTS_KEPT_MS = 24 * 60 * 60_000;

/** Removes drafts, codes, sessions and counts of wrong codes that mean nothing any longer, in every workspace. */
export async function forgetExpired(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const now = ctx.now();
  await ctx.db.delete(schema.linkCodes).where(lt(schema.linkCodes.expiresAt, now));
  await ctx.db.delete(schema.webSessions).where(lt(schema.webSessions.expiresAt, now));
  await ctx.db.delete(d).where(lt(d.createdAt, new Date(now.getTime() - DRAFTS_KEPT_MS)));
  const forgotten = new Date(now.getTime() - TRIES_FORGOTTEN_AFTER_MS);
  await ctx.db.delete(schema.linkTries).where(lt(schema.linkTries.startedAt, forgotten));
}
