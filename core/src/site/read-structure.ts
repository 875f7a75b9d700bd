import { schema } from "@firstline/db";
import { and, asc, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isEventForMembers, isForMembers } from "../feedback/for-members.ts";
import { isListed } from "../feedback/load.ts";
import { listCategories } from "../knowledge/categories/list-categories.ts";
import { getSettings, getWorkspaceName } from "../workspaces/index.ts";
import { publicArticles, publicEntries } from "./public-rows.ts";
import type { SiteArticle, SiteEntry, SitePost, SiteRedirect, SiteStructure } from "./structure.ts";

const EXCERPT = 240;
type ReadCtx = Pick<Ctx, "db">;

/**
 * Reads what is public of a workspace, without the texts: 10,000 articles are one query. Throws `NotFoundError` for a
 * workspace that is not there.
 */
export async function readSiteStructure(
  ctx: ReadCtx,
  { workspaceId }: { workspaceId: number },
): Promise<SiteStructure> {
  const settings = await getSettings(ctx, workspaceId);
  const { site, feedback } = settings;
  return {
    workspaceName: await getWorkspaceName(ctx, workspaceId),
    site,
    feedback,
    categories: await listCategories(ctx, { workspaceId }),
    articles: await readArticles(ctx, workspaceId),
    posts: site.roadmap ? await readPosts(ctx, workspaceId) : [],
    entries: site.changelog ? await readEntries(ctx, workspaceId) : [],
    redirects: await readRedirects(ctx, workspaceId, site.roadmap),
  };
}

async function readArticles(ctx: ReadCtx, workspaceId: number): Promise<SiteArticle[]> {
  const { articles: a, articlePages: p } = schema;
  return ctx.db
    .select({
      id: a.id,
      slug: a.slug,
      title: a.title,
      categoryId: a.categoryId,
      isBeta: a.isBeta,
      locale: a.locale,
      translationOfId: a.translationOfId,
      displayOrder: a.displayOrder,
      sourceUrl: a.sourceUrl,
      sourcePath: a.sourcePath,
      viewCount: a.viewCount,
      publishedAt: a.publishedAt,
      updatedAt: a.updatedAt,
      textHash: a.textHash,
      renderKey: p.renderKey,
      description: sql<string>`coalesce(${p.description}, '')`,
      relatedIds: sql<number[]>`coalesce(${p.relatedIds}, '[]'::jsonb)`,
    })
    .from(a)
    .leftJoin(p, eq(p.articleId, a.id))
    .where(publicArticles(workspaceId))
    .orderBy(asc(a.displayOrder), asc(a.title), asc(a.id));
}

async function readPosts(ctx: ReadCtx, workspaceId: number): Promise<SitePost[]> {
  const { feedbackPosts: p, feedbackEvents: e } = schema;
  return ctx.db
    .select({
      id: p.id,
      title: p.title,
      excerpt: sql<string>`left(${p.description}, ${EXCERPT})`,
      type: p.type,
      status: p.status,
      upvotes: p.upvotes,
      downvotes: p.downvotes,
      weightedScore: p.weightedScore,
      articleId: p.articleId,
      createdAt: p.createdAt,
      statusChangedAt: p.statusChangedAt,
      textHash: sql<string>`md5(${p.title} || chr(10) || ${p.description})`,
      // Names of tables are written out: those of columns alone would all be taken for the inner table's.
      historyHash: sql<string>`coalesce((
        select md5(string_agg(event.id::text, ',' order by event.id)) from ${e} event
        where event.post_id = ${p}.id and ${isEventForMembers(sql`event`)}), '')`,
    })
    .from(p)
    .where(isListed(workspaceId))
    .orderBy(desc(p.weightedScore), desc(p.upvotes), asc(p.id));
}

async function readEntries(ctx: ReadCtx, workspaceId: number): Promise<SiteEntry[]> {
  const { changelogEntries: e } = schema;
  return ctx.db
    .select({
      id: e.id,
      slug: e.slug,
      title: e.title,
      postId: e.postId,
      publishedAt: sql<Date>`coalesce(${e.publishedAt}, ${e.updatedAt})`.mapWith(e.updatedAt),
      textHash: sql<string>`md5(${e.title} || chr(10) || ${e.body})`,
    })
    .from(e)
    .where(publicEntries(workspaceId))
    .orderBy(desc(sql`coalesce(${e.publishedAt}, ${e.updatedAt})`), desc(e.id));
}

/** Only those that lead to something public. */
async function readRedirects(
  ctx: ReadCtx,
  workspaceId: number,
  hasRoadmap: boolean,
): Promise<SiteRedirect[]> {
  const { articles, articleRedirects: a, categoryRedirects: c, feedbackPosts: p } = schema;
  const ofArticles = await ctx.db
    .select({ slug: a.slug, articleId: a.articleId })
    .from(a)
    .innerJoin(articles, eq(articles.id, a.articleId))
    .where(and(eq(a.workspaceId, workspaceId), publicArticles(workspaceId)))
    .orderBy(asc(a.id));
  const ofCategories = await ctx.db
    .select({ slug: c.slug, categoryId: c.categoryId })
    .from(c)
    .where(eq(c.workspaceId, workspaceId))
    .orderBy(asc(c.id));
  const merged = hasRoadmap
    ? await ctx.db
        .select({ postId: p.id, title: p.title, intoId: sql<number>`${p.mergedIntoId}`.mapWith(Number) })
        .from(p)
        .where(and(eq(p.workspaceId, workspaceId), isForMembers(), isNotNull(p.mergedIntoId)))
        .orderBy(asc(p.id))
    : [];
  return [
    ...ofArticles.map((row) => ({ kind: "article" as const, ...row })),
    ...ofCategories.map((row) => ({ kind: "category" as const, ...row })),
    ...merged.map((row) => ({ kind: "post" as const, ...row })),
  ];
}
