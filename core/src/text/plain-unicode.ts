/** A joiner that stands in an emoji, or between letters of a script that is written with joiners. */
const JOINED =
  /(?<=\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})\u200D(?=\p{Extended_Pictographic})|(?<=[\p{sc=Arabic}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Tamil}\p{sc=Malayalam}\p{sc=Sinhala}]\p{M}?)[\u200C\u200D](?=[\p{sc=Arabic}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Tamil}\p{sc=Malayalam}\p{sc=Sinhala}])/gu;
const EMOJI_STYLE = /(?<=\p{Extended_Pictographic}|[0-9#*])\uFE0F/gu;
const KEEPERS = new Map([
  ["\u200D", "\uFDD0"],
  ["\u200C", "\uFDD1"],
  ["\uFE0F", "\uFDD2"],
]);
const KEPT = new Map([...KEEPERS].map(([character, keeper]) => [keeper, character]));

/** What is not shown at all: formats, fillers, variation selectors, tags, private characters, half characters. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]/gu;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu;
/** More marks on one letter than any language needs. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * A text without anything that no person can see, for places where others read it: no hidden letters, no marks that turn
 * the direction of writing, line breaks as \n and spaces as spaces. Emoji and scripts that need joiners keep them.
 */
export function plainUnicode(text: string): string {
  const held = text
    .toWellFormed()
    .replace(/[\uFDD0-\uFDEF]/gu, "")
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n")
    .replace(JOINED, (joiner) => KEEPERS.get(joiner) ?? "")
    .replace(EMOJI_STYLE, (style) => KEEPERS.get(style) ?? "");
  return held
    .replace(CONTROL, "")
    .replace(UNSEEN, (character) => KEPT.get(character) ?? "")
    .replace(/[\p{Zs}\t]/gu, (space) => (space === "\t" ? "\t" : " "))
    .replace(PILED_MARKS, "$1");
}
