import type { SiteArticle, SiteCategory, SiteStructure } from "@firstline/core";
import { prefixOf, firstLocale } from "./frame.ts";
import { encodeSegment } from "./plan.ts";

/** An article as one language shows it: in its own words, or in those of another language that stand in for them. */
export type Shown = {
  article: SiteArticle;
  /** Of the article that it translates, else its own: the same in every language. */
  originId: number;
  /** Encoded, with the language's prefix. */
  href: string;
  /** Language of the words when they stand in. */
  textLocale: string | null;
  branch: Branch | null;
  /** It stands in a hidden category: read by whoever has the address, listed nowhere. */
  isHidden: boolean;
  /** Its place in the list that it stands in, from 0. */
  position: number;
};

/** A category that is shown, with what is in it in reading order. */
export type Branch = {
  category: SiteCategory;
  name: string;
  description: string;
  href: string;
  parent: Branch | null;
  children: Branch[];
  /** Without beta articles. */
  articles: Shown[];
  /** With those of the categories below. */
  count: number;
};

/** What one language of the help center shows. */
export type LocaleSite = {
  locale: string;
  prefix: string;
  shown: Shown[];
  /** By the article's id, and by the id of the article that it translates. */
  byId: Map<number, Shown>;
  /** By the category's id; the order is that of the tree, from the top. */
  branches: Map<number, Branch>;
  roots: Branch[];
  /** In no category. */
  loose: Shown[];
  beta: Shown[];
};

export function localeSite(structure: SiteStructure, locale: string): LocaleSite {
  const prefix = prefixOf(structure, locale);
  const branches = new Map<number, Branch>();
  const known = new Set(structure.categories.map(({ id }) => id));
  const roots = plant(structure, { locale, prefix }, branches, null);
  const site: LocaleSite = {
    locale,
    prefix,
    shown: [],
    byId: new Map(),
    branches,
    roots,
    loose: [],
    beta: [],
  };
  const collator = new Intl.Collator(locale, { numeric: true });
  for (const choice of choose(structure, locale)) {
    const shown = toShown(choice, site, known);
    site.shown.push(shown);
    site.byId.set(choice.origin.id, shown).set(choice.article.id, shown);
    if (shown.isHidden) continue;
    if (choice.article.isBeta) site.beta.push(shown);
    else (shown.branch?.articles ?? site.loose).push(shown);
  }
  const order = (a: Shown, b: Shown): number =>
    a.article.displayOrder - b.article.displayOrder || collator.compare(a.article.title, b.article.title);
  for (const list of [site.loose, site.beta, ...[...branches.values()].map(({ articles }) => articles)]) {
    list.sort(order);
    for (const [position, shown] of list.entries()) shown.position = position;
  }
  for (const root of roots) count(root);
  return site;
}

/** Grows the tree below a category; what is hidden is left out with all that is below it. */
function plant(
  structure: SiteStructure,
  at: { locale: string; prefix: string },
  branches: Map<number, Branch>,
  parent: Branch | null,
): Branch[] {
  const parentId = parent?.category.id ?? null;
  const below = structure.categories.filter((category) => category.visible && category.parentId === parentId);
  return below.map((category) => {
    const words = translated(category, at.locale);
    const href = `${at.prefix}/categories/${encodeSegment(category.slug)}`;
    const branch: Branch = { category, ...words, href, parent, children: [], articles: [], count: 0 };
    branches.set(category.id, branch);
    branch.children = plant(structure, at, branches, branch);
    return branch;
  });
}

function translated(category: SiteCategory, locale: string): { name: string; description: string } {
  for (const wanted of [locale, locale.split("-")[0] ?? locale]) {
    const found = category.translations[wanted];
    if (found) return { name: found.name, description: found.description ?? category.description };
  }
  return { name: category.name, description: category.description };
}

function count(branch: Branch): number {
  branch.count = branch.articles.length;
  for (const child of branch.children) branch.count += count(child);
  return branch.count;
}

type Choice = { article: SiteArticle; origin: SiteArticle; textLocale: string | null };

/** For each article the words that this language shows: its own, those of the language without the region, or the first ones. */
function choose(structure: SiteStructure, locale: string): Choice[] {
  const first = firstLocale(structure);
  const localeOf = (article: SiteArticle): string => article.locale ?? first;
  const present = new Set(structure.articles.map(({ id }) => id));
  const isTranslation = (article: SiteArticle): boolean =>
    article.translationOfId !== null && present.has(article.translationOfId);
  const translations = Map.groupBy(
    structure.articles.filter(isTranslation),
    (article) => article.translationOfId,
  );
  const language = locale.split("-")[0];
  return structure.articles
    .filter((article) => !isTranslation(article))
    .flatMap((origin): Choice[] => {
      const versions = [origin, ...(translations.get(origin.id) ?? [])];
      const own = versions.find((version) => localeOf(version) === locale);
      const near = own ?? versions.find((version) => localeOf(version).split("-")[0] === language);
      if (near) return [{ article: near, origin, textLocale: null }];
      const standIn = versions.find((version) => localeOf(version) === first);
      return standIn ? [{ article: standIn, origin, textLocale: first }] : [];
    });
}

function toShown({ article, origin, textLocale }: Choice, site: LocaleSite, known: Set<number>): Shown {
  const categoryId = article.categoryId ?? origin.categoryId;
  const branch = categoryId === null ? null : (site.branches.get(categoryId) ?? null);
  return {
    article,
    originId: origin.id,
    href: `${site.prefix}/articles/${encodeSegment(article.slug)}`,
    textLocale,
    branch,
    isHidden: categoryId !== null && branch === null && known.has(categoryId),
    position: 0,
  };
}
