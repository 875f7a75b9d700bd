type Parts = Record<string, number>;
type Phrase = {
  /** How much it tells, about 0 to 2: the strongest are said. */
  weight: number;
  text: string;
};
type Explain = (value: number, parts: Parts) => Phrase | null;

const MOST = 3;
const OFFLINE = "offline";
const percent = (share: number): string => `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`;

const EVEN = 0.5;
const CLEARLY_AHEAD = 1;
const MANY_ARTICLES = 2;
const POOR_MATCH = 0.5;
const GOOD_MATCH = 0.8;
const MOSTLY = 0.6;
const AGREED = 0.8;

/** What each part of a confidence says to people, by the part's name; null where it says nothing worth reading. */
const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  onTopic(chance) {
    if (chance >= EVEN) return null;
    return {
      weight: 1.7 + EVEN - chance,
      text: "the question may be about something that no article is about",
    };
  },
  ahead(logOdds) {
    if (logOdds < 0)
      return { weight: 1 + Math.min(1, -logOdds / 3), text: "another article is nearly as close" };
    if (logOdds < CLEARLY_AHEAD) return null;
    return { weight: Math.min(2, logOdds / 3), text: "the cited article is clearly ahead of all others" };
  },
  spread(entropy) {
    return entropy <= MANY_ARTICLES ? null : { weight: 0.9, text: "many articles fit about as well" };
  },
  covered(share) {
    if (share < POOR_MATCH) {
      return { weight: 1.5 - share, text: `the cited passage covers only ${percent(share)} of the question` };
    }
    if (share < GOOD_MATCH) return null;
    return { weight: share - 0.2, text: `the cited passage covers ${percent(share)} of the question` };
  },
  titleCovered(share) {
    if (share < MOSTLY) return null;
    return { weight: share - 0.3, text: "the article's title says what was asked" };
  },
  beyond(isBeyond) {
    return isBeyond === 0
      ? null
      : { weight: 2, text: "the question asks for something that no article can give" };
  },
  sourceless(isSourceless) {
    return isSourceless === 0 ? null : { weight: 1.8, text: "no article was found that answers it" };
  },
  own(sure) {
    return sure >= MOSTLY ? null : { weight: 1.6, text: `the model itself is only ${percent(sure)} sure` };
  },
  grounded(share) {
    return share >= MOSTLY ? null : { weight: 2, text: "the second look found statements without support" };
  },
  onPoint(share) {
    return share >= MOSTLY ? null : { weight: 1.9, text: "the second look found it beside the point" };
  },
  complete(share, { grounded = 0, onPoint = 0 }) {
    if (share < MOSTLY) return { weight: 1.8, text: "the second look found it incomplete" };
    const agrees = Math.min(share, grounded, onPoint) >= AGREED;
    return agrees ? { weight: 0.8, text: "the second look agreed with it" } : null;
  },
};

/** What there is to say of a draft that cites nothing: the rest is about the cited article and what is drawn from it. */
const WITHOUT_SOURCE: ReadonlySet<string> = new Set(["onTopic", "beyond", "sourceless"]);

/** What made a confidence, as up to three phrases for people, the most telling first. */
export function explainConfidence(parts: Parts | null, model: string | null): string[] {
  const isSourceless = parts?.["sourceless"] === 1;
  return Object.entries(EXPLANATIONS)
    .filter(([name]) => !isSourceless || WITHOUT_SOURCE.has(name))
    .flatMap(([name, explain]) => {
      // The offline model's own number is another name for what the passage covers.
      const value = name === "own" && model === OFFLINE ? undefined : parts?.[name];
      return value === undefined ? [] : (explain(value, parts ?? {}) ?? []);
    })
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MOST)
    .map((phrase) => phrase.text);
}
