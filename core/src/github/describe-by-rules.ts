import type { BugPiece, BugRequest, BugSpec, TicketPriority } from "../ports.ts";
import { cutText, splitSentences } from "../text/index.ts";
import { missingPieces } from "./bug-spec.ts";
import { findEnvironment } from "./environment.ts";
import { findErrorTexts } from "./error-texts.ts";
import { readReportSections } from "./report-sections.ts";

export type RuleRequest = BugRequest & {
  priority: TicketPriority;
  /** What the member was asked for, in order, and what they wrote since; null when nobody asked. */
  asked: { pieces: readonly BugPiece[]; answers: readonly string[] } | null;
};

const EXPECTS =
  /\b(?:should(?:n't| not)?|expect(?:ed|ing|s)?|supposed to|used to|instead of|would like it to|sollte|devrait|debería)\b/iu;
const HAPPENS =
  /\b(?:but|instead|crash\w*|fail\w*|error|exception|does(?:n't| not)|do(?:n't| not)|did(?:n't| not)|is(?:n't| not)|can(?:'t|not)|won't|nothing|blank|empty|freez\w*|froze|hang\w*|stuck|wrong|broken?|stop(?:s|ped)|missing|disappear\w*|duplicate\w*|slow|loop\w*|returns?|shows?|throws?|gets?|turns?|geht nicht|fehler|ne (?:marche|fonctionne)|no funciona)\b/iu;
const WHEN =
  /^(?:and |but |so |then )?(?:when(?:ever)?|if|after|as soon as|every time|each time|once|wenn|sobald|quand|si|cuando)\b/iu;
const DOES =
  /^(?:i|we|you|then i|first i)\s+(?:just |then |first |also |have |had )*(?:open|click|press|choose|select|go|went|type|enter|run|ran|start|upload|download|drag|paste|save|log|sign|tap|scroll|create|add|delete|remove|install|update|upgrad|switch|set|turn|enable|disable|import|export|connect|call|send|submit|tr(?:y|ied))\w*/iu;
const AREA =
  /\b(?:in|on|from|under|inside|with)\s+(?:the\s+|my\s+|our\s+)?((?:[\p{L}\d-]+\s+){1,2}(?:page|tab|settings?|screen|dialog|menu|editor|dashboard|view|panel|form|widget|cli|api|app|import|export|search|integration|plugin|login|sign-?up|checkout|webhooks?))\b/iu;
const LONGEST_ACTUAL = 600;

/** A bug report taken apart without a model: by headings, lists, cue words and the shapes of versions and errors. */
export function describeByRules(request: RuleRequest): BugSpec {
  const { subject, messages, asked } = request;
  const said = messages.join("\n\n");
  const sections = readReportSections(messages);
  const errorTexts = findErrorTexts(said);
  const prose = proseOf(said, errorTexts);
  const answers = asked ? readAnswers(asked.pieces, asked.answers) : new Map<BugPiece, string>();
  const steps = firstList(
    listOf(sections.get("steps")),
    numberedIn(said, asked),
    stepsOf(answers.get("steps")),
    whenStepsIn(prose),
  );
  const expected =
    textOf(sections.get("expected")) ?? answers.get("expected") ?? findSentences(prose, EXPECTS);
  const actual =
    textOf(sections.get("actual")) ??
    answers.get("actual") ??
    findSentences(prose, HAPPENS, EXPECTS) ??
    wholeOf(prose);
  const environment = findEnvironment(
    said,
    textOf(sections.get("environment")) ?? answers.get("environment"),
  );
  const spec = {
    title: titleOf(subject, prose),
    steps,
    expected,
    actual,
    environment: withAnswer(environment, answers.get("environment")),
    errorTexts,
    suspectedArea: AREA.exec(`${subject}\n${prose}`)?.[1]?.trim() ?? null,
    severity: request.priority,
  };
  return { ...spec, missing: missingPieces(spec, said) };
}

const firstList = (...lists: string[][]): string[] => lists.find((list) => list.length > 0) ?? [];

const MARK = /^\s*(?:\d{1,2}[.):]|[-*•]|step \d+[:.]?)\s+/iu;

function listOf(section: string | undefined): string[] {
  const lines = (section ?? "")
    .replace(/```[\s\S]*?(?:```|$)/gu, "\n")
    .split("\n")
    .map((line) => line.trim());
  const marked = lines.filter((line) => MARK.test(line));
  return (marked.length > 0 ? marked : lines)
    .map((line) => line.replace(MARK, ""))
    .filter((line) => line !== "");
}

/** Two or more numbered lines one after the other; a numbered answer to our questions is no list of steps. */
function numberedIn(said: string, asked: RuleRequest["asked"]): string[] {
  const isAnswer = new Set((asked?.answers ?? []).flatMap((answer) => answer.split("\n")));
  const lines = said.split("\n").filter((line) => !isAnswer.has(line));
  const numbered = lines.filter((line) => /^\s*\d{1,2}[.)]\s+\S/u.test(line));
  return numbered.length < 2 ? [] : numbered.map((line) => line.replace(MARK, "").trim());
}

