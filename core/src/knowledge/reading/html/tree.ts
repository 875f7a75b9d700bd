import { Parser } from "htmlparser2";
import { InvalidError } from "../../../errors.ts";

export type HtmlElement = {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: HtmlNode[];
  /** A block itself, or an inline element that a careless author has put around blocks. */
  isBlock: boolean;
};
/** An element or a text with its entities decoded. */
export type HtmlNode = HtmlElement | string;

/** Pages nest some 30 deep; this leaves room for old ones that never close a tag. */
const MOST_LEVELS = 500;

/** Nothing in them is text for readers; their insides are not even kept. */
const WITHOUT_TEXT: ReadonlySet<string> = new Set(
  (
    "script style template svg math canvas video audio iframe object embed noscript noframes button select textarea input " +
    "map area dialog datalist progress meter portal"
  ).split(" "),
);

/** Says where a browser may break a word, which is one word all the same. */
const BREAK_HERE = "wbr";

/** Elements that begin on a line of their own; all others flow with the text. */
const BLOCK_TAGS: ReadonlySet<string> = new Set(
  (
    "html head body main article section div p h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd menu pre blockquote table thead tbody tfoot tr td th " +
    "caption figure figcaption details summary aside header footer address hr form fieldset legend center nav search title"
  ).split(" "),
);

export const isBlockTag = (tag: string): boolean => BLOCK_TAGS.has(tag.toLowerCase());

/**
 * The page as a tree, as well as its tags allow: unclosed and misplaced ones are taken as browsers roughly do. Throws
 * `InvalidError` for a page that nests too deep to be one.
 */
export function parseHtml(html: string): HtmlElement {
  const root: HtmlElement = { tag: "#document", attributes: {}, children: [], isBlock: true };
  const open: HtmlElement[] = [root];
  let silent = 0;
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (tag === BREAK_HERE) return;
        if (open.length + silent > MOST_LEVELS)
          throw new InvalidError(`The page nests more than ${MOST_LEVELS} elements.`);
        if (silent > 0 || WITHOUT_TEXT.has(tag)) {
          silent += 1;
          return;
        }
        const element = { tag, attributes, children: [], isBlock: BLOCK_TAGS.has(tag) };
        if (element.isBlock) markAround(open);
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      onclosetag(tag) {
        if (tag === BREAK_HERE) return;
        if (silent > 0) silent -= 1;
        else if (open.length > 1) open.pop();
      },
      ontext(text) {
        if (silent === 0) addText(open.at(-1) ?? root, text);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return root;
}

/** Those further out are marked already, if the nearest one is. */
function markAround(open: HtmlElement[]): void {
  for (let i = open.length - 1; i >= 0; i -= 1) {
    const element = open[i];
    if (!element || element.isBlock) return;
    element.isBlock = true;
  }
}

function addText(element: HtmlElement, text: string): void {
  const { children } = element;
  const last = children.at(-1);
  if (typeof last === "string") children[children.length - 1] = last + text;
  else children.push(text);
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return typeof node !== "string";
}

/** All elements under this one that pass, in the page's order; what is inside of a found one is not looked at. */
export function findAll(element: HtmlElement, passes: (element: HtmlElement) => boolean): HtmlElement[] {
  const found: HtmlElement[] = [];
  const look = (at: HtmlElement): void => {
    for (const child of at.children) {
      if (!isElement(child)) continue;
      if (passes(child)) found.push(child);
      else look(child);
    }
  };
  look(element);
  return found;
}

export function holds(element: HtmlElement, passes: (element: HtmlElement) => boolean): boolean {
  return element.children.some((child) => isElement(child) && (passes(child) || holds(child, passes)));
}

/** The text as it stands in the page, white space included. */
export function rawText(node: HtmlNode): string {
  if (typeof node === "string") return node;
  return node.tag === "br" ? "\n" : node.children.map(rawText).join("");
}

/** The text as one line. */
export const lineOf = (node: HtmlNode): string => rawText(node).replace(/\s+/gu, " ").trim();

export const classesOf = ({ attributes }: HtmlElement): string[] => (attributes["class"] ?? "").split(/\s+/);
