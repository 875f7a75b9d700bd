import { renderBlocks } from "./blocks.ts";
import { findMainContent, isArticleBody, isConfluencePage } from "./main-content.ts";
import { findAll, lineOf, parseHtml } from "./tree.ts";
import type { HtmlElement } from "./tree.ts";

export type HtmlPage = {
  /** From the page's only first heading, else from its title. */
  title: string | null;
  /** Where the page says that it lives. */
  url: string | null;
  /** CommonMark; "" for a page without text. */
  content: string;
};

/**
 * The article of a page, free of menus, scripts and what browsers hide. Throws `InvalidError` for what is no page.
 * @param foundAt where its relative links lead from, unless the page says where it lives
 */
export function readHtmlPage(html: string, foundAt: string | null = null): HtmlPage {
  const page = parseHtml(html);
  const url = canonicalUrl(page);
  const main = findMainContent(page);
  return {
    title: findTitle(page, main),
    url,
    content: renderBlocks(main, { baseUrl: url ?? foundAt, level: 0 }).trim(),
  };
}

/** The Markdown of a piece of HTML that is an article's text and nothing else. Throws `InvalidError` for what is none. */
export function readHtmlBody(html: string, baseUrl: string | null): string {
  return renderBlocks(parseHtml(html), { baseUrl, level: 0, keepsImages: true }).trim();
}

function findTitle(page: HtmlElement, main: HtmlElement): string | null {
  const linesOf = (name: RegExp): string[] =>
    findAll(main, ({ tag }) => name.test(tag))
      .map(lineOf)
      .filter((line) => line !== "");
  const headings = linesOf(/^h1$/);
  const [heading] = headings;
  const [title] = findAll(page, ({ tag }) => tag === "title").map(lineOf);
  // Its heading stands above it, and those in it are parts.
  if (isArticleBody(main)) {
    const above = findAll(page, ({ tag }) => tag === "h1").map(lineOf);
    const named = above.find((line) => line !== "" && title && isFollowedBySite(title, line));
    if (named !== undefined || title) return named ?? title ?? null;
  }
  // Its own first heading is a part of the page; the title begins with the name of the space.
  if (title && isConfluencePage(main)) return title.replace(/^.*? : /u, "");
  if (heading !== undefined && headings.length === 1) return withoutMark(heading);
  if (!title) return heading === undefined ? null : withoutMark(heading);
  return linesOf(/^h[1-3]$/).find((line) => isFollowedBySite(title, line)) ?? title;
}

/** "Data types | The manual" under the heading "Data types". */
function isFollowedBySite(title: string, heading: string): boolean {
  return title.startsWith(heading) && /^\s*[-–—|·:»]\s/u.test(title.slice(heading.length));
}

const withoutMark = (heading: string): string => heading.replace(/\s*[¶🔗#]$/u, "");

function canonicalUrl(page: HtmlElement): string | null {
  const links = findAll(page, ({ tag }) => tag === "link");
  const href = links.find(({ attributes }) => attributes["rel"]?.toLowerCase() === "canonical")?.attributes[
    "href"
  ];
  return href !== undefined && /^https?:\/\//i.test(href) && URL.canParse(href) ? href : null;
}
