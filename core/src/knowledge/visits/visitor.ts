import { createHash, randomBytes } from "node:crypto";
import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, lt } from "drizzle-orm";
import type { Ctx } from "../../context.ts";

/** What a request tells of its visitor; none of it is stored. */
export type VisitorSigns = { address: string; agent: string };

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * Tells the visitors of one day apart without a cookie. What is stored is a hash with a salt of the day: while the salt
 * lives, somebody who comes back is known; once it is swept away, nothing leads from the hash to a person, not even for
 * us. The price is that people behind one address with the same browser count as one.
 */
export async function hashVisitor(
  ctx: Pick<Ctx, "now">,
  tx: Db,
  input: { workspaceId: number; visitor: VisitorSigns },
): Promise<string> {
  const { workspaceId, visitor } = input;
  const salt = await saltOf(tx, workspaceId, dayOf(ctx.now()));
  const signs = JSON.stringify([salt, visitor.address, visitor.agent]);
  return createHash("sha256").update(signs).digest("base64url");
}

async function saltOf(tx: Db, workspaceId: number, day: string): Promise<string> {
  const table = schema.visitorSalts;
  const isToday = and(eq(table.workspaceId, workspaceId), eq(table.day, day));
  const [known] = await tx.select({ salt: table.salt }).from(table).where(isToday);
  if (known) return known.salt;
  const salt = randomBytes(32).toString("base64url");
  await tx.insert(table).values({ workspaceId, day, salt }).onConflictDoNothing();
  // Another process may have been first: its salt is the one.
  const [first] = await tx.select({ salt: table.salt }).from(table).where(isToday);
  return first?.salt ?? salt;
}

/** Forgets who the visitors of earlier days were. */
export async function forgetVisitors(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const today = dayOf(ctx.now());
  await ctx.db.delete(schema.visitorSalts).where(lt(schema.visitorSalts.day, today));
  await ctx.db.delete(schema.articleViews).where(lt(schema.articleViews.day, today));
}
