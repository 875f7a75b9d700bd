import { schema } from "@firstline/db";
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { touchSite } from "../../site/request-job.ts";
import { isPublic } from "../write-article.ts";

const { articles } = schema;

export type ArchiveMissingInput = {
  workspaceId: number;
  /** Start of the source paths that the import answers for. */
  prefix: string;
  keep: ReadonlySet<string>;
  /** Archives those that were changed here, too. */
  force: boolean;
  /** The import has brought new articles: those that are gone may be among them, under another name. */
  hasNew: boolean;
  /** No article came where there must be some: nothing is archived, unless `force` is given. */
  lacksArticles: boolean;
  /** Something could not be read that may be any article: nothing is archived, unless `force` is given. */
  hasUnknown: boolean;
};

export type GoneArticle = Pick<
  typeof articles.$inferSelect,
  "id" | "title" | "slug" | "status" | "audience" | "sourcePath" | "editedAt"
>;

/** A statement takes 65,535 values at most, and on the embedded database all others wait for it to end. */
const BATCH = 500;

/**
 * Archives the articles whose documents are gone; their hash is cleared, so that a document that comes back counts as
 * changed and is published again. One that was changed here since it came stays, and from now on it is nobody's but ours.
 */
export async function archiveMissing(
  ctx: Pick<Ctx, "db" | "now">,
  input: ArchiveMissingInput,
): Promise<{ archived: number; kept: GoneArticle[]; spared: number }> {
  const { workspaceId, prefix, keep, force } = input;
  const present = await ctx.db
    .select({
      id: articles.id,
      title: articles.title,
      slug: articles.slug,
      status: articles.status,
      audience: articles.audience,
      sourcePath: articles.sourcePath,
      editedAt: articles.editedAt,
    })
    .from(articles)
    .where(
      and(
        eq(articles.workspaceId, workspaceId),
        ne(articles.status, "archived"),
        sql`starts_with(${articles.sourcePath}, ${prefix})`,
      ),
    );
  const gone = present.filter(({ sourcePath }) => sourcePath !== null && !keep.has(sourcePath));
  if ((input.lacksArticles || input.hasUnknown) && !force)
    return { archived: 0, kept: [], spared: gone.length };
  const kept = gone.filter(({ editedAt }) => editedAt !== null && !force);
  const toArchive = gone.filter((article) => !kept.includes(article));
  if (input.hasNew) await leadToMoved(ctx, workspaceId, prefix, toArchive);
  let archived = 0;
  for (let start = 0; start < toArchive.length; start += BATCH)
    archived += await archive(ctx, input, toArchive.slice(start, start + BATCH));
  await adopt(ctx, workspaceId, kept);
  return { archived, kept, spared: 0 };
}

/** How many it has archived: what somebody changes in this moment is left to the next import. */
async function archive(
  ctx: Pick<Ctx, "db" | "now">,
  { workspaceId, force }: ArchiveMissingInput,
  gone: GoneArticle[],
): Promise<number> {
  const ids = gone.map(({ id }) => id);
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .update(articles)
      .set({ status: "archived", contentHash: "", editedAt: null, updatedAt: ctx.now() })
      .where(
        and(
          eq(articles.workspaceId, workspaceId),
          inArray(articles.id, ids),
          force ? undefined : isNull(articles.editedAt),
        ),
      )
      .returning({ id: articles.id });
    if (gone.some(isPublic)) await touchSite(tx, workspaceId);
    return rows.length;
  });
}

/** A file under another name is another article; who follows the old address is led to the same text. */
async function leadToMoved(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  prefix: string,
  gone: GoneArticle[],
): Promise<void> {
  if (gone.length === 0) return;
  const ids = `{${gone.map(({ id }) => id).join(",")}}`;
  await ctx.db.execute(sql`
    insert into article_redirects (workspace_id, slug, article_id)
    select distinct on (gone.slug) gone.workspace_id, gone.slug, moved.id
    from articles gone
    join articles moved on moved.workspace_id = gone.workspace_id and moved.status = 'published'
      and moved.title = gone.title and moved.content = gone.content and moved.id <> all (${ids}::bigint[])
      and starts_with(moved.source_path, ${prefix})
    where gone.workspace_id = ${workspaceId} and gone.published_at is not null and gone.id = any (${ids}::bigint[])
    order by gone.slug, moved.id
    on conflict (workspace_id, slug) do update set article_id = excluded.article_id`);
}

async function adopt(ctx: Pick<Ctx, "db">, workspaceId: number, kept: GoneArticle[]): Promise<void> {
  if (kept.length === 0) return;
  const ids = kept.map(({ id }) => id);
  await ctx.db
    .update(articles)
    .set({ sourcePath: null, editedAt: null })
    .where(and(eq(articles.workspaceId, workspaceId), inArray(articles.id, ids)));
}
