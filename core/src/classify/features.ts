/** A text as a linear model sees it: names of what stands in it, each with its weight. */
export type Features = ReadonlyMap<string, number>;

/** What follows in a very long text (a log, a paste) says little more about what is wanted, and must not cost time. */
const MAX_CHARACTERS = 4_000;

const TOKEN = /<[a-z]+>|[\p{L}\p{M}]+(?:['’][\p{L}]+)*|\p{N}+|[?!]+|[^\s\p{L}\p{N}\p{M}]/gu;

/** Addresses, code and numbers stand for themselves only by their kind: which ones they are is chance. */
function withoutParticulars(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .normalize("NFKC")
    .replace(/```[\s\S]*?(?:```|$)/gu, " <code> ")
    .replace(/\bhttps?:\/\/\S+/giu, " <url> ")
    .replace(/[^\s@]{1,64}@[^\s@]{1,255}\.\w{2,}/gu, " <mail> ")
    .replaceAll("’", "'")
    .toLowerCase();
}

/** Words, numbers (all as 0) and signs of a text, in order and in lower case. */
export function tokensOf(text: string): string[] {
  const tokens = withoutParticulars(text).match(TOKEN) ?? [];
  return tokens.map((token) =>
    /^\p{N}/u.test(token) ? "0" : /^[?!]/u.test(token) ? token.slice(0, 2) : token,
  );
}

export type FeatureOptions = {
  /** Longest run of words that makes a feature. */
  words: 1 | 2 | 3;
  /** Lengths of the pieces of words, with their ends marked; none leaves pieces out. */
  pieces: readonly number[];
};

/**
 * Runs of words (`w:cancel my`) and pieces of words (`c:canc`) of a text. Each kind has length 1 as a vector, so that
 * long texts are not louder than short ones.
 */
export function textFeatures(text: string, { words, pieces }: FeatureOptions): Map<string, number> {
  const tokens = tokensOf(text);
  const features = new Map<string, number>();
  const runs = new Set<string>();
  for (let length = 1; length <= words; length += 1) {
    for (let i = 0; i + length <= tokens.length; i += 1)
      runs.add(`w:${tokens.slice(i, i + length).join(" ")}`);
  }
  addUnit(features, runs);
  if (pieces.length > 0) addUnit(features, piecesOf(tokens, pieces));
  return features;
}

function piecesOf(tokens: readonly string[], lengths: readonly number[]): Set<string> {
  const found = new Set<string>();
  for (const token of tokens) {
    if (!/^\p{L}/u.test(token)) continue;
    const marked = `_${token}_`;
    // Slices of a string are much faster than slices of its characters, and the same where each is one unit long.
    const letters = /^[ -~]*$/u.test(marked) ? marked : Array.from(marked);
    for (const length of lengths) {
      for (let i = 0; i + length <= letters.length; i += 1) {
        const piece = letters.slice(i, i + length);
        found.add(`c:${typeof piece === "string" ? piece : piece.join("")}`);
      }
    }
  }
  return found;
}

function addUnit(features: Map<string, number>, names: ReadonlySet<string>): void {
  const weight = 1 / Math.sqrt(Math.max(names.size, 1));
  for (const name of names) features.set(name, weight);
}
