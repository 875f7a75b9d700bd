import type { AnswerDraft } from "../../ports.ts";
import { splitSentences } from "../../text/index.ts";
import { isAside, ordersMore } from "./evidence.ts";
import type { Evidence } from "./evidence.ts";

/** One reading alone is no choice. */
const LEAST_READINGS = 2;

/**
 * Asks back only about what the passages speak of: a question needs no evidence, and could say anything. Without one the
 * asker is asked whether the answer helped.
 */
export function keepToMatter(draft: AnswerDraft, evidence: Evidence): AnswerDraft {
  const { clarifyingQuestion } = draft;
  const readings = draft.readings.filter((reading) => isAside(reading, evidence));
  return {
    ...draft,
    clarifyingQuestion:
      clarifyingQuestion !== null && isAsked(clarifyingQuestion, evidence) ? clarifyingQuestion : null,
    readings: readings.length < LEAST_READINGS ? [] : readings,
  };
}

function isAsked(question: string, evidence: Evidence): boolean {
  return (
    isAside(question, evidence) &&
    splitSentences(question).every((sentence) => !ordersMore(sentence, evidence))
  );
}
