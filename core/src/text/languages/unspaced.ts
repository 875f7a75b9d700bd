/** Letters of scripts that put no spaces between words. */
const LETTERS = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const LETTER = new RegExp(`[${LETTERS}]`, "u");
const EACH_LETTER = new RegExp(`[${LETTERS}]`, "gu");
/** The sign that makes a vowel long belongs to no script by itself, and marks to the letter before. */
const RUN = new RegExp(
  String.raw`(?:[${LETTERS}ー]\p{M}*)+|\p{sc=Hangul}+|[^${LETTERS}ー\p{sc=Hangul}]+`,
  "gu",
);

export const isUnspaced = (token: string): boolean => LETTER.test(token);

/** Parts of a token: "连接GitHub" has a name of another script in it. */
export const runsOfScript = (token: string): string[] => token.match(RUN) ?? [];

/** A text without spaces between words is matched by pairs of characters. */
export function pairsOfCharacters(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length === 1) return [run];
  return characters.slice(1).map((character, before) => `${characters[before]}${character}`);
}

/** Finds words in scripts without spaces, by the dictionaries that come with the runtime. */
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/**
 * Pairs of characters that only stand together because one word ends and the next begins. A word of one character is
 * found by the pairs it makes with its neighbors, so these are none.
 */
export function pairsAcrossWords(text: string): ReadonlySet<string> {
  const within = new Set<string>();
  const across = new Set<string>();
  let last: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const characters = Array.from(segment);
    for (const pair of pairsOfCharacters(segment)) within.add(pair);
    if (last.length > 1 && characters.length > 1) across.add(`${last.at(-1)}${characters[0]}`);
    last = characters;
  }
  return across.difference(within);
}

/** How many letters of such scripts a text has, and what is left of it without them. */
export function takeUnspaced(text: string): { letters: number; rest: string } {
  if (!isUnspaced(text)) return { letters: 0, rest: text };
  return { letters: text.match(EACH_LETTER)?.length ?? 0, rest: text.replace(EACH_LETTER, " ") };
}

/** Words; where a script has no spaces between them, two characters make about one. */
export function countWords(text: string): number {
  const { letters, rest } = takeUnspaced(text);
  const spaced = letters === 0 ? /\S+/gu : /\S*[\p{L}\p{N}]\S*/gu;
  return (rest.match(spaced)?.length ?? 0) + Math.ceil(letters / 2);
}

/** Chinese words that hold sentences together or ask, and Japanese ones that are not written in Hiragana. */
const FUNCTION_PAIRS: ReadonlySet<string> = new Set(
  (
    "如何 怎么 怎样 怎麼 怎樣 什么 什麼 为什 為什 为何 為何 哪里 哪裡 哪儿 是否 可以 能否 能不 不能 有没 沒有 没有 请问 請問 想要 应该 應該 一下 一个 一個 " +
    "这个 這個 那个 那個 以及 或者 还是 還是 但是 因为 因為 所以 如果 的话 的話 时候 時候 已经 已經 需要 必须 必須 谢谢 謝謝 您好 你好 大家 方法"
  ).split(" "),
);
/** Chinese characters of hardly any words but such ones, so that a pair with one of them lies across two words. */
const FUNCTION_CHARACTERS = /[的了吗嗎呢吧么麼嘛啊呀您你妳我们們怎样樣哪那这這谁誰啥什何是以没]/u;
/** Words that have one of these characters and say something. */
const SPEAKING_PAIRS: ReadonlySet<string> = new Set(
  "目的 样式 樣式 样本 樣本 模样 了解 没收 以太 终了 終了 完了 何度 幾何 几何".split(" "),
);
/** In Japanese what matters is in Kanji and Katakana; Hiragana behind a Kanji is the end of a word. */
const FUNCTION_KANA = /^\p{sc=Hiragana}|^\p{sc=Katakana}\p{sc=Hiragana}|^\p{sc=Han}[はをにのと]/u;

/** Whether a pair of characters says nothing about what a text is about, as stop words do. */
export function isStopPair(term: string): boolean {
  // The first letter of any such script; what most terms begin with comes before it.
  if (term.length !== 2 || term.charCodeAt(0) < 0x0e00) return false;
  if (SPEAKING_PAIRS.has(term)) return false;
  return FUNCTION_PAIRS.has(term) || FUNCTION_CHARACTERS.test(term) || FUNCTION_KANA.test(term);
}
