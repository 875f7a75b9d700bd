import { z } from "zod";
import type { KnowledgeCategory, ReadItem } from "../documents.ts";
import { documentOf, ExportId, readRows, text, uniqueSlugs } from "./export-file.ts";

const Group = z.object({
  id: ExportId,
  name: text(120).pipe(z.string().min(1)),
  description: text(1_000).nullish(),
  position: z.number().int().nullish(),
});
const Section = Group.extend({ category_id: ExportId.nullish(), parent_section_id: ExportId.nullish() });

const Translation = z.object({
  locale: z.string().min(1).max(40),
  title: text(300).nullish(),
  body: z.string().nullish(),
  draft: z.boolean().nullish(),
  source_id: ExportId.nullish(),
  source_type: z.string().nullish(),
});

const Article = z.object({
  id: ExportId,
  title: text(300).nullish(),
  name: text(300).nullish(),
  body: z.string().nullish(),
  locale: z.string().max(40).nullish(),
  source_locale: z.string().max(40).nullish(),
  draft: z.boolean().nullish(),
  promoted: z.boolean().nullish(),
  position: z.number().int().nullish(),
  section_id: ExportId.nullish(),
  html_url: z.url({ protocol: /^https?$/u }).nullish(),
  user_segment_id: ExportId.nullish(),
  user_segment_ids: z.array(ExportId).nullish(),
  translations: z.array(Translation).nullish().catch(null),
});
type Article = z.infer<typeof Article>;
type Translation = z.infer<typeof Translation>;

export type ZendeskExport = {
  articles: unknown[];
  sections: unknown[];
  categories: unknown[];
  translations: unknown[];
};

export type ExportOptions = {
  /** Answers lead to the articles where they are now, instead of to the help center's own pages. */
  linksBack: boolean;
};

/** Promoted articles come before all others of their section. */
const PROMOTED = 100_000;

/**
 * What Zendesk's help center API lists (articles, sections, categories and, where they were asked for, translations).
 * Articles that only some may see become internal: who would be let in here, Zendesk does not tell.
 */
export function* readZendesk(data: ZendeskExport, { linksBack }: ExportOptions): Generator<ReadItem> {
  const categories = readRows("categories", Group, data.categories);
  const sections = readRows("sections", Section, data.sections);
  const articles = readRows("articles", Article, data.articles);
  const translations = readRows("translations", Translation, data.translations);
  yield* categories.problems;
  yield* sections.problems;
  const slugs = groupSlugs(categories.rows, sections.rows);
  for (const category of groupsOf(categories.rows, sections.rows, slugs))
    yield { kind: "category", category };
  yield* articles.problems;
  yield* translations.problems;

  const sectionNames = new Map(sections.rows.map(({ id, name }) => [id, name]));
  const inOrder = articles.rows.toSorted((a, b) => Number(a.id) - Number(b.id));
  const articleSlugs = uniqueSlugs(
    inOrder.map((article) => ({ id: article.id, name: titleOf(article) })),
    "article",
  );
  for (const article of inOrder) {
    const sectionId = article.section_id ?? "";
    const place = {
      slug: articleSlugs.get(article.id) ?? `article-${article.id}`,
      category: sectionNames.get(sectionId) ?? null,
      categorySlug: slugs.get(`section ${sectionId}`),
    };
    const own = translations.rows.filter(({ source_id: id, source_type: type }) => {
      return id === article.id && (type ?? "Article") === "Article";
    });
    yield* articleItems(article, [...(article.translations ?? []), ...own], place, linksBack);
  }
}

const titleOf = ({ id, title, name }: Article): string => title || name || `Article ${id}`;

type Place = { slug: string; category: string | null; categorySlug: string | undefined };

function* articleItems(
  article: Article,
  translations: Translation[],
  { slug, category, categorySlug }: Place,
  linksBack: boolean,
): Generator<ReadItem> {
  const path = `articles/${article.id}`;
  const isLimited = Boolean(article.user_segment_id) || (article.user_segment_ids ?? []).length > 0;
  const source = article.source_locale ?? article.locale ?? null;
  const shared = {
    isBeta: false,
    audience: isLimited ? ("agents" as const) : ("everyone" as const),
    category,
    ...(categorySlug !== undefined && { categorySlug }),
    order: (article.position ?? 0) - (article.promoted ? PROMOTED : 0),
    url: linksBack && !isLimited ? (article.html_url ?? null) : null,
  };
  const baseUrl = article.html_url ?? null;
  const original = translations.find(({ locale }) => locale === source);
  const title = titleOf(article);
  yield documentOf(
    { path, title, slug, html: article.body ?? original?.body ?? "", baseUrl },
    { ...shared, status: article.draft ? "draft" : "published", ...(source !== null && { locale: source }) },
  );
  const seen = new Set([source]);
  for (const { locale, title: translated, body, draft } of translations) {
    if (seen.has(locale) || !body) continue;
    seen.add(locale);
    const at = { path: `${path}/${locale}`, slug: `${slug}-${locale.toLowerCase()}`, html: body, baseUrl };
    const status = draft || article.draft ? "draft" : "published";
    yield documentOf(
      { ...at, title: translated || title },
      { ...shared, url: null, status, locale, translationOf: [path] },
    );
  }
}

type Named = z.infer<typeof Group>;

/** Sections and categories are numbered apart, but stand in one tree here. */
function groupSlugs(categories: Named[], sections: Named[]): Map<string, string> {
  return uniqueSlugs(
    [
      ...categories.map(({ id, name }) => ({ id: `category ${id}`, name })),
      ...sections.map(({ id, name }) => ({ id: `section ${id}`, name })),
    ],
    "category",
  );
}

function groupsOf(
  categories: Named[],
  sections: z.infer<typeof Section>[],
  slugs: ReadonlyMap<string, string>,
): KnowledgeCategory[] {
  const tops = categories.map((row) => toCategory(row, slugs.get(`category ${row.id}`), undefined));
  const made = new Set<string>();
  const parts: KnowledgeCategory[] = [];
  // A section stands behind the one that it stands in; what names one that is not there stands at the top.
  for (let waiting = sections; waiting.length > 0;) {
    const ready = waiting.filter(
      ({ parent_section_id: parent }) =>
        !parent || made.has(parent) || !waiting.some(({ id }) => id === parent),
    );
    const next = ready.length > 0 ? ready : waiting;
    for (const row of next) {
      made.add(row.id);
      const parent = row.parent_section_id
        ? slugs.get(`section ${row.parent_section_id}`)
        : slugs.get(`category ${row.category_id ?? ""}`);
      parts.push(toCategory(row, slugs.get(`section ${row.id}`), parent));
    }
    waiting = waiting.filter((row) => !next.includes(row));
  }
  return [...tops, ...parts];
}

function toCategory(
  { name, description, position }: Named,
  slug: string | undefined,
  parentSlug: string | undefined,
): KnowledgeCategory {
  return {
    slug: slug ?? "category",
    name,
    ...(description && { description }),
    ...(typeof position === "number" && { order: position }),
    ...(parentSlug !== undefined && { parentSlug }),
  };
}
