import { posix } from "node:path";
import { readFencedLines } from "./fenced-lines.ts";

/** Code in a line, or where a link leads: in parentheses behind its words, or behind its name and a colon. */
const CODE_OR_LINK =
  /(?<!`)(`{1,3})(?!`)[^`]{1,2000}\1(?!`)|(?<=\]\(\s{0,9}<?|^ {0,3}\[(?!\^)[^\]\n]{1,500}\]:[ \t]{1,9}<?)([^\s()<>#?"']{1,500})(#[^\s()<>"']{0,500})?/gmu;
const ELSEWHERE = /^(?:[a-z][a-z\d+.-]*:|\/\/)/iu;

/** The Markdown with its links to other files led to what `lead` makes of them; null leaves a link as it is. */
export async function leadLinks(
  markdown: string,
  lead: (href: string) => Promise<string | null>,
): Promise<string> {
  if (!markdown.includes("](") && !markdown.includes("]:")) return markdown;
  const lines: string[] = [];
  for (const { line, isCode } of readFencedLines(markdown))
    lines.push(isCode || !line.includes("]") ? line : await leadLine(line, lead));
  return lines.join("\n");
}

async function leadLine(line: string, lead: (href: string) => Promise<string | null>): Promise<string> {
  let led = "";
  let from = 0;
  for (const { index, 0: found, 2: href, 3: anchor = "" } of line.matchAll(CODE_OR_LINK)) {
    if (href === undefined || ELSEWHERE.test(href)) continue;
    const address = await lead(href);
    if (address === null) continue;
    led += line.slice(from, index) + address + anchor;
    from = index + found.length;
  }
  return led + line.slice(from);
}

/** The files that a link may mean that stands in the file of a path; the likeliest first. */
export function filesOfLink(path: string, href: string): string[] {
  const plain = decode(href);
  const at = plain.startsWith("/") ? plain.slice(1) : posix.join(posix.dirname(path), plain);
  const file = posix.normalize(at).replace(/\/$/u, "");
  if (file.startsWith("../")) return [];
  const bare = file.replace(/\.html?$/iu, "");
  return [file, `${bare}.md`, `${bare}.mdx`, `${bare}/index.md`, `${bare}/index.mdx`, `${bare}/README.md`];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that stands for itself
  }
}
