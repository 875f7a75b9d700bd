import { InvalidError } from "../../../errors.ts";
import { readBlocks } from "../../../text/index.ts";
import { readHtmlBody } from "./index.ts";
import { isBlockTag } from "./tree.ts";

const ANY_TAG = /(?<!\\)<\/?[a-z][a-z0-9]*(?:[\s/][^<>]{0,2000})?>|<!--/iu;
const FIRST_TAG = /^<(?:!--|!DOCTYPE\b|\/?([a-z][a-z0-9]*)(?=[\s/>]))/iu;
/** Elements that flow with the text and blocks that hold no words; other names in angle brackets are placeholders of the author. */
const FLOWING =
  /^(?:a|abbr|b|bdi|bdo|big|br|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr|iframe|video|audio|picture|script|style|svg|template|noscript)$/iu;

/**
 * Markdown with the HTML in it said in Markdown: tables, lists, links and marks stay what they are, comments, scripts and
 * tags that only lay out go. Code and names in angle brackets that are no HTML (`<your-token>`) stay as written.
 */
export function plainMarkdown(markdown: string): string {
  const { blocks } = readBlocks(markdown);
  const components = new Set(
    [...markdown.matchAll(/<\/([A-Z][A-Za-z0-9]*)>/gu)].map(([, name = ""]) => name),
  );
  let plain = markdown.slice(0, blocks[0]?.start ?? markdown.length);
  let html = "";
  for (const [index, { kind, start }] of blocks.entries()) {
    const next = blocks[index + 1];
    const source = markdown.slice(start, next?.after ?? markdown.length);
    const space = markdown.slice(start + source.length, next?.start ?? markdown.length);
    const isHtml = kind === "html" ? isKnown(source) : kind === "paragraph" && holdsBlocks(source);
    if (isHtml) {
      // A blank line ends a block of HTML, whatever is still open.
      html += `${source}${space}`;
      if (next?.kind === "html" && isKnown(markdown.slice(next.start, next.start + 100))) continue;
      plain += toMarkdown(html);
      html = "";
      continue;
    }
    const written = kind === "code" ? source : withoutComponents(source, components);
    plain += kind === "code" || kind === "html" ? written : plainInline(written);
    plain += space;
  }
  return plain.trimEnd();
}

function isKnown(html: string): boolean {
  const first = FIRST_TAG.exec(html);
  if (!first) return html.startsWith("<?");
  const [, tag] = first;
  return tag === undefined || isBlockTag(tag) || FLOWING.test(tag);
}

/** A paragraph that goes on with blocks of HTML is HTML as a whole. */
function holdsBlocks(paragraph: string): boolean {
  // A table's lines are nothing without each other, whatever its cells hold.
  if (TABLE.test(paragraph)) return false;
  const closed = closedTags(paragraph.replace(CODE, ""));
  return ["ul", "ol", "table", "p", "div", "li"].some((tag) => closed.has(tag));
}

/** The line between the head of a table and its rows. */
const TABLE = /^[ \t>]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+(?:\|[ \t]*)?$/mu;

/** Elements that are opened and closed: a name in angle brackets alone may be anything. */
function closedTags(text: string): ReadonlySet<string> {
  const opened = new Set([...text.matchAll(TAG)].map(([, name = ""]) => name.toLowerCase()));
  const closed = [...text.matchAll(/<\/([a-z][a-z0-9]*)\s{0,5}>/giu)].map(([, name = ""]) =>
    name.toLowerCase(),
  );
  return new Set(closed.filter((name) => opened.has(name)));
}

const COMPONENT = /(?<!\\)<\/?([A-Z][A-Za-z0-9]*)((?:[\s/][^<>]{0,2000})?)>/gu;

/**
 * Without the tags of components that only the author's site knows (`<Badge text="new" />`): those that are closed somewhere,
 * or say more than a name, as a placeholder (`<Token>`) does not. Code in the text stays.
 */
function withoutComponents(source: string, closed: ReadonlySet<string>): string {
  return outsideCode(source, (text) =>
    text.replace(COMPONENT, (tag, name: string, attributes: string) =>
      closed.has(name) || /[=/]/u.test(attributes) ? "" : tag,
    ),
  );
}

