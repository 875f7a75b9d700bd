import type { BugSpec } from "../ports.ts";
import { cutAtWord } from "../text/cut.ts";
import { plainUnicode } from "../text/plain-unicode.ts";
import { missingPieces } from "./bug-spec.ts";

const LONGEST = { title: 120, line: 300, text: 1_000, quote: 4_000 };
const MOST = { steps: 20, environment: 12, errorTexts: 3 };

/**
 * What is left of a description when everything in it must rest on what the member wrote: quotations stand there letter
 * for letter, values of the environment too, and prose names no address, number or path of its own.
 */
export function checkSpec(spec: BugSpec, said: { subject: string; messages: readonly string[] }): BugSpec {
  const text = plainUnicode([said.subject, ...said.messages].join("\n\n"));
  const isSaid = createSaid(text);
  const isQuoted = createQuoted(said.messages);
  const supported = (prose: string | null, length: number): string | null => {
    const plain = cutAtWord(plainUnicode(prose ?? "").trim(), length);
    return plain !== "" && hardTokens(plain).every(isSaid) ? plain : null;
  };
  const checked = {
    title: supported(oneLine(spec.title), LONGEST.title) ?? fallbackTitle(said.subject),
    steps: spec.steps.flatMap((step) => supported(oneLine(step), LONGEST.line) ?? []).slice(0, MOST.steps),
    expected: supported(spec.expected, LONGEST.text),
    actual: supported(spec.actual, LONGEST.text),
    environment: spec.environment
      .map(({ name, value }) => ({ name: cutLine(name, 60), value: cutLine(value, 200) }))
      .filter(({ name, value }) => name !== "" && value !== "" && isSaid(value))
      .slice(0, MOST.environment),
    errorTexts: spec.errorTexts
      .map((quote) => cutAtWord(trimLines(plainUnicode(quote)), LONGEST.quote))
      .filter((quote) => quote !== "" && isQuoted(quote.replace(/…$/u, "")))
      .slice(0, MOST.errorTexts),
    suspectedArea: supported(oneLine(spec.suspectedArea ?? ""), 80),
    severity: spec.severity,
  };
  const left = missingPieces(checked, text);
  // Pieces that were found are not missing; of the others the describer knows which this bug needs.
  const needed = new Set([...spec.missing, ...lost(spec, checked)]);
  return { ...checked, missing: left.filter((piece) => needed.has(piece)) };
}

/** What was claimed and had to go is missing now. */
function lost(before: BugSpec, after: Omit<BugSpec, "missing">): BugSpec["missing"] {
  const hadSteps = before.steps.length > 0 && after.steps.length === 0;
  return [
    ...(hadSteps ? (["steps"] as const) : []),
    ...(before.actual !== null && after.actual === null ? (["actual"] as const) : []),
    ...(before.expected !== null && after.expected === null ? (["expected"] as const) : []),
  ];
}

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();
const cutLine = (text: string, length: number): string => cutAtWord(oneLine(plainUnicode(text)), length);
const fallbackTitle = (subject: string): string =>
  cutLine(subject, LONGEST.title) || "A bug that a member reports";

/** Lines end where their last letter is; nothing else of a quotation may change. */
const trimLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/gu, "");

function createQuoted(messages: readonly string[]): (quote: string) => boolean {
  const texts = messages.map((message) => trimLines(plainUnicode(message)));
  return (quote) => texts.some((text) => text.includes(quote));
}

/** Compared without case, spaces and the marks around them: "Chrome 120" stands in "**chrome  120**". */
function createSaid(text: string): (token: string) => boolean {
  const bare = (part: string): string => part.toLowerCase().replace(/[\s*_`"'“”‘’]+/gu, "");
  const all = bare(text);
  return (token) => all.includes(bare(token));
}

/** Parts of prose that nobody can paraphrase: addresses, paths, mentions, numbers, code. */
function hardTokens(prose: string): string[] {
  const words = prose.split(/\s+/u).map((word) => word.replace(/^[("'`“[{<]+|[)"'`”\]}>.,;:!?…]+$/gu, ""));
  return words.filter(
    (word) =>
      /:\/\/|^www\.|^@\w|#\d|^[~.]?[\w-]*[/\\][\w./\\-]+\.\w+$|\w+\(\)|^--?\w[\w-]*$/u.test(word) ||
      /\d{2,}|\d\.\d/u.test(word),
  );
}
