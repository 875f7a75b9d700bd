import { schema } from "@firstline/db";
import { and, eq, inArray, or } from "drizzle-orm";
import type { Ctx } from "../../context.ts";

export type ExistingArticle = {
  id: number;
  slug: string;
  title: string;
  sourcePath: string | null;
  contentHash: string;
  /** When it was changed here since it was imported. */
  editedAt: Date | null;
  updatedAt: Date;
};

export type FindExistingInput = { workspaceId: number; sourcePaths: string[]; slugs: string[] };

/** Articles that a batch of documents may be, by where they came from or by slug; archived ones never match by content. */
export async function findExisting(
  ctx: Pick<Ctx, "db">,
  input: FindExistingInput,
): Promise<ExistingArticle[]> {
  const { articles } = schema;
  const rows = await ctx.db
    .select({
      id: articles.id,
      slug: articles.slug,
      title: articles.title,
      sourcePath: articles.sourcePath,
      contentHash: articles.contentHash,
      editedAt: articles.editedAt,
      updatedAt: articles.updatedAt,
    })
    .from(articles)
    .where(
      and(
        eq(articles.workspaceId, input.workspaceId),
        or(inArray(articles.sourcePath, input.sourcePaths), inArray(articles.slug, input.slugs)),
      ),
    );
  return rows;
}