function toMarkdown(html: string): string {
  try {
    const markdown = readHtmlBody(html, null);
    return markdown === "" ? "" : `${markdown}\n\n`;
  } catch (error) {
    // What nests too deep to be a page stays as its author wrote it.
    if (error instanceof InvalidError) return html;
    throw error;
  }
}

const CODE =
  /^[ \t]*(?:[-+*>][ \t]+|\d{1,9}[.)][ \t]+)*(```+|~~~+)[\s\S]*?(?:^[ \t>]*\1|$(?![\s\S]))|(?<!`)(`{1,3})(?!`)[^`]{1,2000}\2(?!`)/gmu;

/** One paragraph, heading, list or quotation without its tags; code in it stays. */
function plainInline(source: string): string {
  if (!ANY_TAG.test(source)) return source;
  const closed = closedTags(source);
  return outsideCode(source, (text) => withoutTags(text, closed));
}

function outsideCode(source: string, change: (text: string) => string): string {
  let changed = "";
  let from = 0;
  for (const code of source.matchAll(CODE)) {
    changed += change(source.slice(from, code.index)) + code[0];
    from = code.index + code[0].length;
  }
  return changed + change(source.slice(from));
}

const COMMENT = /(?<!\\)<!--[\s\S]{0,5000}?-->/gu;
const PAIR =
  /(?<!\\)<(a|b|strong|em|i|code|kbd|samp|tt|del|s|strike)(\s[^<>]{0,2000})?>([^<>]{1,2000})<\/\1>/giu;
const BREAKS = /(?<![ \t])[ \t]*(?:(?<!\\)<br\s{0,5}\/?>\s*)+/giu;
const IMAGE = /(?<!\\)<img\s([^<>]{1,2000})>/giu;
const TAG = /(?<!\\)<\/?([a-z][a-z0-9]*)((?:[\s/][^<>]{0,2000})?)>/giu;

function withoutTags(text: string, closed: ReadonlySet<string>): string {
  return text
    .replace(COMMENT, "")
    .replace(PAIR, (pair: string, tag: string, attributes: string | undefined, words: string) =>
      sayPair(tag.toLowerCase(), attributes ?? "", words, pair),
    )
    .split("\n")
    .map((line) => line.replace(BREAKS, endsWithLine(line) ? " " : "\n"))
    .join("\n")
    .replace(IMAGE, (_image, attributes: string) => sayImage(attributes))
    .replace(TAG, (tag: string, written: string) => {
      const name = written.toLowerCase();
      if (name === "wbr" || (closed.has(name) && FLOWING.test(name))) return "";
      if (!closed.has(name) || !isBlockTag(name)) return tag;
      return name === "li" && !tag.startsWith("</") ? " • " : " ";
    });
}

/** Headings and rows of tables do. */
const endsWithLine = (line: string): boolean => /^\s*#|\|/u.test(line);

const MARKS: Readonly<Record<string, string>> = {
  b: "**",
  strong: "**",
  em: "*",
  i: "*",
  del: "~~",
  s: "~~",
  strike: "~~",
};

function sayPair(tag: string, attributes: string, words: string, pair: string): string {
  const said = words.trim();
  if (said === "") return words;
  const tight = (inner: string): string => words.replace(said, () => inner);
  if (tag === "a") {
    const address = attributeOf(attributes, "href");
    return address === null ? words : tight(`[${said}](${address})`);
  }
  const mark = MARKS[tag];
  if (mark !== undefined) return said.includes(mark) ? words : tight(`${mark}${said}${mark}`);
  return said.includes("`") ? pair : tight(`\`${said}\``);
}

function sayImage(attributes: string): string {
  const address = attributeOf(attributes, "src");
  const words = attributeOf(attributes, "alt", /[^"'<>[\]]{0,500}/u) ?? "";
  return address === null ? words : `![${words}](${address})`;
}

/** The value of an attribute; null where there is none that Markdown could hold. */
function attributeOf(attributes: string, name: string, value = /[^\s"'<>()]{1,2000}/u): string | null {
  const found = new RegExp(
    String.raw`(?:^|\s)${name}\s*=\s*(["']?)(${value.source})\1(?=[\s/]|$)`,
    "iu",
  ).exec(attributes);
  return found?.[2] ?? null;
}
