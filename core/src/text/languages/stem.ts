const VOWEL = /[aeiouy]/;
const cache = new Map<string, string>();
const CACHE_LIMIT = 50_000;

/**
 * A light English stem: plurals, -ing/-ed, and the commonest noun and adverb endings fall away. It errs on the side
 * of doing too little, since a wrong join of two words costs more than a missed one. Other words pass unchanged.
 */
export function stem(word: string): string {
  const known = cache.get(word);
  if (known !== undefined) return known;
  const result = /^[a-z']{4,}$/.test(word) ? finish(inflection(plural(word.replace(/'s?$/, "")))) : word;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(word, result);
  return result;
}

const PLURALS_IN_US = /^(?:[cgt]pu|menu|emu)s$/;

function plural(word: string): string {
  if (PLURALS_IN_US.test(word)) return word.slice(0, -1);
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/[^aeiou]ies$/.test(word)) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(?:ch|sh|x|zz)es$/.test(word)) return word.slice(0, -2);
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}

function inflection(word: string): string {
  const match = /^(.{2,})(?:ing|ed)$/.exec(word);
  const base = match?.[1];
  if (base === undefined || !VOWEL.test(base)) return word;
  if (/([bdfgmnprt])\1$/.test(base)) return base.slice(0, -1);
  return base;
}

const ENDINGS: readonly [RegExp, string][] = [
  [/(?<=..)ization$/, "iz"],
  [/(?<=..)isation$/, "iz"],
  [/(?<=...)ation$/, "at"],
  [/(?<=...)(?:it|t)ion$/, "t"],
  [/(?<=...)sion$/, "s"],
  [/(?<=...)(?:ment|ness|ful)$/, ""],
  [/(?<=...)ably$/, "abl"],
  [/(?<=...)ly$/, ""],
  [/(?<=...)ise$/, "iz"],
];

/** The final e, and y for i, go last so that "configure", "configuring" and "configures" meet. */
function finish(word: string): string {
  const ending = ENDINGS.find(([pattern]) => pattern.test(word));
  const base = ending ? word.replace(ending[0], ending[1]) : word;
  if (base.length > 3 && base.endsWith("e")) return base.slice(0, -1);
  return base.length > 3 && base.endsWith("y") ? `${base.slice(0, -1)}i` : base;
}
