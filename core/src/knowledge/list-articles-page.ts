import { schema } from "@firstline/db";
import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { Column } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { cutPage } from "../cut-page.ts";
import { InvalidError } from "../errors.ts";
import { ARTICLE_COLUMNS } from "./article.ts";
import type { Article } from "./article.ts";
import type { Audience } from "./documents.ts";

export type ListArticlesPageInput = {
  workspaceId: number;
  status?: Article["status"];
  audience?: Audience;
  isBeta?: boolean;
  /** Null: those in no category. */
  categoryId?: number | null;
  /** Null: those in the help center's first language that do not name it. */
  locale?: string | null;
  translationOfId?: number;
  /** 50 unless given, 100 at most. */
  limit?: number;
  /** `next` of the page before. */
  cursor?: string | null;
};

const MOST = 100;
const Cursor = z.tuple([z.literal("a"), z.number().int().nonnegative()]);

/** Articles, a page at a time in the order in which they were made, contents included. Throws `InvalidError` for a bad cursor. */
export async function listArticlesPage(
  ctx: Pick<Ctx, "db">,
  input: ListArticlesPageInput,
): Promise<{ articles: Article[]; next: string | null }> {
  const { articles, categories } = schema;
  const limit = Math.min(Math.max(input.limit ?? 50, 1), MOST);
  const is = (column: Column, value: string | number | boolean | null | undefined) =>
    value === undefined ? undefined : value === null ? isNull(column) : eq(column, value);
  const rows = await ctx.db
    .select(ARTICLE_COLUMNS)
    .from(articles)
    .leftJoin(categories, eq(categories.id, articles.categoryId))
    .where(
      and(
        eq(articles.workspaceId, input.workspaceId),
        gt(articles.id, input.cursor ? readCursor(input.cursor) : 0),
        is(articles.status, input.status),
        is(articles.audience, input.audience),
        is(articles.isBeta, input.isBeta),
        is(articles.categoryId, input.categoryId),
        is(articles.locale, input.locale),
        is(articles.translationOfId, input.translationOfId),
      ),
    )
    .orderBy(asc(articles.id))
    .limit(limit + 1);
  const { page, nextId } = cutPage(rows, limit);
  return { articles: page, next: nextId === null ? null : writeCursor(nextId) };
}

const writeCursor = (id: number): string => Buffer.from(JSON.stringify(["a", id])).toString("base64url");

function readCursor(cursor: string): number {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")))[1];
  } catch (cause) {
    throw new InvalidError("This cursor is not one that a page of articles has given.", { cause });
  }
}
