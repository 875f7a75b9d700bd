const LIST_MARK = /^[\t ]*(?:>[\t ]*)*(?:#{1,6}[\t ]+)?\d{1,3}[.)](?=[\t ])/gmu;
const HTML_TAG = /<!--[\s\S]{0,2000}?-->|<\/?[a-z][^<>\n]{0,300}>/giu;
/** What may stand between two digits without anybody seeing it. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{M}*_`\\]|~~/gu;

const GROUPED = String.raw`\d{1,3}(?:[ '’]\d{3})+(?!\d)(?:[.,]\d+(?![.,]?\d))?`;
const NUMBER = new RegExp(String.raw`(?<!\d)(?:${GROUPED}|\d+(?:[.,]\d+)*)`, "gu");

const MEASURE =
  /^(?: ?(?:%|[$€£¥°])|[ -]?(?:[kmgtp]i?b|bytes?|m?s|secs?|mins?|hrs?|h|d|px|percent|prozent|seconds?|minutes?|hours?|days?|weeks?|months?|years?|cents?|dollars?|euros?|sekunden?|minuten?|stunden?|tagen?|tage|wochen?|monate?n?|jahre?n?|secondes?|heures?|jours?|semaines?|mois|segundos?|minutos?|horas?|días?|semanas?|meses)(?![\p{L}\p{N}]))/iu;

/** Numbers as words, two and up. */
export const SPELLED = [
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const FIRST_SPELLED = 2;
const SPELLED_WORD = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${SPELLED.join("|")})(?![\p{L}\p{N}])`, "giu");

/**
 * The numbers that people get wrong, each in all the ways it can be read: of two digits and more, with a fraction, versions,
 * and single digits that measure something. A single digit else counts steps and ways.
 */
export function numbersSaid(text: string, language: string | null): string[][] {
  const plain = withAsciiDigits(text);
  return [...plain.matchAll(NUMBER)]
    .filter((match) => {
      const [number] = match;
      if (number.length > 1) return !(number === "00" && plain[match.index - 1] === ":");
      const isPrice = /[$€£¥] ?$/u.test(plain.slice(Math.max(0, match.index - 2), match.index));
      return number !== "1" && (isPrice || MEASURE.test(plain.slice(match.index + 1, match.index + 20)));
    })
    .map(([number]) => readingsOf(number, language));
}

/** Every number of a text in each way it can be read; small ones also where they are spelled out. */
export function numbersIn(text: string, language: string | null): string[] {
  const plain = withAsciiDigits(text);
  const written = (plain.match(NUMBER) ?? []).flatMap((number) => readingsOf(number, language));
  const spelled = (plain.match(SPELLED_WORD) ?? []).map((word) =>
    String(SPELLED.indexOf(word.toLowerCase()) + FIRST_SPELLED),
  );
  return [...written, ...spelled];
}

function withAsciiDigits(text: string): string {
  return text
    .normalize("NFKC")
    .replace(LIST_MARK, " ")
    .replace(HTML_TAG, "")
    .replace(UNSEEN, "")
    .replace(/\|/gu, "\n")
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/٫/gu, ".")
    .replace(/٬/gu, ",");
}

/** In Unicode the ten digits of every script follow one another. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

/** A point before three digits is a thousands separator in some languages, and never in English. */
function readingsOf(number: string, language: string | null): string[] {
  const joined = number.replace(/[ '’]/gu, "");
  if (/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/u.test(joined)) return [joined.replaceAll(",", "")];
  const plain = /^\d+,\d+$/u.test(joined) ? joined.replace(",", ".") : joined;
  const whole = /^\d+$/u.test(plain) ? plain.replace(/^0+(?=\d)/u, "") : plain;
  if (language !== "en" && /^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/u.test(joined)) {
    return [whole, joined.replaceAll(".", "").replace(",", ".")];
  }
  return [whole];
}
