import { classesOf, findAll, holds, isElement, lineOf } from "./tree.ts";
import type { HtmlElement } from "./tree.ts";

/** Share of the page's text that a `<main>` or `<article>` must hold to be taken for the article. */
const LEAST_SHARE = 0.2;

const FRAME_TAGS = new Set(["nav", "footer", "aside", "header", "form"]);
const FRAME_ROLES = new Set([
  "navigation",
  "banner",
  "contentinfo",
  "search",
  "complementary",
  "menu",
  "menubar",
  "dialog",
  "alertdialog",
  "tooltip",
]);
const NOTE_CLASS =
  /^(?:admonition|note|warning|tip|caution|important|danger|callout|alert)(?:$|[-_])|aside$|[-_]aside(?:$|[-_])|confluence-information-macro$|^intercom-interblocks-callout$/i;
/** Links that documentation generators put beside headings, and jumps for screen readers. */
const MARK_CLASS =
  /^(?:headerlink|header-anchor|anchor|hash-link|permalink|anchorjs-link|skip-link|skip-to-content|sr-only|visually-hidden)$/i;

/** Menus that say so by their class alone; they are told from an article's own lists by being little else than links. */
const MENU_CLASS =
  /^(?:nav|navbar|nav-panel|navigation|nav-chapters|breadcrumbs?|sidebar|side-nav|toc|table-of-contents|pagination|pager|related[-_]articles|toc-macro|skip-links?)$/i;
const MENU_SHARE = 0.5;

/** The page's article without menus, headers, footers and what browsers do not show. */
export function findMainContent(page: HtmlElement): HtmlElement {
  const visible = withoutFrame(page, false);
  const [text, ...others] = findAll(visible, isArticleBody);
  if (text && others.length === 0 && lineOf(text) !== "") return text;
  const [body = visible] = findAll(visible, ({ tag }) => tag === "body");
  const mains = findAll(body, isMain);
  const articles = findAll(body, ({ tag }) => tag === "article");
  const [main] = mains.length > 0 ? mains : articles.length === 1 ? articles : [];
  if (!main) return body;
  return lineOf(main).length >= LEAST_SHARE * lineOf(body).length ? main : body;
}

function isMain(element: HtmlElement): boolean {
  return element.tag === "main" || element.attributes["role"] === "main" || isConfluencePage(element);
}

/** The text of a page that Confluence has exported. */
export const isConfluencePage = (element: HtmlElement): boolean =>
  classesOf(element).includes("wiki-content");

/** The text of an article of Zendesk, Intercom and their like, without its author, votes, comments and what is related. */
export const isArticleBody = (element: HtmlElement): boolean =>
  classesOf(element).some((name) => /^article(?:-|_{1,2})body$/iu.test(name));

function withoutFrame(element: HtmlElement, isInside: boolean): HtmlElement {
  const inside = isInside || element.tag === "article" || isMain(element);
  const children = element.children
    .filter(
      (child) =>
        !isElement(child) ||
        !(isHidden(child) || isFrame(child, inside) || isMark(child) || isMenu(child) || isOfNotion(child)),
    )
    .map((child) => (isElement(child) ? withoutFrame(child, inside) : child));
  return { ...element, children };
}

function isHidden({ attributes }: HtmlElement): boolean {
  return (
    "hidden" in attributes ||
    attributes["aria-hidden"] === "true" ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes["style"] ?? "")
  );
}

function isFrame(element: HtmlElement, isInside: boolean): boolean {
  const { tag, attributes } = element;
  if (FRAME_ROLES.has(attributes["role"] ?? "")) return true;
  if (!FRAME_TAGS.has(tag)) return false;
  switch (tag) {
    case "header": // of an article: its title stands there
      return !isInside || !holds(element, isHeading);
    case "form": // some sites put one around the whole page
      return !holds(element, isHeading);
    case "aside":
      return !isNote(element);
    default:
      return true;
  }
}

const isHeading = ({ tag }: HtmlElement): boolean => /^h[1-6]$/.test(tag);

function isMenu(element: HtmlElement): boolean {
  if (!classesOf(element).some((name) => MENU_CLASS.test(name))) return false;
  const links = findAll(element, ({ tag }) => tag === "a").reduce(
    (sum, link) => sum + lineOf(link).length,
    0,
  );
  return links >= MENU_SHARE * lineOf(element).length;
}

/** A note, warning or tip that interrupts the text. */
export function isNote(element: HtmlElement): boolean {
  return element.attributes["role"] === "note" || classesOf(element).some((name) => NOTE_CLASS.test(name));
}

/** Icons and the fields of a page's row. */
function isOfNotion(element: HtmlElement): boolean {
  const classes = classesOf(element);
  if (element.tag === "table") return classes.includes("properties") && holds(element, isProperty);
  return classes.includes("page-header-icon") || (element.tag === "div" && isIconAlone(element));
}

/** Beside a callout; in a cell it would be data. */
function isIconAlone({ children }: HtmlElement): boolean {
  const [only, ...others] = children;
  if (only === undefined || !isElement(only) || others.length > 0) return false;
  return only.tag === "span" && classesOf(only).includes("icon") && lineOf(only).length <= 3;
}

const isProperty = (element: HtmlElement): boolean => classesOf(element).includes("property-row");

function isMark(element: HtmlElement): boolean {
  if (!classesOf(element).some((name) => MARK_CLASS.test(name))) return false;
  return lineOf(element).length <= 30;
}