function stepsOf(answer: string | undefined): string[] {
  if (answer === undefined) return [];
  const listed = listOf(answer);
  return listed.length > 1
    ? listed
    : answer.split(/,\s*(?:and )?then\s+|;\s+|\s+->\s+|\s+>\s+|\s+→\s+/iu).map((part) => part.trim());
}

/** "When I click Export, nothing happens": the clause up to its comma is what to do. */
function whenStepsIn(prose: string): string[] {
  return sentencesIn(prose).flatMap((sentence) => {
    if (WHEN.test(sentence)) return sentence.split(/,|\b(?:it|the app|nothing)\b/u)[0]?.trim() ?? [];
    const when = /\b(?:when(?:ever)?|after|every time|as soon as) (?:i|we|you) [^,.;]{4,160}/iu.exec(
      sentence,
    );
    if (when) return when[0].trim();
    return DOES.test(sentence) ? (sentence.split(/,? (?:but|and (?:it|then it|nothing))\b/u)[0] ?? []) : [];
  });
}

const sentencesIn = (prose: string): string[] =>
  prose
    .split("\n")
    .flatMap((line) => splitSentences(line.trim()))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

function findSentences(prose: string, wanted: RegExp, unwanted?: RegExp): string | null {
  const found = sentencesIn(prose).filter((sentence) => wanted.test(sentence) && !unwanted?.test(sentence));
  return found.length === 0 ? null : found.slice(0, 3).join(" ");
}

/** A report in which no sentence stands out is what happens, as a whole. */
function wholeOf(prose: string): string | null {
  const whole = prose.replace(/\s+/gu, " ").trim();
  return whole.split(" ").length < 4 ? null : cutText(whole, LONGEST_ACTUAL);
}

const textOf = (section: string | undefined): string | null => {
  const text = (section ?? "").replace(/```[\s\S]*?(?:```|$)/gu, "\n").trim();
  return text === "" ? null : text;
};

function proseOf(said: string, errorTexts: readonly string[]): string {
  const plain = said.replace(/```[\s\S]*?(?:```|$)/gu, "\n");
  return errorTexts.reduce((rest, quote) => (quote.includes("\n") ? rest.replace(quote, "") : rest), plain);
}

const GREETING = /^(?:hi|hello|hey|good (?:morning|day|evening)|dear)\b[^,.!\n]{0,20}[,.!]\s*/iu;

function titleOf(subject: string, prose: string): string {
  const title = subject
    .replace(GREETING, "")
    .replace(/^(?:bug|issue|problem)\s*[:-]\s*/iu, "")
    .trim();
  if (/[\p{L}]{3}/u.test(title)) return cutText(title, 120);
  return cutText(sentencesIn(prose)[0] ?? subject, 120);
}

/** "1. ... 2. ..." answers our questions in order; an answer without numbers goes to the first of them. */
function readAnswers(pieces: readonly BugPiece[], answers: readonly string[]): Map<BugPiece, string> {
  const text = answers.join("\n").trim();
  const parts = [...text.matchAll(/(?:^|\s)(\d)[.):]\s*([\s\S]*?)(?=\s\d[.):]\s|$)/gu)];
  const byNumber = parts.flatMap(([, number, part]): [BugPiece, string][] => {
    const piece = pieces[Number(number) - 1];
    return piece !== undefined && part?.trim() ? [[piece, part.trim()]] : [];
  });
  if (parts.length > 0 && parts.length <= pieces.length && byNumber.length > 0) return new Map(byNumber);
  const [first] = pieces;
  return text === "" || first === undefined ? new Map() : new Map([[first, text]]);
}

function withAnswer(environment: BugSpec["environment"], answer: string | undefined): BugSpec["environment"] {
  if (environment.length > 0 || answer === undefined) return environment;
  return [{ name: "As the member says", value: cutText(answer.replace(/\s+/gu, " "), 200) }];
}
