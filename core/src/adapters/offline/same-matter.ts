import { isStopTerm, splitSentences, termsOf } from "../../text/index.ts";

/** Things of one kind: who asks about one is not helped by an answer about another. */
const KINDS: readonly RegExp[] = [
  /\b(?:windows|mac ?os|macos|os ?x|linux|ubuntu|android|ios|iphone|ipad)\b/gi,
  /\b(?:slack|discord|microsoft teams|telegram|whatsapp)\b/gi,
  /\b(?:chrome|firefox|safari|edge|opera|internet explorer)\b/gi,
  /\b(?:postgres(?:ql)?|mysql|mariadb|sqlite|mongodb|oracle)\b/gi,
  /\b(?:python|javascript|typescript|java|golang|ruby|php|rust|kotlin|swift)\b/gi,
];

const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  pair("enabl\\w*|turn(?:ed|ing)? on|activat\\w*", "disabl\\w*|turn(?:ed|ing)? off|deactivat\\w*"),
  pair("install(?:s|ed|ing)?", "uninstall\\w*"),
  pair("import\\w*", "export\\w*"),
  pair("upload\\w*", "download\\w*"),
  pair("upgrad\\w*", "downgrad\\w*"),
  pair("add(?:s|ed|ing)?|creat\\w*", "remov\\w*|delet\\w*"),
  pair("increas\\w*|rais\\w*", "decreas\\w*|reduc\\w*|lower\\w*"),
  pair("block(?:s|ed|ing)?", "unblock\\w*"),
  pair("(?:log|sign)(?:ged|ging|ing)? ?in", "(?:log|sign)(?:ged|ging|ing)? ?out"),
  pair("encrypt\\w*", "decrypt\\w*"),
  pair("subscrib\\w*", "unsubscrib\\w*"),
];

function pair(one: string, other: string): readonly [RegExp, RegExp] {
  return [new RegExp(`\\b(?:${one})\\b`, "i"), new RegExp(`\\b(?:${other})\\b`, "i")];
}

/** Whether the text speaks of another platform or version than the question, or of the opposite, and never of the same. */
export function contradicts(question: string, text: string): boolean {
  return (
    KINDS.some((kind) => speaksOfOthers(matches(kind, question), matches(kind, text))) ||
    speaksOfOthers(versionsIn(question), versionsIn(text)) ||
    OPPOSITES.some(
      ([one, other]) => isOpposite(one, other, question, text) || isOpposite(other, one, question, text),
    )
  );
}

const matches = (pattern: RegExp, text: string): Set<string> =>
  new Set((text.match(pattern) ?? []).map((name) => name.toLowerCase().replaceAll(" ", "")));

function speaksOfOthers(asked: ReadonlySet<string>, told: ReadonlySet<string>): boolean {
  return asked.size > 0 && told.size > 0 && [...asked].every((name) => !told.has(name));
}

/** "version 2.1", "v3", "Python 3.12": the numbers that name a version. */
function versionsIn(text: string): Set<string> {
  const found = text.matchAll(/\b(?:v|version |release )(\d+(?:\.\d+)*)\b/gi);
  return new Set([...found].map((match) => match[1] ?? ""));
}

function isOpposite(asked: RegExp, other: RegExp, question: string, text: string): boolean {
  return asked.test(question) && !other.test(question) && other.test(text) && !asked.test(text);
}

/** Terms of the names in a question: capitals inside a sentence, or signs and digits inside a word. */
export function namesIn(question: string): string[] {
  const words = splitSentences(question).flatMap((sentence) =>
    (sentence.match(/[\p{L}\p{N}][\p{L}\p{N}._-]*/gu) ?? []).slice(1),
  );
  const names = words.filter((word) => /^\p{Lu}\p{L}|\p{Ll}\p{Lu}|[_.]\p{L}|\p{L}\d|\d\p{L}/u.test(word));
  return [...new Set(names.flatMap((name) => termsOf(name).filter((term) => !isStopTerm(term))))];
}
