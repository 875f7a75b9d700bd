import type { ArticleLink, CategoryLink, CategoryNode, Link } from "../views.ts";
import type { Branch, Shown } from "./locale-site.ts";

/** More links than this on one page help nobody; the search finds the rest. */
const LONGEST_LIST = 500;
/** Of a category below the one that is shown. */
const PREVIEW = 5;
/** Articles beside the one that is read, on each side. */
const BESIDE = 12;

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

/** A category as it stands beside one of its articles: those next to it, by name only. */
export function sideNode(branch: Branch, shown: Shown): CategoryNode {
  const start = Math.max(0, Math.min(shown.position - BESIDE, branch.articles.length - 2 * BESIDE - 1));
  const beside = branch.articles.slice(start, start + 2 * BESIDE + 1);
  return {
    ...categoryLink(branch),
    description: "",
    articles: beside.map((other) => ({ ...articleLink(other), description: "" })),
    children: [],
  };
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
