import type { ArticleLink, CategoryLink, CategoryNode, Link } from "../views.ts";
import type { Branch, Shown } from "./locale-site.ts";

/** More links than this on one page help nobody; the search finds the rest. */
const LONGEST_LIST = 500;
/** Of a category below the one that is shown. */
const PREVIEW = 5;
/** Articles beside the one that is read, itself among them. */
const BESIDE = 24;

const made = new WeakMap<Shown, ArticleLink>();

/** One for each article and language, however many pages show it. */
export function articleLink(shown: Shown): ArticleLink {
  const known = made.get(shown);
  if (known) return known;
  const { article, href } = shown;
  const link: ArticleLink = {
    articleId: article.id,
    title: article.title,
    href,
    description: article.description,
    updatedAt: article.updatedAt.toISOString(),
    isBeta: article.isBeta,
  };
  made.set(shown, link);
  return link;
}

export function categoryLink({ name, description, href, category, count }: Branch): CategoryLink {
  return { name, description, href, icon: category.icon, articleCount: count };
}

/** From the top down to this one. */
export function crumbsOf(branch: Branch | null): Link[] {
  return branch === null ? [] : [...crumbsOf(branch.parent), { label: branch.name, href: branch.href }];
}

/** Those that hold something. */
export const filled = (branches: Branch[]): Branch[] => branches.filter(({ count }) => count > 0);

/** A category as its own page shows it: all of its articles, and the first ones of each category below. */
export function wholeNode(branch: Branch): CategoryNode {
  return {
    ...categoryLink(branch),
    articles: branch.articles.slice(0, LONGEST_LIST).map(articleLink),
    children: filled(branch.children).map((child) => ({
      ...categoryLink(child),
      articles: child.articles.slice(0, PREVIEW).map(articleLink),
      children: [],
    })),
  };
}

const sides = new WeakMap<Branch, Map<number, CategoryNode>>();

/**
 * A category as it stands beside its articles, by name only: those of the same two dozen, which share the object, so that it
 * is compared once for all of them.
 */
export function sideNode(branch: Branch, { position }: Shown): CategoryNode {
  const known = sides.get(branch) ?? new Map<number, CategoryNode>();
  sides.set(branch, known);
  const start = position - (position % BESIDE);
  const node = known.get(start) ?? {
    ...categoryLink(branch),
    description: "",
    articles: branch.articles
      .slice(start, start + BESIDE)
      .map((other) => ({ ...articleLink(other), description: "" })),
    children: [],
  };
  known.set(start, node);
  return node;
}

export const looseNode = (name: string, href: string, articles: Shown[]): CategoryNode => ({
  name,
  href,
  description: "",
  icon: null,
  articleCount: articles.length,
  articles: articles.slice(0, LONGEST_LIST).map(articleLink),
  children: [],
});
