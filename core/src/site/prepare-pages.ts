import { schema } from "@firstline/db";
import { and, desc, eq, inArray, ne, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { getSettings } from "../workspaces/index.ts";
import { publicArticles } from "./public-rows.ts";

/** Makes the HTML of articles. Core knows none: who publishes brings it along. */
export type ArticleRenderer = {
  /** Another one, other pages. */
  version: string;
  /** Throws on texts that it cannot take. */
  render(article: { title: string; content: string; locale: string }): Promise<PreparedPage>;
  /** For those: the text as it is, as sanitised HTML. */
  renderPlain(article: { title: string; content: string }): PreparedPage;
};

export type PreparedPage = { html: string; headings: schema.PageHeading[]; description: string };

export type PreparePagesInput = {
  workspaceId: number;
  renderer: ArticleRenderer;
  /** Only these; all that are public unless given. */
  articleIds?: number[];
  /** Stops after so many. */
  limit: number;
};

/** Some dozens of texts at a time: little memory, and short statements on the embedded database. */
const BATCH = 25;

/** The key of a page that this renderer made of this text, in a help center whose first language is this one. */
export function renderKeyOf(
  version: string,
  article: { locale: string | null; textHash: string },
  firstLocale: string,
): string {
  return `${version}:${article.locale ?? firstLocale}:${article.textHash}`;
}

/**
 * Makes the pages of public articles whose text, or whose renderer, is not the one that they were made of; those that
 * changed last come first. Answers the ids of those that were made: fewer than `limit` means that nothing is left. Harmless to repeat.
 */
export async function preparePages(
  ctx: Pick<Ctx, "db" | "log" | "now">,
  input: PreparePagesInput,
): Promise<number[]> {
  const prepared: number[] = [];
  const { site } = await getSettings(ctx, input.workspaceId);
  const firstLocale = site.locales[0] ?? "en";
  while (prepared.length < input.limit) {
    const outdated = await listOutdated(
      ctx,
      { ...input, firstLocale },
      Math.min(BATCH, input.limit - prepared.length),
    );
    if (outdated.length === 0) break;
    for (const article of outdated) {
      await store(ctx, input, article, await renderOne(ctx, input, article));
    }
    prepared.push(...outdated.map(({ id }) => id));
  }
  return prepared;
}

type Outdated = { id: number; title: string; content: string; locale: string; renderKey: string };

function listOutdated(
  ctx: Pick<Ctx, "db">,
  { workspaceId, renderer, articleIds, firstLocale }: PreparePagesInput & { firstLocale: string },
  limit: number,
): Promise<Outdated[]> {
  const { articles: a, articlePages: p } = schema;
  const locale = sql<string>`coalesce(${a.locale}, ${firstLocale}::text)`;
  const wanted = sql<string>`${renderer.version}::text || ':' || ${locale} || ':' || ${a.textHash}`;
  return ctx.db
    .select({ id: a.id, title: a.title, content: a.content, locale, renderKey: wanted })
    .from(a)
    .leftJoin(p, eq(p.articleId, a.id))
    .where(
      and(
        publicArticles(workspaceId),
        or(sql`${p.renderKey} is null`, ne(p.renderKey, wanted)),
        articleIds === undefined ? undefined : inArray(a.id, articleIds),
      ),
    )
    .orderBy(desc(a.updatedAt), desc(a.id))
    .limit(limit);
}

/** An article that cannot be rendered is shown as it was written: one bad text must not keep the others back. */
async function renderOne(
  ctx: Pick<Ctx, "log">,
  { workspaceId, renderer }: PreparePagesInput,
  article: Outdated,
): Promise<PreparedPage> {
  try {
    return await renderer.render(article);
  } catch (error) {
    ctx.log.warn({ workspaceId, articleId: article.id, error }, "an article is shown as plain text");
    return renderer.renderPlain(article);
  }
}

async function store(
  ctx: Pick<Ctx, "db" | "now">,
  { workspaceId }: PreparePagesInput,
  article: Outdated,
  { html, headings, description }: PreparedPage,
): Promise<void> {
  // An article that was deleted meanwhile has no row to lead to.
  await ctx.db.execute(sql`
    insert into article_pages (article_id, workspace_id, render_key, html, headings, description, rendered_at)
    select id, workspace_id, ${article.renderKey}, ${html}, ${JSON.stringify(headings)}::text::jsonb,
      ${description}, ${ctx.now().toISOString()}::timestamptz
    from articles where id = ${article.id} and workspace_id = ${workspaceId}
    on conflict (article_id) do update set render_key = excluded.render_key, html = excluded.html,
      headings = excluded.headings, description = excluded.description, rendered_at = excluded.rendered_at`);
}
