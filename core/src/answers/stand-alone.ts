import type { ConversationTurn } from "../ports.ts";
import { contentTermsOf, cutText, focusQuestion, isStopTerm, pointsBack } from "../text/index.ts";

export type AskedInThread = {
  subject: string;
  /** The thread before the open question, oldest first. */
  thread: ConversationTurn[];
  text: string;
};

/** Fewer words of content than this say too little to be searched for by themselves. */
const FEW_TERMS = 4;
const LONGEST_CONTEXT = 400;

const CONTINUES =
  /^\W*(?:and|but|or|so|also|then|ok(?:ay)?,? (?:and|but|so)|what about|how about|what if|and if|same (?:for|with|thing|question)|instead|otherwise|und|aber|oder|was ist mit|wie ist es mit|et|mais|ou|pero|¿?y|e se)(?=[\s,.:]|$)/iu;
const REPORTS =
  /^\W*(?:(?:no|nope|sorry|hmm+|well|yes|yeah|nein|ja|leider)[\s,.!]+)?(?:(?:still|again|i (?:tried|did|have|get|got|already)|that|this|it|doesn'?t|does not|didn'?t|not) )/iu;

/** A whole question, however short; "the" often means what was spoken of. */
const WHOLE =
  /^\W*(?:how|where|why|when|what|which|who|can|could|do|does|is|are|should|will|may)\b(?!.*\bthe\b)[^?]*\?\W*$/iu;
const FEWEST_OF_WHOLE = 2;

/** A follow-up means nothing without what it follows: then the last full question of the member stands in front of it. */
export function standAlone({ subject, thread, text }: AskedInThread): string {
  const asked = focusQuestion(thread.length > 0 ? withoutQuotes(text) : text);
  const isFirst = !thread.some((turn) => turn.sender === "member");
  if (isFirst) return withSubject(subject, text, asked);
  if (!dependsOnThread(asked)) return asked;
  const before = thread.filter((turn) => turn.sender === "member").map((turn) => turn.text.trim());
  const full = before.findLast((earlier) => !dependsOnThread(earlier)) ?? before[0] ?? subject;
  return `${withSubject(subject, full, cutText(focusQuestion(full), LONGEST_CONTEXT))}\n${asked}`;
}

/** What somebody quotes from the thread was said already: searched for, it would find the same answer again. */
function withoutQuotes(text: string): string {
  const own = text.replace(/^[ \t]*>.*$/gmu, "").trim();
  return /[\p{L}\p{N}]/u.test(own) ? own : text;
}

/** A post's title often holds the question; a subject that was cut from the text itself adds nothing to what is `asked` there. */
function withSubject(subject: string, text: string, asked = text): string {
  const isCut = text.replace(/\s+/gu, " ").includes(subject.replace(/…$/u, "").trim());
  return isCut || subject.trim() === "" ? asked : `${subject}\n${asked}`;
}

/** "How do I delete it?", said first: few words of content, and one that points back at nothing. */
export function leansOnNothing({ subject, thread, text }: AskedInThread): boolean {
  if (thread.length > 0) return false;
  const said = withSubject(subject, text);
  return contentTermsOf(said).length < FEW_TERMS && pointsBack(said);
}

/** Whether a message leans on what was said before: it goes on, points back, or says too little by itself. */
export function dependsOnThread(text: string): boolean {
  const withoutCode = text.replace(/```[\s\S]*?(?:```|$)|`[^`]*`/gu, " ");
  const terms = contentTermsOf(text);
  if (CONTINUES.test(withoutCode) || REPORTS.test(withoutCode)) return true;
  const isWhole =
    WHOLE.test(withoutCode) && terms.filter((term) => !isStopTerm(term)).length >= FEWEST_OF_WHOLE;
  if (terms.length < FEW_TERMS && !isWhole) return true;
  // Who brings so many words of content has said what "it" is.
  return terms.length < 3 * FEW_TERMS && pointsBack(withoutCode);
}
