import { isIPv4, isIPv6 } from "node:net";

/** Lengths and first digits of payment cards. */
const CARD_BRANDS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15}|35\d{14}|(?:2131|1800)\d{11}|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15})$/u;

/** Twelve digits may be anything; of a text that speaks of a card they are one. */
const SHORT_CARD = /^(?:50|5[6-9]|6)\d{10}$/u;

/** A number that a card could have: a brand's form, and the check digit is right. */
export function isCardNumber(text: string, before = ""): boolean {
  const digits = text.replace(/[ -]/gu, "");
  const isSaid = SHORT_CARD.test(digits) && /\b(?:card|cc)\b/iu.test(before);
  if (!isSaid && !CARD_BRANDS.test(digits)) return false;
  const sum = digits
    .split("")
    .toReversed()
    .reduce((total, digit, position) => {
      const value = Number(digit) * (position % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** Whether the check digits of an IBAN are right. */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "").toUpperCase();
  if (plain.length < 15 || plain.length > 34) return false;
  const turned = plain.slice(4) + plain.slice(0, 4);
  let rest = 0;
  for (const letter of turned) {
    const value = Number.parseInt(letter, 36);
    if (Number.isNaN(value)) return false;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** What a version follows: "v", "release", a name with a sign that joins it to its version, or a browser's name. */
const BEFORE_VERSION =
  /(?:\b(?:v|ver\.?|version|release|build|upgraded? to|downgraded? to|[\w.-]+[/@=~^])|[=<>~^]=?|\b(?:chrome|chromium|firefox|safari|edge|opera|brave|electron|node|python|java|windows|macos|android|ios|app|sdk|plugin|package|driver|firmware))[\s:]*$/iu;

const ADDRESS_WORD = /\b(?:ip|ipv4|address|host|hostname|server|client|gateway|peer|blocked?|ping)\W{0,3}$/iu;

/** Four small numbers, or four after a name ("SeaMonkey 2.53.18.2"), are a version unless the text calls them an address. */
function isVersion([a = 0, , c = 0, d = 0]: readonly number[], before: string): boolean {
  if (BEFORE_VERSION.test(before)) return true;
  if (ADDRESS_WORD.test(before)) return false;
  return (a <= 30 && c <= 40 && d <= 40) || /\p{Lu}[\p{L}\d]*[ -]$|[\p{L}\d]-$/u.test(before);
}

/**
 * An address of the internet that can belong to somebody. Addresses that everybody has (the machine itself, private
 * networks, masks, documentation) help maintainers and say nothing of anybody.
 */
export function isPersonalIp(text: string, before: string): boolean {
  if (isIPv6(text))
    return /\d/u.test(text) && text.split(":").length > 3 && !/^(?:fe80|f[cd]|ff|2001:db8)/iu.test(text);
  if (!isIPv4(text)) return false;
  const numbers = text.split(".").map(Number);
  if (isVersion(numbers, before)) return false;
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  const isPrivate = a === 10 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32);
  const isSpecial = a === 0 || a === 127 || a >= 224 || (a === 169 && b === 254) || (c === 0 && d === 0);
  const isDocumentation = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./u.test(text);
  return !isPrivate && !isSpecial && !isDocumentation;
}
