import type { Candidate, Candidates } from "../find-candidates.ts";
import { passageReader } from "./passage-terms.ts";
import type { PassageTerms } from "./passage-terms.ts";
import type { QuestionTerms } from "./question-terms.ts";
import { contextOf, pairOf, pairsOf, share, sum, weightIn, weightOf } from "./rank-context.ts";
import type { RankContext, Weighed } from "./rank-context.ts";
import { meaningOfQuestion } from "./rank-meaning.ts";
import { pathTermsOf } from "./rank-path.ts";
import { likeness, shapeFeatures } from "./rank-shape.ts";

/** What speaks for a passage by its words and its vector, each about 0 to 1; see `rank-shape.ts` and `rank-meaning.ts` for the rest. */
export const WORD_FEATURES = [
  "vector",
  "softWords",
  "softSentence",
  "softTitle",
  "focusInArticle",
  "titleLikeness",
  "titlePairs",
  "titleShare",
  "titleWhole",
  "headingShare",
  "articleWords",
  "likelihood",
  "pairs",
  "names",
  "path",
  "code",
  "first",
  "length",
  "titleLength",
  "siblings",
] as const;
/** What takes longer to say, and is said of the better passages only. */
export const CLOSER_FEATURES = [
  "together",
  "defines",
  "opening",
  "prose",
  "codeTitle",
  "codeTitleNamed",
  "number",
  "titleQuestion",
  "titleAsked",
  "meaning",
  "meaningHeading",
  "meaningSentence",
  "meaningWords",
  "meaningTitle",
] as const;
export type WordRow = Record<(typeof WORD_FEATURES)[number], number>;
export type CloserRow = Record<(typeof CLOSER_FEATURES)[number], number>;

/** Pseudo-count of Dirichlet smoothing: about a passage's length. */
const SMOOTHING = 300;
const MOST_IMPACT = 2.2;

export type Examined = { chunk: Candidate; words: WordRow; closer: () => CloserRow };

/** Every candidate with what is quickly said of it, and a way to say the rest. */
export function examine(question: QuestionTerms, found: Candidates): Examined[] {
  const reader = passageReader();
  const passages = found.chunks.map((chunk) => ({ chunk, passage: reader.read(chunk.id, chunk) }));
  const context = contextOf(question, found, reader.numbers);
  const reads = passages.map((read) => ({ ...read, counts: countsIn(read.passage, context) }));
  const articles = joinArticles(reads, context);
  const meaning = meaningOfQuestion(context);
  return reads.map((read) => {
    const { chunk, passage } = read;
    const article = articles.get(chunk.article_id) ?? newArticle(context);
    const words = wordsOf(read, article, context);
    return {
      chunk,
      words,
      closer: () => ({ ...shapeFeatures(chunk, passage, context, words.softTitle), ...meaning(passage) }),
    };
  });
}

/** `counts`: how often each of the question's words stands in the passage, by the word's place. */
type Read = { chunk: Candidate; passage: PassageTerms; counts: Float64Array };

function countsIn({ all, counts }: PassageTerms, { places, content }: RankContext): Float64Array {
  const found = new Float64Array(content.weights.length);
  for (let i = 0; i < all.length; i += 1) {
    const place = places[all[i] ?? 0] ?? 0;
    if (place > 0) found[place] = counts[i] ?? 0;
  }
  return found;
}

type ArticleParts = {
  counts: Float64Array;
  length: number;
  /** How many of its passages are among the first by words. */
  prominent: number;
};

const PROMINENT = 25;

const newArticle = ({ content }: RankContext): ArticleParts => ({
  counts: new Float64Array(content.weights.length),
  length: 0,
  prominent: 0,
});

/** The candidates of one article taken together: a long article may answer in pieces. */
function joinArticles(candidates: Read[], context: RankContext): Map<number, ArticleParts> {
  const articles = new Map<number, ArticleParts>();
  for (const [index, { chunk, passage, counts }] of candidates.entries()) {
    const article = articles.get(chunk.article_id) ?? newArticle(context);
    for (let k = 0; k < counts.length; k += 1)
      article.counts[k] = (article.counts[k] ?? 0) + (counts[k] ?? 0);
    article.length += passage.length;
    // Candidates come with the best by words first.
    if (index < PROMINENT) article.prominent += 1;
    articles.set(chunk.article_id, article);
  }
  return articles;
}

