import { schema } from "@firstline/db";
import { and, eq, gt, isNull } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { cutText, plainUnicode, withoutPii } from "../../text/index.ts";
import { lockPublicArticle } from "./public-article.ts";
import { dayOf } from "./visitor.ts";

export type SearchPlace = (typeof schema.SEARCH_PLACES)[number];

export type RecordSearchInput = {
  workspaceId: number;
  query: string;
  place: SearchPlace;
  resultCount: number;
  /** The search that this one goes on typing, see `goesOn`: it is the same one, further on. */
  continues?: number | null;
};

const LONGEST_QUERY = 300;
const NOBODY = { names: [], emails: [], handles: [] };
/** A result that is opened later than this belongs to another search. */
const CLICK_HOURS = 12;

/** Counts a search and answers its id. What says who somebody is, is taken out before it is stored. */
export async function recordSearch(ctx: Pick<Ctx, "db" | "now">, input: RecordSearchInput): Promise<number> {
  const { workspaceId, place, resultCount } = input;
  const query = toStored(input.query);
  const { searches } = schema;
  if (input.continues) {
    const [same] = await ctx.db
      .update(searches)
      .set({ query, resultCount })
      .where(
        and(
          eq(searches.workspaceId, workspaceId),
          eq(searches.id, input.continues),
          isNull(searches.clickedRank),
        ),
      )
      .returning({ id: searches.id });
    if (same) return same.id;
  }
  const [row] = await ctx.db
    .insert(searches)
    .values({ workspaceId, query, place, resultCount, createdAt: ctx.now() })
    .returning({ id: searches.id });
  if (!row) throw new Error("a search was not stored");
  return row.id;
}

const toStored = (query: string): string => {
  const plain = plainUnicode(query).replace(/\s+/gu, " ").trim();
  return cutText(withoutPii(plain.slice(0, LONGEST_QUERY), NOBODY).text, LONGEST_QUERY);
};

export type SearchSeen = { query: string; at: Date };

/** Searches of one visitor this soon after each other may be one that is still being typed. */
const TYPING_MS = 10_000;

/** Whether a search is the one before with letters added or taken away: typing one word counts once. */
export function goesOn(before: SearchSeen, now: SearchSeen): boolean {
  if (now.at.getTime() - before.at.getTime() > TYPING_MS) return false;
  const [old, fresh] = [before.query, now.query].map((query) => query.trim().toLowerCase());
  if (!old || !fresh) return false;
  return fresh.startsWith(old) || old.startsWith(fresh);
}

export type RecordSearchClickInput = {
  workspaceId: number;
  searchId: number;
  articleId: number;
  /** The result's place, from 1. */
  rank: number;
};

/** Counts that a result was opened; of several the last one stays. Throws `NotFoundError` for an old or unknown search. */
export async function recordSearchClick(
  ctx: Pick<Ctx, "db" | "now">,
  input: RecordSearchClickInput,
): Promise<void> {
  const { workspaceId, searchId, articleId, rank } = input;
  const { searches } = schema;
  const at = ctx.now();
  await ctx.db.transaction(async (tx) => {
    await lockPublicArticle(tx, workspaceId, articleId);
    const [before] = await tx
      .select({ query: searches.query, clickedArticleId: searches.clickedArticleId })
      .from(searches)
      .where(
        and(
          eq(searches.workspaceId, workspaceId),
          eq(searches.id, searchId),
          gt(searches.createdAt, new Date(at.getTime() - CLICK_HOURS * 3_600_000)),
        ),
      )
      .for("update");
    if (!before) throw new NotFoundError("This search");
    if (before.clickedArticleId === articleId) return;
    await tx
      .update(searches)
      .set({ clickedArticleId: articleId, clickedRank: rank })
      .where(and(eq(searches.workspaceId, workspaceId), eq(searches.id, searchId)));
    await tx
      .insert(schema.knowledgeMetrics)
      .values({ workspaceId, articleId, kind: "search_result", day: dayOf(at), query: before.query });
  });
}
