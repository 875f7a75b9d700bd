import { isStopTerm, jaccard, termsOf } from "../text/index.ts";
import type { Features } from "./features.ts";
import { loadModel, scoresOf, sigmoid } from "./linear.ts";

/** From here up two questions count as the same one. */
export const DUPLICATE_THRESHOLD = 0.5;

const MAX_CHARACTERS = 2_000;
const PIECES = [3, 4];

/** More of these never makes two texts less alike; a model that says otherwise has learned how its pairs were picked. */
export const LIKENESS: ReadonlySet<string> = new Set(
  "contentJaccard contentOfShorter contentOfLonger sharedContent contentPairs pieces soft softLeast".split(
    " ",
  ),
);

/** How the words of two texts meet; symmetric, and without any statistics of where they come from. */
export function pairFeatures(a: string, b: string): Features {
  const [one, two] = [read(a), read(b)];
  const features = new Map<string, number>();
  const shared = weightOf([...one.content].filter((term) => two.content.has(term)));
  const [own, other] = [weightOf(one.content), weightOf(two.content)];
  features.set("contentJaccard", share(shared, own + other - shared));
  features.set("contentOfShorter", share(shared, Math.min(own, other)));
  features.set("contentOfLonger", share(shared, Math.max(own, other)));
  features.set("sharedContent", Math.log1p(shared) / 3);
  features.set("wording", jaccard(one.wording, two.wording));
  features.set("wordingPairs", jaccard(one.wordingPairs, two.wordingPairs));
  features.set("contentPairs", jaccard(one.contentPairs, two.contentPairs));
  features.set("pieces", jaccard(one.pieces, two.pieces));
  features.set("soft", (softCover(one.content, two.content) + softCover(two.content, one.content)) / 2);
  features.set(
    "softLeast",
    Math.min(softCover(one.content, two.content), softCover(two.content, one.content)),
  );
  features.set("numbersDiffer", differ(one.numbers, two.numbers));
  features.set("namesDiffer", differ(one.names, two.names));
  features.set("negationDiffers", one.isNegated === two.isNegated ? 0 : 1);
  features.set("questionWordDiffers", one.asks === two.asks ? 0 : 1);
  features.set("lengths", Math.abs(Math.log((one.all.size + 1) / (two.all.size + 1))));
  features.set(
    "restShorter",
    Math.min(own, other) - shared > 0 ? Math.log1p(Math.min(own, other) - shared) / 3 : 0,
  );
  return features;
}

/** How surely two texts ask the same, 0 to 1; compare with `DUPLICATE_THRESHOLD`. */
export function scoreDuplicate(a: string, b: string): number {
  if (termsOf(a).join(" ") === termsOf(b).join(" ")) return 1;
  return sigmoid(scoresOf(loadModel("duplicate"), pairFeatures(a, b))[0] ?? 0);
}

type Read = {
  all: Set<string>;
  content: Set<string>;
  /** Words that say nothing about the subject, and pairs with one of them: how something is asked, not what. */
  wording: Set<string>;
  wordingPairs: Set<string>;
  contentPairs: Set<string>;
  pieces: Set<string>;
  numbers: Set<string>;
  names: Set<string>;
  isNegated: boolean;
  asks: string;
};

const NEGATION = /\b(?:not|no|never|without|cannot|\w+n't|nicht|kein\w*)\b/iu;
const ASKS =
  /\b(?:how many|how much|how long|how often|how|why|when|where|who|which|what|can|is|are|does|do|should)\b/iu;

function read(text: string): Read {
  const cut = text.slice(0, MAX_CHARACTERS).replaceAll("’", "'");
  const terms = termsOf(cut);
  const content = terms.filter((term) => !isStopTerm(term));
  const pairs = terms.slice(1).map((term, i): [string, string] => [terms[i] ?? "", term]);
  const isWording = (pair: readonly string[]): boolean => pair.some(isStopTerm);
  const words = cut.split(/\s+/u).slice(1);
  return {
    all: new Set(terms),
    content: new Set(content.length > 0 ? content : terms),
    wording: new Set(terms.filter(isStopTerm)),
    wordingPairs: new Set(pairs.filter(isWording).map((pair) => pair.join(" "))),
    contentPairs: new Set(pairs.filter((pair) => !isWording(pair)).map((pair) => pair.join(" "))),
    pieces: new Set(content.flatMap(piecesOf)),
    numbers: new Set(cut.match(/\d+(?:[.,]\d+)*/gu) ?? []),
    names: new Set(
      words
        .filter((word) => /^\p{Lu}\p{L}+/u.test(word))
        .map((word) => word.toLowerCase().replace(/\W+$/u, "")),
    ),
    isNegated: NEGATION.test(cut),
    asks: (ASKS.exec(cut)?.[0] ?? "").toLowerCase(),
  };
}

function piecesOf(term: string): string[] {
  const marked = `_${term}_`;
  return PIECES.flatMap((length) =>
    Array.from({ length: Math.max(0, marked.length - length + 1) }, (_, i) => marked.slice(i, i + length)),
  );
}

/** Long words are rarer than short ones, and so say more. */
const weightOf = (terms: Iterable<string>): number => {
  let sum = 0;
  for (const term of terms) sum += Math.min(term.length, 10) / 6;
  return sum;
};

/** Each word's best likeness in pieces among the other text's words: "installing" is like "installation". */
function softCover(from: ReadonlySet<string>, to: ReadonlySet<string>): number {
  let sum = 0;
  let total = 0;
  const others = [...to].slice(0, 60).map((term) => new Set(piecesOf(term)));
  for (const term of [...from].slice(0, 60)) {
    const own = new Set(piecesOf(term));
    const best = to.has(term) ? 1 : Math.max(0, ...others.map((other) => jaccard(own, other)));
    const weight = weightOf([term]);
    sum += weight * best;
    total += weight;
  }
  return share(sum, total);
}

/** 1 when both have some and none is the same. */
const differ = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  a.size > 0 && b.size > 0 ? 1 - jaccard(a, b) : a.size + b.size > 0 ? 0.5 : 0;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
