import { z } from "zod";
import type { KnowledgeCategory, ReadItem } from "../documents.ts";
import { documentOf, ExportId, readRows, text, uniqueSlugs } from "./export-file.ts";
import type { ExportOptions } from "./zendesk.ts";

/** Among the translations there is also the name of their own type. */
const byLocale = <Form extends z.ZodType>(form: Form) =>
  z.record(z.string(), z.unknown()).transform((rows) =>
    Object.entries(rows).flatMap(([locale, row]): { locale: string; row: z.infer<Form> }[] => {
      const parsed = form.safeParse(row);
      return /^[a-z]{2,3}(?:[-_]\w{2,8})*$/iu.test(locale) && parsed.success
        ? [{ locale, row: parsed.data }]
        : [];
    }),
  );

const CollectionText = z.object({
  name: text(120).pipe(z.string().min(1)),
  description: text(1_000).nullish(),
});
const Collection = CollectionText.extend({
  id: ExportId,
  order: z.number().int().nullish(),
  parent_id: ExportId.nullish(),
  translated_content: byLocale(CollectionText).nullish(),
});
type Collection = z.infer<typeof Collection>;

const ArticleText = z.object({
  title: text(300).nullish(),
  body: z.string().nullish(),
  state: z.string().nullish(),
  url: z
    .url({ protocol: /^https?$/u })
    .nullish()
    .catch(null),
});
const Article = ArticleText.extend({
  id: ExportId,
  default_locale: z.string().max(40).nullish(),
  parent_id: ExportId.nullish(),
  parent_type: z.string().nullish(),
  translated_content: byLocale(ArticleText).nullish(),
});
type Article = z.infer<typeof Article>;

export type IntercomExport = { articles: unknown[]; collections: unknown[] };

/** What Intercom's articles and collections APIs list. */
export function* readIntercom(data: IntercomExport, { linksBack }: ExportOptions): Generator<ReadItem> {
  const collections = readRows("collections", Collection, data.collections);
  const articles = readRows("articles", Article, data.articles);
  const slugs = uniqueSlugs(collections.rows, "category");
  yield* collections.problems;
  for (const category of inOrder(collections.rows, slugs)) yield { kind: "category", category };
  yield* articles.problems;

  const names = new Map(collections.rows.map(({ id, name }) => [id, name]));
  const byId = articles.rows.toSorted((a, b) => Number(a.id) - Number(b.id));
  const articleSlugs = uniqueSlugs(
    byId.map(({ id, title }) => ({ id, name: title ?? "" })),
    "article",
  );
  for (const article of byId) {
    const parent = article.parent_id ?? "";
    const categorySlug = slugs.get(parent);
    yield* articleItems(article, {
      slug: articleSlugs.get(article.id) ?? `article-${article.id}`,
      url: linksBack ? (article.url ?? null) : null,
      shared: {
        isBeta: false,
        audience: "everyone",
        category: names.get(parent) ?? null,
        ...(categorySlug !== undefined && { categorySlug }),
        order: 0,
      },
    });
  }
}

type Place = {
  slug: string;
  url: string | null;
  shared: {
    isBeta: boolean;
    audience: "everyone";
    category: string | null;
    categorySlug?: string;
    order: number;
  };
};

function* articleItems(article: Article, { slug, url, shared }: Place): Generator<ReadItem> {
  const path = `articles/${article.id}`;
  const title = article.title || `Article ${article.id}`;
  const first = article.default_locale ?? null;
  const statusOf = (state: string | null | undefined) => (state === "published" ? "published" : "draft");
  const baseUrl = article.url ?? null;
  const translations = article.translated_content ?? [];
  const own = translations.find(({ locale }) => locale === first)?.row;
  yield documentOf(
    { path, title, slug, html: article.body || own?.body || "", baseUrl },
    { ...shared, url, status: statusOf(article.state), ...(first !== null && { locale: first }) },
  );
  for (const { locale, row } of translations) {
    if (locale === first || !row.body) continue;
    const at = { path: `${path}/${locale}`, slug: `${slug}-${locale.toLowerCase()}`, baseUrl };
    yield documentOf(
      { ...at, title: row.title || title, html: row.body },
      { ...shared, url: null, status: statusOf(row.state), locale, translationOf: [path] },
    );
  }
}

/** Collections behind those that they stand in. */
function inOrder(rows: Collection[], slugs: ReadonlyMap<string, string>): KnowledgeCategory[] {
  const parents = new Map(rows.map(({ id, parent_id: parent }) => [id, parent ?? null]));
  const depthOf = (id: string): number => {
    let depth = 0;
    for (let at = parents.get(id) ?? null; at !== null && depth < 10; at = parents.get(at) ?? null)
      depth += 1;
    return depth;
  };
  return rows.toSorted((a, b) => depthOf(a.id) - depthOf(b.id)).map((row) => toCategory(row, slugs));
}

function toCategory(row: Collection, slugs: ReadonlyMap<string, string>): KnowledgeCategory {
  const parentSlug = slugs.get(row.parent_id ?? "");
  const translations = Object.fromEntries(
    (row.translated_content ?? []).map(({ locale, row: { name, description } }) => {
      return [locale, description ? { name, description } : { name }];
    }),
  );
  return {
    slug: slugs.get(row.id) ?? "category",
    name: row.name,
    ...(row.description && { description: row.description }),
    ...(typeof row.order === "number" && { order: row.order }),
    ...(parentSlug !== undefined && { parentSlug }),
    ...(Object.keys(translations).length > 0 && { translations }),
  };
}
