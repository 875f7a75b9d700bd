const INVISIBLE =
  /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]|[\u{E0000}-\u{E007F}]/gu;
/** Letters of other alphabets that look like Latin ones, beside the one each looks like. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Array.from("аaеeоoрpсcхxуyіiјjѕsԁdɡgһhոnαaοoρpνvιiκkτt".matchAll(/(.)(.)/gu), ([, from = "", to = ""]) => [
    from,
    to,
  ]),
);
const WORD = /\p{L}+/gu;
const LATIN = /[a-z]/iu;
const LIKE_LATIN = /[\p{sc=Cyrillic}\p{sc=Greek}ɡһոԁ]/iu;
const SPELLED_OUT = /(?<![\p{L}\p{N}])(?:\p{L}[ .\-_*]){4,}\p{L}(?![\p{L}\p{N}])/gu;
const ENCODED = /[A-Za-z0-9+/]{24,}={0,2}/g;
const MOST_ENCODED = 5;

/**
 * The text as a model may end up reading it: without invisible characters, with letters of other alphabets and
 * spelled-out words made plain, and with what stands in it as Base64 decoded at its end.
 */
export function unmask(text: string): string {
  const plain = text
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(WORD, (word) => (LATIN.test(word) && LIKE_LATIN.test(word) ? inLatin(word) : word))
    .replace(SPELLED_OUT, (word) => word.replace(/[ .\-_*]/gu, ""));
  const hidden = (plain.match(ENCODED) ?? []).slice(0, MOST_ENCODED).flatMap((code) => decode(code) ?? []);
  return [plain, ...hidden].join("\n");
}

const inLatin = (word: string): string =>
  Array.from(word, (letter) => LOOK_ALIKES.get(letter) ?? letter).join("");

/** Null for what is not text: keys and hashes look encoded, too. */
function decode(code: string): string | null {
  const text = Buffer.from(code, "base64").toString("utf8");
  const readable = text.match(/[\p{L} ]/gu)?.length ?? 0;
  return readable >= 0.8 * text.length && text.includes(" ") ? text : null;
}
