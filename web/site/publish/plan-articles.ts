import { renderKeyOf } from "@firstline/core";
import type { SiteArticle, SiteStructure } from "@firstline/core";
import type { ArticleLink, ArticlePage, PageHead, SiteFrame } from "../views.ts";
import { firstLocale } from "./frame.ts";
import { articleLink, crumbsOf, sideNode } from "./links.ts";
import type { LocaleSite, Shown } from "./locale-site.ts";
import { encodeSegment } from "./plan.ts";
import type { Planned, PlanPart } from "./plan.ts";

const RELATED = 4;

export type ArticleParts = {
  structure: SiteStructure;
  frame: SiteFrame;
  site: LocaleSite;
  /** All languages, to tell where else a text stands. */
  sites: LocaleSite[];
  /** Version of what makes the articles' HTML: pages made by another one are not shown. */
  rendererVersion: string;
};

/** Each article's page, and its Markdown under the same address with .md. */
export function planArticles(parts: ArticleParts): PlanPart {
  return ({ pages }) => {
    for (const shown of parts.site.shown) {
      const path = `${parts.site.prefix}/articles/${shown.article.slug}`;
      const key = renderKeyOf(parts.rendererVersion, shown.article, firstLocale(parts.structure));
      const isReady = shown.article.renderKey === key;
      pages.set(path, () =>
        isReady ? planPage(parts, shown, key) : { kind: "hold", articleId: shown.article.id },
      );
      pages.set(`${path}.md`, () => planMarkdown(shown));
    }
  };
}

function planMarkdown({ article }: Shown): Planned {
  return { kind: "markdown", articleId: article.id, title: article.title, key: article.textHash };
}

function planPage(parts: ArticleParts, shown: Shown, key: string): Planned {
  const { article } = shown;
  const content: ArticlePage = {
    kind: "article",
    articleId: article.id,
    crumbs: crumbsOf(shown.branch),
    title: article.title,
    html: "",
    headings: [],
    isBeta: article.isBeta,
    publishedAt: article.publishedAt?.toISOString() ?? null,
    updatedAt: article.updatedAt.toISOString(),
    textLocale: shown.textLocale,
    editUrl: editUrlOf(parts.structure, article),
    markdownPath: `${shown.href}.md`,
    ...neighborsOf(parts.site, shown),
    related: relatedTo(parts.site, shown),
    category: shown.branch && !article.isBeta ? sideNode(shown.branch, shown) : null,
  };
  return {
    kind: "page",
    view: { frame: parts.frame, head: headOfArticle(parts, shown), content },
    body: { kind: "article", articleId: article.id, key },
  };
}

function headOfArticle({ structure, sites }: ArticleParts, shown: Shown): PageHead {
  const { article } = shown;
  const own = sites.flatMap((site) => {
    const there = site.byId.get(shown.originId);
    return there && there.textLocale === null ? [{ locale: site.locale, path: there.href }] : [];
  });
  const first = sites.find((site) => site.locale === firstLocale(structure));
  const standsFirst = shown.textLocale === null ? null : (first?.byId.get(shown.originId)?.href ?? null);
  return {
    title: article.title,
    description: article.description,
    path: shown.href,
    canonicalPath: article.sourceUrl ?? standsFirst,
    alternates: own,
    noindex: !structure.site.indexed || shown.isHidden,
    imagePath: `/og/articles/${article.id}.png`,
  };
}

function neighborsOf(
  site: LocaleSite,
  shown: Shown,
): { previous: ArticleLink | null; next: ArticleLink | null } {
  const list = shown.article.isBeta ? site.beta : (shown.branch?.articles ?? site.loose);
  if (shown.isHidden) return { previous: null, next: null };
  const linkAt = (position: number): ArticleLink | null => {
    const other = list[position];
    return other ? articleLink(other) : null;
  };
  return { previous: linkAt(shown.position - 1), next: linkAt(shown.position + 1) };
}

/** Beta articles are led to from the beta section alone. */
function relatedTo(site: LocaleSite, shown: Shown): ArticleLink[] {
  const found = new Set<Shown>();
  for (const id of shown.article.relatedIds) {
    const other = site.byId.get(id);
    if (other && other !== shown && !other.isHidden && !other.article.isBeta) found.add(other);
  }
  return [...found].slice(0, RELATED).map(articleLink);
}

/** The import's own name stands before the file's path; the address knows nothing of it. */
function editUrlOf({ site }: SiteStructure, { sourcePath }: SiteArticle): string | null {
  const file = sourcePath?.slice(sourcePath.indexOf("/") + 1) ?? "";
  if (site.editUrl === null || file === "") return null;
  return site.editUrl.replaceAll("{path}", file.split("/").map(encodeSegment).join("/"));
}
