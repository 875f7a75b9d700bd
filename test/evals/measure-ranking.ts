import type { Scored } from "./ranking-model.ts";

export type Measured = { recall1: number; recall5: number; recall10: number; ndcg10: number };

/** Articles ranked by their best passage. */
export function measure({ articles, isGold, scores, goldCount }: Scored): Measured {
  const best = new Map<number, { score: number; isGold: boolean }>();
  for (const [i, article] of articles.entries()) {
    const score = scores[i] ?? 0;
    if (score > (best.get(article)?.score ?? -Infinity))
      best.set(article, { score, isGold: isGold[i] === true });
  }
  const ranked = [...best.values()].sort((a, b) => b.score - a.score).slice(0, 10);
  const first = ranked.findIndex((article) => article.isGold);
  const gain = ranked.reduce((sum, { isGold }, place) => sum + (isGold ? 1 / Math.log2(place + 2) : 0), 0);
  const ideal = Array.from({ length: Math.min(10, goldCount) }, (_, place) => 1 / Math.log2(place + 2));
  return {
    recall1: first === 0 ? 1 : 0,
    recall5: first >= 0 && first < 5 ? 1 : 0,
    recall10: first >= 0 ? 1 : 0,
    ndcg10: gain / ideal.reduce((sum, value) => sum + value, 0),
  };
}

/** Mean of each figure, with four digits. */
export function average(results: Measured[]): Measured {
  const mean = (key: keyof Measured): number =>
    Math.round((results.reduce((sum, result) => sum + result[key], 0) / results.length) * 1e4) / 1e4;
  return {
    recall1: mean("recall1"),
    recall5: mean("recall5"),
    recall10: mean("recall10"),
    ndcg10: mean("ndcg10"),
  };
}
