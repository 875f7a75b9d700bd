import { calloutKind } from "../callout-kinds.ts";
import type { CalloutKind } from "../callout-kinds.ts";
import { wordsIn } from "./pieces.ts";
import type { Piece, Tag } from "./pieces.ts";
import { isTab } from "./tabs.ts";
import { CLOSE, OPEN } from "./unnest.ts";

/** Offsets in the text, and what comes in place of what stands between them. */
export type Edit = { start: number; end: number; words: string };

/** Components that set a remark apart: those called by a kind of callouts, and those that name it in `type`. */
const CALLOUTS =
  /^(?:note|info|callout|admonition|alert|aside|tip|check|success|important|warning|caution|danger)$/iu;
/** HTML that says what its text is, and is read as HTML afterwards; what only lays out is a component like others. */
const SAYS_WHAT =
  /^(?:a|b|br|caption|code|dd|del|dl|dt|em|h[1-6]|hr|i|img|kbd|li|ol|pre|s|samp|strong|summary|table|tbody|td|tfoot|th|thead|tr|ul)$/u;
const WITHOUT_TEXT = /^(?:script|style|svg|iframe|video|audio|head)$/iu;
/** What documentation tools call the words that a component shows above its content, the likeliest first. */
const TITLES = [
  "title",
  "label",
  "header",
  "heading",
  "summary",
  "question",
  "name",
  "path",
  "query",
  "body",
  "value",
];

/** What to change in the text so that no code for the site is left; null where tags do not close what they open. */
export function findEdits(pieces: readonly Piece[], mdx: string): Edit[] | null {
  const edits: Edit[] = [];
  const open: { tag: Tag; edit: Edit; before: number }[] = [];
  for (const piece of pieces) {
    const { start, end } = piece;
    if (piece.kind === "module") edits.push({ start, end, words: "" });
    else if (piece.kind === "expression") edits.push({ start, end, words: wordsIn(mdx.slice(start, end)) });
    else if (piece.kind === "closing") {
      const opened = open.pop();
      if (opened?.tag.name !== piece.name) return null;
      const { tag, edit, before } = opened;
      if (WITHOUT_TEXT.test(tag.name)) {
        edits.length = before;
        edits.push({ start: tag.start, end, words: "" });
        continue;
      }
      const [words, after] = replace(tag, hasOwnLines(mdx, { start: tag.start, end }));
      edit.words = words;
      edits.push({ start, end, words: after });
    } else {
      const edit = { start, end, words: "" };
      if (piece.kind === "opening") open.push({ tag: piece, edit, before: edits.length });
      else [edit.words] = replace(piece, hasOwnLines(mdx, piece));
      edits.push(edit);
    }
  }
  return open.length > 0 ? null : edits;
}

export function withEdits(text: string, edits: readonly Edit[]): string {
  let changed = "";
  let from = 0;
  for (const { start, end, words } of edits) {
    changed += text.slice(from, start) + words;
    from = end;
  }
  return changed + text.slice(from);
}

/** What stands for a tag, and for the one that closes it. */
function replace(tag: Tag, isBlock: boolean): [words: string, after: string] {
  const { name, kind } = tag;
  if (WITHOUT_TEXT.test(name)) return ["", ""];
  if (SAYS_WHAT.test(name))
    return [`<${name}${attributesOf(tag)}${kind === "alone" ? "/>" : ">"}`, `</${name}>`];
  const address = addressOf(tag);
  if (!isBlock && !isTab(tag))
    return address !== null && kind === "opening" ? ["[", `](${address})`] : ["", ""];
  const title = titleOf(tag);
  const callout = kind === "opening" ? calloutOf(tag) : null;
  if (callout !== null)
    return [`${OPEN}:::${callout}${title === null ? "" : ` ${title}`}\n`, `\n${CLOSE}:::\n`];
  const linked = title === null || address === null ? title : `[${title}](${address})`;
  const head = linked === null ? "" : `**${linked}**`;
  const before = isBlock ? "" : "\n";
  return kind === "opening" ? [`${before}${OPEN}${head}\n`, `\n${CLOSE}\n`] : [head, ""];
}

const LINE_START = /(?<=^[ \t]*)/muy;
const LINE_END = /[ \t]*$/muy;

/** Nothing else stands on the lines where it begins and ends: else it is a part of a sentence. */
function hasOwnLines(text: string, { start, end }: { start: number; end: number }): boolean {
  LINE_START.lastIndex = start;
  LINE_END.lastIndex = end;
  return LINE_START.test(text) && LINE_END.test(text);
}

function calloutOf({ name, attributes }: Tag): CalloutKind | null {
  if (!CALLOUTS.test(name)) return null;
  const kind = calloutKind(name) ?? "note";
  return kind === "note" ? (calloutKind(attributes.get("type") ?? "") ?? kind) : kind;
}

function titleOf({ attributes }: Tag): string | null {
  return TITLES.map((name) => attributes.get(name) ?? "").find((words) => words !== "") ?? null;
}

/** Where a component leads, if Markdown can say it. */
function addressOf({ attributes }: Tag): string | null {
  const address = attributes.get("href") ?? attributes.get("to") ?? "";
  return /^[^\s()]+$/u.test(address) ? address : null;
}

function attributesOf({ attributes }: Tag): string {
  return [...attributes].map(([name, words]) => (words.includes('"') ? "" : ` ${name}="${words}"`)).join("");
}
