import { scoreDuplicate } from "../classify/near-duplicate.ts";
import type { PostCandidate } from "./find-candidates.ts";

/** From here up a post is offered as "did you mean": it asks for the same as likely as for a neighboring thing. */
export const SIMILAR_FROM = 0.3;
/** Vectors of unrelated requests about one product are this near, those of the same request reach `SAME_FROM`. */
const UNRELATED_BELOW = 0.45;
const SAME_FROM = 0.8;

/** Titles of different requests share fewer letters than this. */
const LETTERS_FROM = 0.45;

/** How surely a post asks for what the text does, 0 to 1: by titles, whole texts, letters and vectors. */
export function similarityOf(
  asked: { title: string; description: string },
  post: Pick<PostCandidate, "title" | "description" | "letters" | "similarity">,
): number {
  const byTitle = scoreDuplicate(asked.title, post.title);
  const whole = (text: { title: string; description: string }): string =>
    `${text.title}\n${text.description}`;
  // A long text has words in common with many: alone it is worth less than the titles.
  const byText = asked.description === "" ? 0 : 0.9 * scoreDuplicate(whole(asked), whole(post));
  // What was typed badly has no words in common, but most letters.
  const byLetters = post.letters >= LETTERS_FROM ? 0.8 * post.letters : 0;
  return Math.max(byTitle, byText, byLetters, byVector(post.similarity));
}

function byVector(similarity: number | null): number {
  if (similarity === null) return 0;
  return Math.min(1, Math.max(0, (similarity - UNRELATED_BELOW) / (SAME_FROM - UNRELATED_BELOW)));
}
