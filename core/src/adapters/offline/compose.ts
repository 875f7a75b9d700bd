import type { AnswerDraft, AnswerRequest } from "../../ports.ts";
import { findPersonNeed } from "../../text/index.ts";
import { wordsFor } from "../../words/words.ts";
import { findClarification } from "./clarify.ts";
import { POLAR_OPENING } from "./fit.ts";
import { readForm } from "./form.ts";

import { findPassages } from "./passage.ts";
import type { Passage } from "./passage.ts";
import { joinUnits } from "./units.ts";
import { coverageOf, weighTerms } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

/** Below this share of the question a text is about something else. */
const LEAST_COVERAGE = 0.15;
/** A second passage must add this much of the question to be worth reading. */
const LEAST_ADDITION = 0.2;
const MAX_WORDS = 130;

/** An answer made of verbatim sentences and steps of the passages, or an honest "nothing found". */
export function composeAnswer(request: Pick<AnswerRequest, "question" | "chunks">): AnswerDraft {
  const terms = weighTerms(request.question, request.chunks);
  const passages = findPassages({ terms, form: readForm(request.question) }, request.chunks).filter(
    (passage) => passage.coverage >= LEAST_COVERAGE,
  );
  const [best] = passages;
  const needsPerson = findPersonNeed(request.question, best !== undefined && best.coverage >= 0.6);
  const words = wordsFor(request.question, []);
  if (!best) {
    const nothing = {
      markdown: words.nothingFound,
      claims: [],
      citedChunkIds: [],
      selfConfidence: 0.02,
      clarifyingQuestion: null,
      readings: [],
    };
    return { ...nothing, needsPerson };
  }
  const second = findAddition(terms, best, passages);
  const chosen = second ? [best, second] : [best];
  const clarification = findClarification(passages, terms, words);
  return {
    markdown: chosen.map((passage) => joinUnits(passage.units)).join("\n\n"),
    claims: chosen.map((passage) => ({
      statement: joinUnits(passage.units),
      chunkId: passage.chunk.chunkId,
      excerpt: joinUnits(passage.units),
    })),
    citedChunkIds: [...new Set(chosen.map((passage) => passage.chunk.chunkId))],
    selfConfidence: selfConfidence(terms, chosen),
    clarifyingQuestion: clarification?.question ?? null,
    readings: clarification?.readings ?? [],
    needsPerson,
  };
}

/** A part of the same article that says what the best one leaves open, and can be understood behind it. */
function findAddition(question: QuestionTerms, best: Passage, passages: Passage[]): Passage | null {
  const before = [...best.terms, ...best.frameTerms];
  const isFitting = (passage: Passage): boolean =>
    passage !== best &&
    passage.chunk.articleId === best.chunk.articleId &&
    passage.words + best.words <= MAX_WORDS &&
    passage.units[0]?.needsPrevious === false &&
    !POLAR_OPENING.test(passage.units[0].text) &&
    coverageOf(question, [...before, ...passage.terms]) - best.coverage >= LEAST_ADDITION;
  return passages.find(isFitting) ?? null;
}

/** How much of the question the chosen words cover, mostly by the text itself; verbatim text is never surely complete. */
function selfConfidence(question: QuestionTerms, chosen: Passage[]): number {
  const [best] = chosen;
  if (!best) return 0;
  const own = coverageOf(
    question,
    chosen.flatMap((passage) => [...passage.terms]),
  );
  const share = Math.min(1, 0.5 * own + 0.5 * best.coverage);
  return Math.round(share ** 1.5 * 95) / 100;
}
