import { codeLinesOf, withoutCodeBlocks } from "./lexical-support.ts";
import { withoutEntities } from "./normal-text.ts";

const CODE_SPAN = /(?<![`\\])(`{1,9})(?!`)((?:[^\n]|\n(?![\t ]*\n)){1,2000}?)(?<!`)\1(?!`)/gu;
const CODE_TAG = /<(code|kbd|pre|samp)\b[^<>]{0,300}>([\s\S]{1,2000}?)<\/\1>/giu;
/** Options, paths and names with underscores are code without any marks too. */
const BARE_CODE =
  /(?<![^\s("'“‘])(?:--?\p{L}[\p{L}\p{N}_-]*|(?:~|\.{1,2})?\/[\p{L}\p{N}_.~*/-]+|\p{L}[\p{L}\p{N}]*(?:_[\p{L}\p{N}]+)+)/gu;

/** A text as code: case and signs count, the kind of white space and a line's continuation do not. */
function asCode(text: string): string {
  return withoutEntities(
    text.normalize("NFC").replace(/[\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}]/gu, ""),
  )
    .replace(/\\\n/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** What code may be quoted from: the text as written, and its prose as people see it. */
export function readCode(markdown: string): string {
  const prose = withoutCode(markdown)
    .replace(/!?\[([^\]\n]{0,300})\]\(([^()\s]{0,2000})\)/gu, "$1 ($2)")
    .replace(/(?<![*\\])(\*{1,3})(?=[^\s*])([^*\n]{1,500})(?<=[^\s*\\])\1(?!\*)/gu, "$2")
    .replace(/(?<![\p{L}\p{N}_\\])(_{1,3})(?=[^\s_])([^\n]{1,500}?)(?<=[^\s_\\])\1(?![\p{L}\p{N}_])/gu, "$2")
    .replace(/\\([!-/:-@[-`{-~])/gu, "$1");
  return `${asCode(markdown)}\n${asCode(prose)}`;
}

function withoutCode(markdown: string): string {
  return withoutCodeBlocks(markdown).replace(CODE_SPAN, " ` ").replace(CODE_TAG, " ` ");
}

/** Code in a text of prose: what is marked as such, and what has no other meaning. */
export function codeSaid(text: string): string[] {
  const prose = withoutCodeBlocks(text);
  const marked = [...prose.matchAll(CODE_SPAN), ...prose.matchAll(CODE_TAG)].map(([, , code = ""]) => code);
  const bare = (withoutCode(text).match(BARE_CODE) ?? []).map((code) => code.replace(/[.,/*~-]+$/u, ""));
  return [...marked, ...bare.filter((code) => code !== "")].map(asCode).filter((code) => code !== "");
}

const BEFORE = /^$|[\s`"'“”‘’«»([{<|]/u;
const AFTER = /^$|^[\s`"'“”‘’«»)\]}>|]|^[.,;:!?…]+(?:$|[\s`"'“”‘’«»)\]}>|])/u;
/** A name may be named out of a path, an address or an assignment; a command is cut nowhere but between its words. */
const NAME = /^-{0,2}[\p{L}_][\p{L}\p{N}_.-]*$/u;
const BEFORE_NAME = /[/.:@#$=,]/u;
const AFTER_NAME = /^[/.:@=([,]/u;

/** Whether code stands in a text that `readCode` made, with nothing of its words cut off. */
export function standsAsCode(code: string, text: string): boolean {
  const isName = NAME.test(code);
  for (let at = text.indexOf(code); at !== -1; at = text.indexOf(code, at + 1)) {
    const before = text.slice(Math.max(0, at - 1), at);
    const after = text.slice(at + code.length, at + code.length + 8);
    const isBegun = BEFORE.test(before) || (isName && BEFORE_NAME.test(before));
    if (isBegun && (AFTER.test(after) || (isName && AFTER_NAME.test(after)))) return true;
  }
  return false;
}

/** Most of what a line of code is made of must stand in the passages or the question, and what it begins with in a passage. */
const KNOWN_CODE = 2 / 3;
/** A value of the asker's own may stand in a line of code; an option, a number, a path or a sign that joins commands may not. */
const OWN_VALUE = /^["'<]?\p{L}[\p{L}_-]*[">']?[,;]?$/u;

/** Whether a text's blocks of code say what the passages say, but for values of the asker's own. */
export function areBlocksKnown(text: string, { all, known }: { all: string; known: string }): boolean {
  const lines = codeLinesOf(text).join("\n").replace(/\\\n/gu, " ").split("\n");
  return lines.every((line) => {
    const code = asCode(line);
    if (code === "" || standsAsCode(code, all)) return true;
    const words = code.split(" ");
    const [first = ""] = words;
    const strange = words.filter((word) => !standsAsCode(word, known));
    return (
      standsAsCode(first, all) &&
      strange.every((word) => OWN_VALUE.test(word)) &&
      words.length - strange.length >= KNOWN_CODE * words.length
    );
  });
}
