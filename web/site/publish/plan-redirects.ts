import type { SiteStructure } from "@firstline/core";
import type { LocaleSite } from "./locale-site.ts";
import { encodeSegment } from "./plan.ts";
import type { PlanPart, SitePlan } from "./plan.ts";
import { postPath } from "./plan-feedback.ts";
import { escapeXml } from "./xml.ts";

/**
 * Where old addresses lead. Pages come first: nothing leads away from an address that has one. `_redirects` tells it to
 * servers that know that file, and a small page to those that do not.
 */
export function planRedirects(structure: SiteStructure, sites: LocaleSite[], baseUrl: string): PlanPart {
  return (plan) => {
    for (const site of sites) redirectArticles(structure, site, sites, plan);
    for (const site of sites) redirectCategories(structure, site, plan);
    for (const site of sites) redirectPosts(structure, site, plan);
    for (const [from, to] of plan.redirects) {
      if (from.endsWith(".md") || /\/roadmap\/\d+$/u.test(from)) continue;
      plan.pages.set(`${from}.html`, () => ({ kind: "text", text: leadOn(baseUrl + to) }));
    }
    const lines = [...plan.redirects].map(([from, to]) => `${encodePath(from)} ${to} 301\n`);
    plan.pages.set("/_redirects", () => ({ kind: "text", text: lines.join("") }));
  };
}

const encodePath = (path: string): string => path.split("/").map(encodeSegment).join("/");

function add({ pages, redirects }: SitePlan, from: string, to: string): void {
  if (!pages.has(from) && !redirects.has(from)) redirects.set(from, to);
}

function redirectArticles(
  structure: SiteStructure,
  site: LocaleSite,
  sites: LocaleSite[],
  plan: SitePlan,
): void {
  const lead = (slug: string, href: string): void => {
    add(plan, `${site.prefix}/articles/${slug}`, href);
    add(plan, `${site.prefix}/articles/${slug}.md`, `${href}.md`);
  };
  /** Where an article stands: in this language, else in its own. */
  const hrefOf = (articleId: number): string | null => {
    for (const one of [site, ...sites]) {
      const shown = one.byId.get(articleId);
      if (shown) return shown.href;
    }
    return null;
  };
  for (const article of structure.articles) {
    const own = sites.find((one) => one.byId.get(article.id)?.article === article);
    const href = site.prefix === "" ? (own?.byId.get(article.id)?.href ?? null) : hrefOf(article.id);
    if (href !== null) lead(article.slug, href);
  }
  for (const redirect of structure.redirects) {
    if (redirect.kind !== "article") continue;
    const href = hrefOf(redirect.articleId);
    if (href !== null) lead(redirect.slug, href);
  }
}

function redirectCategories({ redirects }: SiteStructure, site: LocaleSite, plan: SitePlan): void {
  for (const redirect of redirects) {
    const branch = redirect.kind === "category" ? site.branches.get(redirect.categoryId) : undefined;
    if (redirect.kind !== "category" || !branch || branch.count === 0) continue;
    add(plan, `${site.prefix}/categories/${redirect.slug}`, branch.href);
  }
}

/** A post is found by its number alone, and a merged one leads to the post that stands for it. */
function redirectPosts({ posts, redirects }: SiteStructure, { prefix }: LocaleSite, plan: SitePlan): void {
  const hrefs = new Map(posts.map((post) => [post.id, prefix + encodePath(postPath(post))]));
  for (const [id, href] of hrefs) add(plan, `${prefix}/roadmap/${id}`, href);
  for (const redirect of redirects) {
    const href = redirect.kind === "post" ? hrefs.get(redirect.intoId) : undefined;
    if (redirect.kind !== "post" || href === undefined) continue;
    add(plan, `${prefix}/roadmap/${redirect.postId}`, href);
    add(plan, prefix + postPath({ id: redirect.postId, title: redirect.title }), href);
  }
}

function leadOn(url: string): string {
  const to = escapeXml(url);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8" /><title>Moved</title><meta name="robots" content="noindex" />
<link rel="canonical" href="${to}" /><meta http-equiv="refresh" content="0; url=${to}" /></head>
<body><p>This page has moved to <a href="${to}">${to}</a>.</p></body>
</html>
`;
}
