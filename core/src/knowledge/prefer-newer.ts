import { passageReader } from "./passage-terms.ts";
import { DAY_SECONDS } from "./priors.ts";
import type { QuestionTerms } from "./question-terms.ts";
import type { Ranked } from "./rank.ts";

/** Share of their different terms that twins have in common. */
const ALIKE = 0.7;
/** Scores further apart than this, as odds on a logarithmic scale, are no matter of chance. */
const UNSURE = 2;

/**
 * Passages of one title that say almost the same, such as two states of a page that came in from two places, change
 * places where the older one came first: what they contradict each other in is seldom in the question, so that chance
 * would decide. Where the question does name it, or both are of one day, they stay as they are. Best first, before and after.
 */
export function preferNewer(question: QuestionTerms, ranked: readonly Ranked[]): Ranked[] {
  const ordered = [...ranked];
  for (const places of placesByTitle(ordered)) {
    for (const [index, place] of places.entries())
      for (const later of places.slice(index + 1)) {
        const first = ordered[place];
        const second = ordered[later];
        if (!first || !second || !isNewer(second, first) || !areTwins(question, first, second)) continue;
        ordered[place] = { ...second, score: first.score };
        ordered[later] = { ...first, score: second.score };
      }
  }
  return ordered;
}

function placesByTitle(ranked: readonly Ranked[]): Iterable<number[]> {
  const byTitle = new Map<string, number[]>();
  for (const [place, { chunk }] of ranked.entries()) {
    const title = chunk.title.trim().toLowerCase();
    byTitle.set(title, [...(byTitle.get(title) ?? []), place]);
  }
  return byTitle.values();
}

const isNewer = (second: Ranked, first: Ranked): boolean =>
  second.chunk.updated - first.chunk.updated >= DAY_SECONDS;

function areTwins(question: QuestionTerms, first: Ranked, second: Ranked): boolean {
  if (first.chunk.article_id === second.chunk.article_id || first.score - second.score > UNSURE) return false;
  const reader = passageReader();
  const one = new Set(reader.read(first.chunk.id, first.chunk).all);
  const other = new Set(reader.read(second.chunk.id, second.chunk).all);
  const asked = reader.numbers.ofTerms(question.content);
  if (asked.some((term) => one.has(term) && !other.has(term))) return false;
  return one.intersection(other).size >= ALIKE * one.union(other).size;
}
