import type { SiteStructure } from "@firstline/core";
import { textsFor } from "../texts/index.ts";
import type { PageContent, PageHead, SiteFrame } from "../views.ts";
import { headOf } from "./frame.ts";
import type { HeadOptions } from "./frame.ts";
import { articleLink, categoryLink, crumbsOf, filled, looseNode, wholeNode } from "./links.ts";
import type { Branch, LocaleSite, Shown } from "./locale-site.ts";
import { encodeSegment } from "./plan.ts";
import type { Planned, PlanPart } from "./plan.ts";

const ON_HOME = 6;

export type ListParts = {
  structure: SiteStructure;
  frame: SiteFrame;
  site: LocaleSite;
  /** All languages, to tell which of them have a list. */
  sites: LocaleSite[];
};

/** Home, categories, what stands in none, beta, search and "not found". */
export function planLists(parts: ListParts): PlanPart {
  const { site, frame, structure } = parts;
  const { prefix } = site;
  const texts = textsFor(site.locale);
  const page = (content: PageContent, head: PageHead): Planned => ({
    kind: "page",
    view: { frame, head, content },
    body: null,
  });
  const head = (title: string, path: string, more: Omit<HeadOptions, "title" | "path"> = {}) =>
    headOf(structure, frame, { title, path, ...more });
  return ({ pages }) => {
    pages.set(prefix === "" ? "/" : prefix, () =>
      page(homePage(parts), head("", "/", { description: frame.tagline })),
    );
    for (const branch of filled([...site.branches.values()])) {
      pages.set(`${prefix}/categories/${branch.category.slug}`, () =>
        page(categoryPage(branch), categoryHead(parts, branch)),
      );
    }
    if (site.loose.length > 0) {
      const title = texts.say("otherArticles");
      const node = looseNode(title, `${prefix}/articles`, site.loose);
      const locales = localesWith(parts, ({ loose }) => loose.length > 0);
      pages.set(`${prefix}/articles`, () =>
        page({ kind: "category", crumbs: [], category: node }, head(title, "/articles", { locales })),
      );
    }
    if (frame.parts.beta) {
      pages.set(`${prefix}/beta`, () =>
        page({ kind: "beta", articles: site.beta.map(articleLink) }, head(texts.say("betaTitle"), "/beta")),
      );
    }
    pages.set(`${prefix}/search`, () =>
      page({ kind: "search" }, head(texts.say("searchTitle"), "/search", { noindex: true })),
    );
    pages.set(`${prefix}/404`, () =>
      page({ kind: "not_found" }, head(texts.say("notFound"), "/404", { noindex: true })),
    );
  };
}

function categoryPage(branch: Branch): PageContent {
  return { kind: "category", crumbs: crumbsOf(branch.parent), category: wholeNode(branch) };
}

function categoryHead(parts: ListParts, { category, name, description }: Branch): PageHead {
  const path = `/categories/${encodeSegment(category.slug)}`;
  const locales = localesWith(parts, ({ branches }) => (branches.get(category.id)?.count ?? 0) > 0);
  return headOf(parts.structure, parts.frame, { title: name, description, path, locales });
}

/** A list that is empty in a language has no page there. */
function localesWith({ sites }: ListParts, has: (site: LocaleSite) => boolean): string[] {
  return sites.filter(has).map(({ locale }) => locale);
}

function homePage({ site }: ListParts): PageContent {
  const listed = site.shown.filter((shown) => !shown.isHidden && !shown.article.isBeta);
  const categories = filled(site.roots).map(categoryLink);
  if (site.loose.length > 0) {
    const {
      articles: _articles,
      children: _children,
      ...link
    } = looseNode(textsFor(site.locale).say("otherArticles"), `${site.prefix}/articles`, site.loose);
    categories.push(link);
  }
  return {
    kind: "home",
    categories,
    popular: top(listed, (shown) => shown.article.viewCount)
      .filter(({ article }) => article.viewCount > 0)
      .map(articleLink),
    recent: top(listed, ({ article }) => article.updatedAt.getTime()).map(articleLink),
  };
}

function top(shown: Shown[], worth: (shown: Shown) => number): Shown[] {
  return shown.toSorted((a, b) => worth(b) - worth(a) || a.article.id - b.article.id).slice(0, ON_HOME);
}
