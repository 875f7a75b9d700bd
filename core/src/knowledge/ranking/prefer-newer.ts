import { passageReader } from "./passage-terms.ts";
import { DAY_SECONDS } from "./priors.ts";
import type { QuestionTerms } from "./question-terms.ts";
import type { Ranked } from "./rank.ts";
import { likeness } from "./rank-shape.ts";

/** Likeness of twins at least: they have seven tenths of their different terms in common. */
const ALIKE = 14 / 17;
/** Scores further apart than this, as odds on a logarithmic scale, are no matter of chance. */
const UNSURE = 2;

/**
 * Passages of one title that say almost the same, such as two states of a page that came in from two places, change
 * places where the older one came first: what they contradict each other in is seldom in the question, so that chance
 * would decide. Where the question does name it, or both are of one day, they stay as they are. Best first, before and after.
 */
export function preferNewer(question: QuestionTerms, ranked: readonly Ranked[]): Ranked[] {
  const ordered = [...ranked];
  for (let place = 0; place < ordered.length; place += 1)
    for (let later = place + 1; later < ordered.length; later += 1) {
      const first = ordered[place];
      const second = ordered[later];
      if (!first || !second || !isNewer(second, first) || !areTwins(question, first, second)) continue;
      ordered[place] = { ...second, score: first.score };
      ordered[later] = { ...first, score: second.score };
    }
  return ordered;
}

const isNewer = (second: Ranked, first: Ranked): boolean =>
  second.chunk.updated - first.chunk.updated >= DAY_SECONDS;

function areTwins(question: QuestionTerms, first: Ranked, second: Ranked): boolean {
  if (first.score - second.score > UNSURE || titleOf(first) !== titleOf(second)) return false;
  const reader = passageReader();
  const one = new Set(reader.read(first.chunk.id, first.chunk).all);
  const other = reader.read(second.chunk.id, second.chunk).all;
  const asked = reader.numbers.ofTerms(question.content);
  if (asked.some((term) => one.has(term) && !other.includes(term))) return false;
  return likeness(one, other) >= ALIKE;
}

const titleOf = ({ chunk }: Ranked): string => chunk.title.trim().toLowerCase();
