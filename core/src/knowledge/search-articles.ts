import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { contentTermsOf, toTextLanguage } from "../text/index.ts";
import { getSettings } from "../workspaces/settings.ts";
import { articlePath } from "./article-path.ts";
import { highlightPassage } from "./highlight.ts";
import type { PassagePart, Sought } from "./highlight.ts";
import { searchKnowledge } from "./search.ts";
import type { KnowledgeHit } from "./search.ts";

export type FoundArticle = {
  articleId: number;
  title: string;
  slug: string;
  /** Path in the help center, with the passage's anchor. */
  url: string;
  /** Name of its category in the visitor's language. */
  category: string | null;
  anchor: string | null;
  /** Why it was found: plain text, with the words that were looked for marked. */
  passage: PassagePart[];
};

export type SearchArticlesInput = {
  workspaceId: number;
  query: string;
  /** Language that the visitor reads; of an article's translations that one is shown. */
  locale?: string | null;
  /** 8 unless given. */
  limit?: number;
};

/** Passages looked through for articles: some articles are found by several. */
const PASSAGES = 40;
const MOST_ARTICLES = 8;
/** A word of fewer letters begins too many others. */
const SHORTEST_BEGINNING = 3;

/** Published articles for a visitor's words, each once, best first. Internal and beta ones are not found. */
export async function searchArticles(
  ctx: Pick<Ctx, "db" | "embedder" | "log" | "findEmbedder">,
  input: SearchArticlesInput,
): Promise<FoundArticle[]> {
  const { workspaceId, query } = input;
  const [hits, { site }] = await Promise.all([
    searchKnowledge(ctx, { workspaceId, query, limit: PASSAGES }),
    getSettings(ctx, workspaceId),
  ]);
  if (hits.length === 0) return [];
  const rows = await readPlaces(ctx, workspaceId, hits);
  const [firstLocale = "en"] = site.locales;
  const locale = input.locale ?? firstLocale;
  const best = bestOfEach(rows, { locale, firstLocale }).slice(0, input.limit ?? MOST_ARTICLES);
  return best.map((row) => toFound(row, { query, locale, locales: site.locales }));
}

type Place = Awaited<ReturnType<typeof readPlaces>>[number];

/** What a visitor sees of a hit beside the passage itself. */
async function readPlaces(ctx: Pick<Ctx, "db">, workspaceId: number, hits: KnowledgeHit[]) {
  const { articleChunks: c, articles: a, categories } = schema;
  const rows = await ctx.db
    .select({
      chunkId: c.id,
      anchor: c.anchor,
      locale: a.locale,
      language: a.language,
      translationOfId: a.translationOfId,
      category: categories.name,
      categoryNames: categories.translations,
    })
    .from(c)
    .innerJoin(a, eq(a.id, c.articleId))
    .leftJoin(categories, and(eq(categories.id, a.categoryId), eq(categories.visible, true)))
    .where(
      and(
        eq(c.workspaceId, workspaceId),
        inArray(
          c.id,
          hits.map((hit) => hit.chunkId),
        ),
      ),
    );
  const places = new Map(rows.map((row) => [row.chunkId, row]));
  return hits.flatMap((hit) => {
    const place = places.get(hit.chunkId);
    return place ? [{ hit, ...place }] : [];
  });
}

type Locales = { locale: string; firstLocale: string };

/** One passage of each article, and one translation of it: the visitor's language, else the first one, else the best. */
function bestOfEach(places: Place[], { locale, firstLocale }: Locales): Place[] {
  const groups = Map.groupBy(places, ({ translationOfId, hit }) => translationOfId ?? hit.articleId);
  return [...groups.values()].flatMap((group) => {
    const inLocale = (wanted: string): Place | undefined =>
      group.find((place) => (place.locale ?? firstLocale) === wanted);
    return inLocale(locale) ?? inLocale(firstLocale) ?? group[0] ?? [];
  });
}

type Shown = { query: string; locale: string; locales: string[] };

function toFound(place: Place, { query, locale, locales }: Shown): FoundArticle {
  const { hit, anchor } = place;
  const language = toTextLanguage(place.language);
  const sought: Sought = {
    terms: new Set(contentTermsOf(query, language)),
    beginning: beginningOf(query),
  };
  const path = articlePath({ slug: hit.slug, locale: place.locale }, locales);
  return {
    articleId: hit.articleId,
    title: hit.title.toWellFormed(),
    slug: hit.slug,
    url: anchor === null ? path : `${path}#${encodeURIComponent(anchor)}`,
    category: place.categoryNames?.[locale]?.name ?? place.category,
    anchor,
    passage: highlightPassage(hit.text, sought, language),
  };
}

function beginningOf(query: string): string | null {
  const last = /[\p{L}\p{N}_-]+$/u.exec(query)?.[0].toLowerCase() ?? "";
  return last.length < SHORTEST_BEGINNING ? null : last;
}
