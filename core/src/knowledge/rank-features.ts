import { analyzeStored } from "./analyze.ts";
import type { AnalyzedChunk } from "./analyze.ts";
import type { Candidate, Candidates } from "./find-candidates.ts";
import type { QuestionTerms } from "./question-terms.ts";
import { contextOf, share, sum } from "./rank-context.ts";
import type { Pairs, RankContext, Weighed } from "./rank-context.ts";
import { labelOf } from "./rank-label.ts";
import { meaningOfQuestion } from "./rank-meaning.ts";
import { likeness, shapeFeatures } from "./rank-shape.ts";
import { termNumbers } from "./term-numbers.ts";

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
  const numbers = termNumbers();
  const analyzed = found.chunks.map((chunk) => ({ chunk, parts: analyzeStored(chunk.id, chunk) }));
  for (const { parts } of analyzed) numbers.ofChunk(parts);
  const context = contextOf(question, found, numbers);
  const articles = joinArticles(analyzed, context);
  const meaning = meaningOfQuestion(context);
  return analyzed.map(({ chunk, parts }) => {
    const article = articles.get(chunk.article_id) ?? { counts: new Map(), length: 0, prominent: 0 };
    const words = wordsOf(chunk, parts, { article, context });
    return {
      chunk,
      words,
      closer: () => ({ ...shapeFeatures(chunk, parts, context, words.softTitle), ...meaning(parts) }),
    };
  });
}

type Read = { chunk: Candidate; parts: AnalyzedChunk };

type ArticleParts = {
  counts: Map<string, number>;
  length: number;
  /** How many of its passages are among the first by words. */
  prominent: number;
};

const PROMINENT = 25;

/** The candidates of one article taken together: a long article may answer in pieces. */
function joinArticles(candidates: Read[], { content, focus }: RankContext): Map<number, ArticleParts> {
  const wanted = new Set([...content.weights.keys(), ...focus.weights.keys()]);
  const articles = new Map<number, ArticleParts>();
  for (const [index, { chunk, parts }] of candidates.entries()) {
    const article = articles.get(chunk.article_id) ?? {
      counts: new Map<string, number>(),
      length: 0,
      prominent: 0,
    };
    for (const term of wanted) {
      const count = parts.counts.get(term) ?? 0;
      if (count > 0) article.counts.set(term, (article.counts.get(term) ?? 0) + count);
    }
    article.length += parts.length;
    // Candidates come with the best by words first.
    if (index < PROMINENT) article.prominent += 1;
    articles.set(chunk.article_id, article);
  }
  return articles;
}

type Around = { article: ArticleParts; context: RankContext };

function wordsOf(chunk: Candidate, parts: AnalyzedChunk, { article, context }: Around): WordRow {
  const { content, focus, names, question, soft } = context;
  const numbered = context.numbers.ofChunk(parts);
  const { title, heading, titleTerms, titlePairs, path } = labelOf(chunk, parts);
  return {
    vector: chunk.similarity ?? 0,
    softWords: share(soft.of(numbered.all), content.total),
    softSentence: share(
      numbered.sentences.reduce((best, terms) => Math.max(best, soft.of(terms)), 0),
      content.total,
    ),
    softTitle: share(soft.of(context.numbers.ofTerms(title)), content.total),
    focusInArticle: share(covered(focus, article.counts), focus.total),
    titleLikeness: likeness(context.allTerms, titleTerms),
    titlePairs: likeness(context.allPairs, titlePairs),
    titleShare: shareIn(title, content.weights),
    titleWhole: title.length > 0 && title.every((term) => content.weights.has(term)) ? 1 : 0,
    headingShare: shareIn(heading, content.weights),
    articleWords: bm25(article.counts, article.length, content, context.average * 1.5) / MOST_IMPACT,
    likelihood: likelihood(parts, context),
    pairs: pairsFound([parts.content, title], context.pairs),
    names: share(covered(names, parts.counts), names.total),
    path: share(covered(content, new Set(path)), content.total),
    code: question.asksForCode && /```|^ {4}\S|^>>>|=.*\(|^\$ /m.test(chunk.content) ? 1 : 0,
    first: chunk.position === 0 ? 1 : 0,
    length: Math.log(Math.max(1, parts.length) / context.average),
    titleLength: Math.log(1 + parts.title.length),
    siblings: Math.log(1 + article.prominent),
  };
}

function covered(weighed: Weighed, terms: { has(term: string): boolean }): number {
  let total = 0;
  for (const [term, weight] of weighed.weights) if (terms.has(term)) total += weight;
  return total;
}

function shareIn(terms: string[], wanted: ReadonlyMap<string, number>): number {
  return terms.length === 0 ? 0 : terms.filter((term) => wanted.has(term)).length / terms.length;
}

function bm25(
  counts: ReadonlyMap<string, number>,
  length: number,
  weighed: Weighed,
  average: number,
): number {
  let score = 0;
  for (const [term, weight] of weighed.weights) {
    const count = counts.get(term) ?? 0;
    if (count > 0)
      score += (weight * count * MOST_IMPACT) / (count + 1.2 * (0.25 + (0.75 * length) / average));
  }
  return share(score, weighed.total);
}

/** How much likelier the question is under the passage's own words than under those of all passages. */
function likelihood(parts: AnalyzedChunk, context: RankContext): number {
  let score = 0;
  for (const term of context.content.weights.keys()) {
    const background = SMOOTHING * (context.occurrence.get(term) ?? 1e-7);
    const here = ((parts.counts.get(term) ?? 0) + background) / (parts.length + SMOOTHING);
    score += Math.log(here) - Math.log(background / (context.average + SMOOTHING));
  }
  return share(score, context.content.weights.size) / 5;
}

function pairsFound(runs: string[][], wanted: Pairs): number {
  let total = 0;
  for (const seconds of wanted.values()) total += sum(seconds.values());
  if (total === 0) return 0;
  const found = new Map<string, number>();
  for (const terms of runs) {
    for (let i = 0; i + 1 < terms.length; i += 1) {
      const weight = wanted.get(terms[i] ?? "")?.get(terms[i + 1] ?? "");
      if (weight !== undefined) found.set(`${terms[i]} ${terms[i + 1]}`, weight);
    }
  }
  return sum(found.values()) / total;
}