function wordsOf({ chunk, passage, counts }: Read, article: ArticleParts, context: RankContext): WordRow {
  const { content, focus, names, question, soft } = context;
  const { title, titleContent, heading } = passage;
  const titleShare = shareIn(titleContent, context);
  return {
    vector: chunk.similarity ?? 0,
    softWords: share(soft.of(passage.all), content.total),
    softSentence: share(soft.ofBest(passage.sentences), content.total),
    softTitle: share(soft.of(titleContent), content.total),
    focusInArticle: share(covered(focus, article.counts), focus.total),
    titleLikeness: likeness(context.allTerms, title),
    titlePairs: likeness(context.allPairs, pairsOf(title)),
    titleShare,
    titleWhole: titleShare === 1 ? 1 : 0,
    headingShare: shareIn(heading, context),
    articleWords: bm25(article, content, context.average * 1.5) / MOST_IMPACT,
    likelihood: likelihood(passage, counts, context),
    pairs: share(pairsFound([passage.content, titleContent], context), context.pairs.total),
    names: share(covered(names, counts), names.total),
    path: share(weightOf(pathTermsOf(chunk, passage, context.numbers), context), content.total),
    code: question.asksForCode && /```|^ {4}\S|^>>>|=.*\(|^\$ /m.test(chunk.content) ? 1 : 0,
    first: chunk.position === 0 ? 1 : 0,
    length: Math.log(Math.max(1, passage.length) / context.average),
    titleLength: Math.log(1 + title.length),
    siblings: Math.log(1 + article.prominent),
  };
}

function covered({ weights }: Weighed, counts: Float64Array): number {
  let total = 0;
  for (let k = 0; k < weights.length; k += 1) if ((counts[k] ?? 0) > 0) total += weights[k] ?? 0;
  return total;
}

function shareIn(terms: Int32Array, context: RankContext): number {
  let wanted = 0;
  for (const term of terms) if (weightIn(term, context) > 0) wanted += 1;
  return share(wanted, terms.length);
}

function bm25({ counts, length }: ArticleParts, { weights, total }: Weighed, average: number): number {
  let score = 0;
  for (let k = 0; k < weights.length; k += 1) {
    const count = counts[k] ?? 0;
    if (count > 0)
      score += ((weights[k] ?? 0) * count * MOST_IMPACT) / (count + 1.2 * (0.25 + (0.75 * length) / average));
  }
  return share(score, total);
}

/** How much likelier the question is under the passage's own words than under those of all passages. */
function likelihood({ length }: PassageTerms, counts: Float64Array, context: RankContext): number {
  const { weights } = context.content;
  let score = 0;
  for (let k = 0; k < weights.length; k += 1) {
    if (weights[k] === 0) continue;
    const background = SMOOTHING * (context.occurrence[k] ?? 0);
    const here = ((counts[k] ?? 0) + background) / (length + SMOOTHING);
    score += Math.log(here) - Math.log(background / (context.average + SMOOTHING));
  }
  return share(score, context.wanted.size) / 5;
}

/** Weight of the question's words that stand side by side as they do in the question. */
function pairsFound(runs: Int32Array[], { places, pairs }: RankContext): number {
  const found = new Map<number, number>();
  for (const terms of runs) {
    let last = -1;
    for (let i = 0; i < terms.length; i += 1) {
      const term = terms[i] ?? 0;
      const isAsked = (places[term] ?? 0) > 0;
      const pair = isAsked && last >= 0 ? pairOf(last, term) : -1;
      const weight = pair < 0 ? undefined : pairs.weights.get(pair);
      if (weight !== undefined) found.set(pair, weight);
      last = isAsked ? term : -1;
    }
  }
  return sum(found.values());
}
