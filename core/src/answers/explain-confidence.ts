type Parts = Record<string, number>;
type Phrase = { /** How much it tells: the strongest three are said. */ weight: number; text: string };
type Explain = (parts: Parts) => Phrase | null;

const MOST = 3;
const percent = (share: number): string => `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`;

/** A phrase for a share under `low` or from `high` up; nothing in between. */
function onShare(
  name: string,
  ends: { low: number; high: number; few: (share: string) => string; much: (share: string) => string },
): Explain {
  return (parts) => {
    const share = parts[name];
    if (share === undefined) return null;
    if (share < ends.low) return { weight: 1 + (ends.low - share), text: ends.few(percent(share)) };
    if (share >= ends.high) return { weight: share - ends.high, text: ends.much(percent(share)) };
    return null;
  };
}

/** By the names of the confidence's parts; an answer has those that its weights know. */
const EXPLANATIONS: readonly Explain[] = [
  onShare("wordsCovered", {
    low: 0.6,
    high: 0.8,
    few: (share) => `the cited passage covers only ${share} of the question`,
    much: (share) => `the cited passage covers ${share} of the question`,
  }),
  onShare("titleCovered", {
    low: 0,
    high: 0.6,
    few: () => "",
    much: () => "the article's title is what was asked",
  }),
];

/** What made a confidence, as two or three phrases for people, the most telling first. */
export function explainConfidence(parts: Parts): string[] {
  return EXPLANATIONS.flatMap((explain) => explain(parts) ?? [])
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MOST)
    .map((phrase) => phrase.text);
}
