import type { AnswerDraft, AnswerRequest } from "../../ports.ts";
import { findClarification } from "./clarify.ts";
import { findPersonNeed } from "./needs-person.ts";
import { findPassages } from "./passage.ts";
import type { Passage } from "./passage.ts";
import { joinUnits } from "./units.ts";
import { coverageOf, weighTerms } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

const NOTHING_FOUND = "I found nothing about this in the articles I know.";
/** Below this share of the question a text is about something else. */
const LEAST_COVERAGE = 0.25;
/** A second passage must add this much of the question to be worth reading. */
const LEAST_ADDITION = 0.15;
const MAX_UNITS = 6;

/** An answer made of verbatim sentences and steps of the passages, or an honest "nothing found". */
export function composeAnswer(request: Pick<AnswerRequest, "question" | "chunks">): AnswerDraft {
  const question = weighTerms(request.question, request.chunks);
  const passages = findPassages(question, request.chunks);
  const [best] = passages;
  const isFound = best !== undefined && best.coverage >= LEAST_COVERAGE;
  const needsPerson = findPersonNeed(request.question, isFound && best.coverage >= 0.6);
  if (!isFound) {
    const nothing = {
      markdown: NOTHING_FOUND,
      citedChunkIds: [],
      selfConfidence: 0.02,
      clarifyingQuestion: null,
    };
    return { ...nothing, needsPerson };
  }
  const second = findAddition(question, best, passages);
  const chosen = second ? [best, second] : [best];
  return {
    markdown: chosen.map((passage) => joinUnits(passage.units)).join("\n\n"),
    citedChunkIds: [...new Set(chosen.map((passage) => passage.chunk.chunkId))],
    selfConfidence: selfConfidence(question, chosen),
    clarifyingQuestion: findClarification(passages, question.weights.size),
    needsPerson,
  };
}

function findAddition(question: QuestionTerms, best: Passage, passages: Passage[]): Passage | null {
  const covered = best.units.flatMap((unit) => [...unit.terms]);
  const before = coverageOf(question, covered);
  const room = MAX_UNITS - best.units.length;
  if (room < 1) return null;
  for (const passage of passages) {
    if (passage === best || passage.units.length > room) continue;
    const after = coverageOf(question, [...covered, ...passage.units.flatMap((unit) => [...unit.terms])]);
    const isNear = passage.chunk.articleId === best.chunk.articleId || passage.score >= best.score * 0.8;
    if (isNear && after - before >= LEAST_ADDITION) return passage;
  }
  return null;
}

/** How much of the question the chosen words cover, mostly by the text itself; verbatim text is never surely complete. */
function selfConfidence(question: QuestionTerms, chosen: Passage[]): number {
  const [best] = chosen;
  if (!best) return 0;
  const own = coverageOf(
    question,
    chosen.flatMap((passage) => passage.units.flatMap((unit) => [...unit.terms])),
  );
  const share = Math.min(1, 0.5 * own + 0.5 * best.coverage);
  return Math.round(share ** 1.5 * 95) / 100;
}
