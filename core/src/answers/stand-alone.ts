import type { ConversationTurn } from "../ports.ts";
import { contentTermsOf, cutText, isStopTerm } from "../text/index.ts";

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
const POINTS_BACK =
  /\b(?:it|its|they|them|their|this|that|these|those|(?:this|that|the|which|other|first|second|last) ones?|both|either|neither|above|same|former|latter|another|else|previous|there|er|sie|es|das|dies\w*|jene\w*|dort|damit|davon|dafür|beide[sn]?|ça|cela|ceux|eso|esto|aquello)\b/iu;
/** "It is possible", "is there a way", "that" as a conjunction, "this error: ...": these point at nothing said before. */
const POINTS_NOWHERE =
  /\b(?:is|are|was|were|be) there\b|\bthere (?:is|are|a|an|any)\b|\bit(?:'s| is| was) (?:possible|necessary|better|safe|ok|recommended|supported to)\b|\bis it (?:possible|necessary|better|safe|ok|recommended)\b|\b(?:so|such|says?|said|means?|sure|know|think|notice[d]?|see|fact|error|note) that\b|\b(?:this|the following)(?: \w+){0,2}\s*:|\beinen?|\bgibt es\b|\bes gibt\b/giu;
const REPORTS =
  /^\W*(?:(?:no|nope|sorry|hmm+|well|yes|yeah|nein|ja|leider)[\s,.!]+)?(?:(?:still|again|i (?:tried|did|have|get|got|already)|that|this|it|doesn'?t|does not|didn'?t|not) )/iu;

/** A whole question, however short; "the" often means what was spoken of. */
const WHOLE =
  /^\W*(?:how|where|why|when|what|which|who|can|could|do|does|is|are|should|will|may)\b(?!.*\bthe\b)[^?]*\?\W*$/iu;
const FEWEST_OF_WHOLE = 2;

/** A follow-up means nothing without what it follows: then the last full question of the member stands in front of it. */
export function standAlone({ subject, thread, text }: AskedInThread): string {
  const isFirst = !thread.some((turn) => turn.sender === "member");
  if (isFirst) return withSubject(subject, text);
  if (!dependsOnThread(text)) return text;
  const before = thread.filter((turn) => turn.sender === "member").map((turn) => turn.text.trim());
  const full = before.findLast((earlier) => !dependsOnThread(earlier)) ?? before[0] ?? subject;
  return `${withSubject(subject, cutText(full, LONGEST_CONTEXT))}\n${text}`;
}

/** A post's title often holds the question; a subject that was cut from the text itself adds nothing. */
function withSubject(subject: string, text: string): string {
  const isCut = text.replace(/\s+/gu, " ").includes(subject.replace(/…$/u, "").trim());
  return isCut || subject.trim() === "" ? text : `${subject}\n${text}`;
}

/** "How do I delete it?", said first: few words of content, and one that points back at nothing. */
export function leansOnNothing({ subject, thread, text }: AskedInThread): boolean {
  if (thread.length > 0) return false;
  const said = withSubject(subject, text);
  return contentTermsOf(said).length < FEW_TERMS && POINTS_BACK.test(said.replace(POINTS_NOWHERE, " "));
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
  return terms.length < 3 * FEW_TERMS && POINTS_BACK.test(withoutCode.replace(POINTS_NOWHERE, " "));
}
