import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";

/** Languages (BCP 47) of articles by their ids; those in the help center's first language, written as null, are left out. */
export async function readArticleLocales(
  ctx: Pick<Ctx, "db">,
  { workspaceId, articleIds }: { workspaceId: number; articleIds: number[] },
): Promise<Map<number, string>> {
  if (articleIds.length === 0) return new Map();
  const a = schema.articles;
  const rows = await ctx.db
    .select({ id: a.id, locale: a.locale })
    .from(a)
    .where(and(eq(a.workspaceId, workspaceId), inArray(a.id, articleIds)));
  return new Map(rows.flatMap(({ id, locale }) => (locale === null ? [] : [[id, locale] as const])));
}
