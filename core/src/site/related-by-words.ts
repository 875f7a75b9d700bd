export type WordsOf = { id: number; title: string; text: string };

export type WordIndex = {
  /** Ids of the articles that share the most telling words with this one, the nearest first. */
  relatedTo(id: number, count: number): number[];
};

/** Words in more articles than this share say nothing about any of them, and cost the most to compare. */
const COMMON_SHARE = 0.02;
const COMMON_LEAST = 30;
const TITLE_WEIGHT = 3;
/** Less than this in common is chance. */
const LEAST_LIKENESS = 0.05;

type Posting = { id: number; weight: number };

/**
 * What articles have in common in words (tf-idf, cosine). Ten thousand articles take about a second in all, where comparing
 * each one's vector with every other's would take minutes.
 */
export function indexWords(articles: Iterable<WordsOf>): WordIndex {
  const counts = new Map<number, Map<string, number>>();
  const frequency = new Map<string, number>();
  for (const article of articles) {
    const words = countWords(article);
    counts.set(article.id, words);
    for (const word of words.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const vectors = new Map<number, [string, number][]>();
  const postings = new Map<string, Posting[]>();
  const common = Math.max(COMMON_LEAST, counts.size * COMMON_SHARE);
  for (const [id, words] of counts) {
    const vector = toVector(words, frequency, counts.size, common);
    vectors.set(id, vector);
    for (const [word, weight] of vector) {
      const list = postings.get(word) ?? [];
      list.push({ id, weight });
      postings.set(word, list);
    }
  }
  return {
    relatedTo: (id, count) => nearest(id, vectors.get(id) ?? [], postings, count),
  };
}

function countWords({ title, text }: WordsOf): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (part: string, weight: number): void => {
    for (const [word] of part.toLowerCase().matchAll(/[\p{L}\p{N}]{3,40}/gu)) {
      counts.set(word, (counts.get(word) ?? 0) + weight);
    }
  };
  add(title, TITLE_WEIGHT);
  add(text, 1);
  return counts;
}

function toVector(
  words: Map<string, number>,
  frequency: Map<string, number>,
  articles: number,
  common: number,
): [string, number][] {
  const vector: [string, number][] = [];
  for (const [word, count] of words) {
    const inArticles = frequency.get(word) ?? 1;
    if (inArticles < 2 || inArticles > common) continue;
    vector.push([word, (1 + Math.log(count)) * Math.log(1 + articles / inArticles)]);
  }
  const length = Math.hypot(...vector.map(([, weight]) => weight));
  return vector.map(([word, weight]) => [word, weight / length]);
}

function nearest(
  id: number,
  vector: [string, number][],
  postings: Map<string, Posting[]>,
  count: number,
): number[] {
  const likeness = new Map<number, number>();
  for (const [word, weight] of vector) {
    for (const other of postings.get(word) ?? []) {
      if (other.id === id) continue;
      likeness.set(other.id, (likeness.get(other.id) ?? 0) + weight * other.weight);
    }
  }
  return [...likeness]
    .filter(([, share]) => share >= LEAST_LIKENESS)
    .toSorted(([a, left], [b, right]) => right - left || a - b)
    .slice(0, count)
    .map(([other]) => other);
}
