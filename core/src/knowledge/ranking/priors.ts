/** As much as the weakest signal of a title: votes move an article past its equals, never past a better answer. */
const MOST = 0.25;
/** Votes that an article must get before they count for half. */
const DOUBT = 8;

/**
 * What readers' votes add to a passage's score, from -`MOST` to `MOST`. Nothing without votes, and little for few: one
 * voter may be wrong, and people vote most where they are angry.
 */
export function helpfulnessPrior(votes: { helpful: number; notHelpful: number }): number {
  const { helpful, notHelpful } = votes;
  return (MOST * (helpful - notHelpful)) / (helpful + notHelpful + DOUBT);
}

/** Decides between articles that are otherwise as good; for two that say almost the same see `prefer-newer.ts`. */
const MOST_FOR_AGE = 0.02;
export const DAY_SECONDS = 24 * 60 * 60;
const YEAR_DAYS = 365;

/**
 * What an article's age takes from a passage's score, from 0 to `MOST_FOR_AGE`: it counts from the newest article that
 * was found, in whole days, so that articles of one import are equal. Both are seconds since 1970.
 */
export function recencyPrior(updated: number, newest: number): number {
  const days = Math.floor((newest - updated) / DAY_SECONDS);
  return days <= 0 ? 0 : (-MOST_FOR_AGE * Math.min(days, YEAR_DAYS)) / YEAR_DAYS;
}
