import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { InvalidError } from "../../errors.ts";
import { cleanText } from "../../tickets/text.ts";
import { lockPublicArticle } from "./public-article.ts";
import { dayOf, hashVisitor } from "./visitor.ts";
import type { VisitorSigns } from "./visitor.ts";

export type VoteOnArticleInput = {
  workspaceId: number;
  articleId: number;
  visitor: VisitorSigns;
  isHelpful: boolean;
  /** What was missing; undefined keeps what was said before. */
  comment?: string | undefined;
};

export type ArticleVote = { isHelpful: boolean; helpfulCount: number; notHelpfulCount: number };

export const LONGEST_VOTE_COMMENT = 500;

/**
 * Whether an article helped: one word a visitor and day, which they may change. The article's counters change in the
 * same transaction. Throws `NotFoundError` for an article that is not there for everybody.
 */
export async function voteOnArticle(
  ctx: Pick<Ctx, "db" | "now">,
  input: VoteOnArticleInput,
): Promise<ArticleVote> {
  const { workspaceId, articleId, isHelpful } = input;
  const comment = input.comment === undefined ? undefined : cleanText(input.comment);
  if (comment !== undefined && comment.length > LONGEST_VOTE_COMMENT) {
    throw new InvalidError(`A comment has at most ${LONGEST_VOTE_COMMENT} characters.`);
  }
  const at = ctx.now();
  return ctx.db.transaction(async (tx) => {
    await lockPublicArticle(tx, workspaceId, articleId);
    const visitorHash = await hashVisitor(ctx, tx, input);
    const before = await findVote(tx, workspaceId, articleId, visitorHash);
    const said = comment === undefined ? {} : { comment };
    const votes = schema.articleVotes;
    await tx
      .insert(votes)
      .values({ workspaceId, articleId, visitorHash, isHelpful, ...said, createdAt: at, updatedAt: at })
      .onConflictDoUpdate({
        target: [votes.articleId, votes.visitorHash],
        set: { isHelpful, ...said, updatedAt: at },
      });
    if (before !== isHelpful) await noteChange(tx, input, { before, day: dayOf(at) });
    return count(tx, input, before);
  });
}

/** What the visitor said before; null: nothing. */
async function findVote(
  tx: Db,
  workspaceId: number,
  articleId: number,
  visitorHash: string,
): Promise<boolean | null> {
  const votes = schema.articleVotes;
  const [row] = await tx
    .select({ isHelpful: votes.isHelpful })
    .from(votes)
    .where(
      and(
        eq(votes.workspaceId, workspaceId),
        eq(votes.articleId, articleId),
        eq(votes.visitorHash, visitorHash),
      ),
    );
  return row?.isHelpful ?? null;
}

/** The metric's values add up to helpful minus not helpful: 1 or -1 for a first word, 2 or -2 for another one. */
async function noteChange(
  tx: Db,
  { workspaceId, articleId, isHelpful }: VoteOnArticleInput,
  { before, day }: { before: boolean | null; day: string },
): Promise<void> {
  const step = before === null ? 1 : 2;
  const value = isHelpful ? step : -step;
  await tx
    .insert(schema.knowledgeMetrics)
    .values({ workspaceId, articleId, kind: "helpful_vote", day, value });
}

async function count(
  tx: Db,
  { workspaceId, articleId, isHelpful }: VoteOnArticleInput,
  before: boolean | null,
): Promise<ArticleVote> {
  const { articles } = schema;
  const change = (kind: boolean): number => Number(isHelpful === kind) - Number(before === kind);
  const [row] = await tx
    .update(articles)
    .set({
      helpfulCount: sql`${articles.helpfulCount} + ${change(true)}`,
      notHelpfulCount: sql`${articles.notHelpfulCount} + ${change(false)}`,
    })
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.id, articleId)))
    .returning({ helpfulCount: articles.helpfulCount, notHelpfulCount: articles.notHelpfulCount });
  return { isHelpful, helpfulCount: row?.helpfulCount ?? 0, notHelpfulCount: row?.notHelpfulCount ?? 0 };
}
