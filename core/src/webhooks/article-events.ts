import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { announceEvent } from "./announce.ts";
import type { WebhookEvent } from "./events.ts";

type Status = "draft" | "published" | "archived";

/** What a change of an article is to the outside; null for work on what is not published. */
export function articleEventOf(before: Status | null, after: Status): WebhookEvent | null {
  if (after === "published") return before === "published" ? "article.updated" : "article.published";
  if (after === "archived") return before === "archived" ? null : "article.archived";
  return before === "published" ? "article.updated" : null;
}

/** Tells endpoints what happened to an article, in the transaction in which it happens; `before`: null for a new one. */
export async function announceArticleEvent(
  tx: Db,
  article: { workspaceId: number; articleId: number; before: Status | null; after: Status },
  at: Date,
): Promise<void> {
  const { workspaceId, articleId, before, after } = article;
  const type = articleEventOf(before, after);
  if (type === null) return;
  const a = schema.articles;
  await announceEvent(tx, {
    workspaceId,
    type,
    at,
    data: async (tx) => {
      const [row] = await tx
        .select({
          id: a.id,
          title: a.title,
          slug: a.slug,
          status: a.status,
          audience: a.audience,
          isBeta: a.isBeta,
          locale: a.locale,
        })
        .from(a)
        .where(and(eq(a.workspaceId, workspaceId), eq(a.id, articleId)));
      return { article: row ?? { id: articleId } };
    },
  });
}
