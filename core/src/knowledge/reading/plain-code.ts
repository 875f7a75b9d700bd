import { readFencedLines } from "./fenced-lines.ts";

const FENCE = /^([ \t]*)(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$/u;
/** The language and what is behind it; also as a list of attributes (`{ .py title="a.py" }`), where the language is a class. */
const INFO = new RegExp(
  [
    String.raw`^\{[ \t]*\.(?<language>[\w+#.-]+)(?=[ \t}])(?<more>[^{}]*)\}`,
    String.raw`^(?<language>)(?<more>(?:\[|title=).*)`,
    String.raw`^(?<language>[\w+#.-]+(?:,[\w,-]+)?)(?<more>.*)`,
  ].join("|"),
  "u",
);
const NAMED = /(?:^|[ \t])(?:title|filename|label|tab)=(?:"([^"]+)"|'([^']+)'|([^\s"'{}]+))/u;
/** `[npm]`, as in the groups of VitePress. */
const BRACKETED = /(?:^|[ \t])\[([^[\]]+)\]/u;
/** Of Mintlify, whose groups are called by what stands behind the language. */
const GROUP = /^[ \t]*<(\/?)(?:CodeGroup|CodeBlocks|RequestExample|ResponseExample)(?=[ \t/>]|$)/u;
const BARE = /^[ \t]*((?![\w-]+=)[^\s={}"'[\]]+(?:[ \t]+(?![\w-]+=)[^\s={}"'[\]]+)*)/u;

/** Of Mintlify, too: how the code looks. */
const OPTIONS = /(?:[ \t]+(?:lines|wrap|expandable))+$/u;

/** Lines and ends of lines by which VitePress and Docusaurus show some of the code in another color. */
const MARKER_LINE =
  /^[ \t]*(?:\/\/|#|--|\/\*|<!--|\{\/\*)[ \t]?highlight-(?:next-line|start|end)[ \t]?(?:\*\/|-->|\*\/\})?[ \t]*$/u;
const MARKER = /[ \t]{0,9}(?:\/\/|#|--|\/\*|<!--)[ \t]?\[!code [\w+:-]{1,40}\][ \t]?(?:\*\/|-->)?[ \t]*$/u;
const SIGNS = /^[ \t]*(?:`{3}|~{3})[^\n]*[ \t[={:]|highlight-(?:next-line|start)|\[!code /mu;

/**
 * Code whose fences say the language alone, without the marks by which a site colors its lines. A title that stood beside the
 * language is a line above, where every reader sees it.
 */
export function plainCode(markdown: string): string {
  if (!SIGNS.test(markdown)) return markdown;
  let groups = 0;
  let before = "";
  return readFencedLines(markdown)
    .flatMap(({ line, isCode, opens }) => {
      const group = isCode ? null : GROUP.exec(line);
      if (group) groups += group[1] === "/" ? -1 : 1;
      const plain = opens ? plainFence(line, groups > 0) : isCode ? withoutMarker(line) : [line];
      // It would go on the sentence above.
      if (plain.length > 1 && before.trim() !== "") plain.unshift("");
      before = line;
      return plain;
    })
    .join("\n");
}

function plainFence(line: string, isInGroup: boolean): string[] {
  const [, indent = "", fence = "", info = ""] = FENCE.exec(line) ?? [];
  const { language = "", more = "" } = INFO.exec(info)?.groups ?? {};
  if (more.trim() === "") return [line];
  const title = titleOf(more, isInGroup);
  const plain = `${indent}${fence}${language}`;
  return title === null ? [plain] : [`${indent}**${title}**`, "", plain];
}

/** A line that is marked as taken out is not what to write. */
const withoutMarker = (line: string): string[] =>
  MARKER_LINE.test(line) || /\[!code --[:\d]*\]/u.test(line) ? [] : [line.replace(MARKER, "")];

function titleOf(written: string, isInGroup: boolean): string | null {
  const named = NAMED.exec(written) ?? BRACKETED.exec(written) ?? (isInGroup ? BARE.exec(written) : null);
  const title = named?.slice(1).find((words) => words !== undefined);
  return title?.replace(OPTIONS, "").replace(/[*_`]/gu, String.raw`\$&`) ?? null;
}
