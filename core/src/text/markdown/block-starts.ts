/** What a block of Markdown begins with, as CommonMark has it; `at` is the first character that is no space. */

const BLOCK_TAGS =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|" +
  "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|" +
  "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";
const ATTRIBUTE = String.raw`[ \t]+[A-Za-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|[^\s"'/<=>${"`"}]+))?`;
const RAW_TAG = /<(?:script|pre|style|textarea)(?=[ \t>]|$)/iy;
const BLOCK_TAG = new RegExp(String.raw`</?(?:${BLOCK_TAGS})(?=[ \t>]|/>|$)`, "iy");
const WHOLE_TAG = new RegExp(
  String.raw`<(?:/[A-Za-z][A-Za-z0-9-]*[ \t]*|[A-Za-z][A-Za-z0-9-]*(?:${ATTRIBUTE})*[ \t]*/?)>[ \t]*$`,
  "y",
);
const HEADING = /(#{1,6})(?=[ \t]|$)/y;
const BREAK = /([-_*])[ \t]*(?:\1[ \t]*){2,}$/y;
const FENCE = /(`{3,})[^`]*$|(~{3,})/y;
const FENCE_END = /(`+|~+)[ \t]*$/y;
const UNDERLINE = /(=+|-+)[ \t]*$/y;

/** Levels below the top, or null. */
export function findHeading(line: string, at: number): number | null {
  return matchAt(HEADING, line, at)?.[1]?.length ?? null;
}

/** Of the line under a heading: its level. */
export function findUnderline(line: string, at: number): 1 | 2 | null {
  const [mark] = matchAt(UNDERLINE, line, at) ?? [];
  if (mark === undefined) return null;
  return mark.startsWith("=") ? 1 : 2;
}

export const isBreak = (line: string, at: number): boolean => matchAt(BREAK, line, at) !== null;

/** The signs of a fence that opens code. */
export function findFence(line: string, at: number): string | null {
  const [, ticks, tildes] = matchAt(FENCE, line, at) ?? [];
  return ticks ?? tildes ?? null;
}

export function closesFence(fence: string, line: string, at: number): boolean {
  const [, signs = ""] = matchAt(FENCE_END, line, at) ?? [];
  return signs.startsWith(fence);
}

/** What ends a block of HTML: a pattern in one of its lines, or a blank line. */
export type HtmlEnd = RegExp | "blank";

/** A tag on a line of its own that names no block is HTML only where no paragraph goes on. */
export function findHtml(line: string, at: number, isParagraph: boolean): HtmlEnd | null {
  if (line[at] !== "<") return null;
  if (matchAt(RAW_TAG, line, at)) return /<\/(?:script|pre|style|textarea)>/iu;
  if (line.startsWith("<!--", at)) return /-->/u;
  if (line.startsWith("<?", at)) return /\?>/u;
  if (line.startsWith("<![CDATA[", at)) return /\]\]>/u;
  if (/^<![A-Za-z]/u.test(line.slice(at, at + 3))) return />/u;
  if (matchAt(BLOCK_TAG, line, at)) return "blank";
  return !isParagraph && matchAt(WHOLE_TAG, line, at) ? "blank" : null;
}

export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
