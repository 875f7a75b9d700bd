const FENCE = /^[ \t]*(`{3,}|~{3,})/u;
const NAMED = /^([ \t]*#{1,6}[ \t].{0,1000}?)[ \t]{0,9}(?<!\\)\{:?[ \t]*#[^{}]*\}[ \t]*$/u;
const CONTENTS = /^[ \t]*(?:\[toc\]|\[\[_?toc_?\]\])[ \t]*$/iu;

/**
 * Headings without the names that documentation tools link them by (`## Title {#name}`), and no line that asks such a tool
 * for a table of contents (`[[toc]]`): nobody else knows these signs.
 */
export function plainHeadings(markdown: string): string {
  if (!/\{:?[ \t]*#|\[_?toc_?\]/iu.test(markdown)) return markdown;
  let fence: string | null = null;
  const plain: string[] = [];
  for (const line of markdown.split("\n")) {
    const signs = FENCE.exec(line)?.[1];
    if (fence === null) fence = signs ?? null;
    else if (signs?.startsWith(fence) === true) fence = null;
    if (fence !== null) plain.push(line);
    else if (!CONTENTS.test(line)) plain.push(line.replace(NAMED, "$1"));
  }
  return plain.join("\n");
}
