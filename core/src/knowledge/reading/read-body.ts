import { readFencedLines } from "./fenced-lines.ts";
import { plainAttributes } from "./plain-attributes.ts";
import { plainCallouts } from "./plain-callouts.ts";
import { plainCode } from "./plain-code.ts";
import { plainGitbook } from "./plain-gitbook.ts";
import { plainHeadings } from "./plain-headings.ts";
import { plainHugo } from "./plain-hugo.ts";
import { plainIncludes } from "./plain-includes.ts";
import { plainMkdocs } from "./plain-mkdocs.ts";
import { plainQuotes } from "./plain-quotes.ts";
import { plainSigns } from "./plain-signs.ts";

/**
 * The CommonMark of an article as its author wrote it: HTML, the components of MDX and the callouts of documentation
 * tools are said in Markdown, which is all that people read in a chat and in the help center.
 */
export async function readBody(written: string, { isMdx }: { isMdx: boolean }): Promise<string> {
  const lines = plainLines(written.replace(/\r\n?/gu, "\n"));
  const markdown = isMdx || usesComponents(lines) ? await withoutComponents(lines) : lines;
  return (await withoutHtml(plainCallouts(markdown))).trim();
}

/** Signs of documentation tools that stand in lines of their own; what becomes a container is read with the callouts. */
const plainLines = (markdown: string): string =>
  plainSigns(plainHeadings(plainAttributes(plainQuotes(plainBlocks(markdown)))));
const plainBlocks = (markdown: string): string =>
  plainCode(plainGitbook(plainMkdocs(plainHugo(plainIncludes(markdown)))));

/** Docusaurus reads all of its pages as MDX, whatever they are called; its tabs have titles that would be lost. */
function usesComponents(markdown: string): boolean {
  return [IMPORT, TAB].some((sign) => sign.test(markdown) && sign.test(withoutFenced(markdown)));
}

const TAB = /^[ \t]*<(?:Tabs\.)?(?:Tab|TabItem|TabPanel)\s[^<>]{0,500}?\b(?:title|label|value)=/mu;

const IMPORT = /^import\s(?:[\w\s*{},$]{1,500}\sfrom\s+)?(["'])[@./\w-]+\1;?[ \t]*$/mu;
const withoutFenced = (markdown: string): string =>
  readFencedLines(markdown)
    .flatMap(({ line, isCode }) => (isCode ? [] : line))
    .join("\n");

// The parsers are loaded with the first article that needs them: most knowledge bases have none.

async function withoutComponents(mdx: string): Promise<string> {
  const { plainMdx } = await import("./mdx/index.ts");
  return plainMdx(mdx);
}

const TAG = /(?<!\\)(?:<\/?[a-z][a-z0-9]*[\s/>]|<!--)/iu;

async function withoutHtml(markdown: string): Promise<string> {
  if (!TAG.test(markdown)) return markdown;
  const { plainMarkdown } = await import("./html/in-markdown.ts");
  return plainMarkdown(markdown);
}
