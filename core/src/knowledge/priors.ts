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
