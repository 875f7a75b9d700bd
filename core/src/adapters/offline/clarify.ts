import { listReadings } from "../../words/words.ts";
import type { Words } from "../../words/words.ts";
import type { Passage } from "./passage.ts";
import { coverageOf, termsFoundIn } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

const SHORT_QUESTION = 4;
const CLOSE = 0.9;
const MAX_READINGS = 3;
const LONGEST_TITLE = 80;
/** A title that says this much less of the question than the best one's is not what was meant. */
const CLEARLY_FARTHER = 0.15;
/** Readings that do not even say half of the question, or whose titles say nothing of it, are guesses. */
const LEAST_COVERAGE = 0.5;
const LEAST_IN_TITLE = 0.3;

/** A question back, and the readings that it names. */
export type Clarification = { question: string; readings: string[] };

/**
 * A question back when a short question fits several articles about equally well, in its words and in their titles;
 * null when one reading leads.
 */
export function findClarification(
  passages: Passage[],
  question: QuestionTerms,
  words: Words,
): Clarification | null {
  const [best] = passages;
  if (!best || question.weights.size > SHORT_QUESTION || best.coverage < LEAST_COVERAGE) return null;
  const shareOf = (title: string): number => coverageOf(question, termsFoundIn(question, title));
  const lead = shareOf(best.chunk.title);
  if (lead < LEAST_IN_TITLE) return null;
  const rivals = passages.filter(
    (passage) =>
      passage.chunk.articleId !== best.chunk.articleId &&
      passage.merit >= best.merit * CLOSE &&
      lead - shareOf(passage.chunk.title) < CLEARLY_FARTHER,
  );
  const titles = new Set([best, ...rivals].map((passage) => bareTitle(passage.chunk.title)));
  const names = [...titles].filter((title) => title.length <= LONGEST_TITLE).slice(0, MAX_READINGS);
  if (names.length < 2) return null;
  return { question: words.whichOfThese(listReadings(words, names)), readings: names };
}

/** Without quotation marks around it or a question mark behind it, since the sentence brings its own. */
const bareTitle = (title: string): string => title.replace(/^["“”\s]+|["“”?\s]+$/g, "");
