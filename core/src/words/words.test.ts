import { expect, test } from "vitest";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { nl } from "./nl.ts";
import { pt } from "./pt.ts";
import { ru } from "./ru.ts";
import { zh } from "./zh.ts";
import { ALL_WORDS, listReadings, wordsFor } from "./words.ts";
import type { Words } from "./words.ts";

test.each<[string, string, string[], Words]>([
  ["the text is in", "Wie kann ich meine Rechnung als PDF herunterladen?", ["en"], de],
  ["the text is in, whatever the help center's", "How do I download my invoice as a PDF?", ["de"], en],
  ["the help center has most likely, of a short text", "Pourquoi ça bloque ?", ["en", "fr-CA"], fr],
  ["the text is in, in letters of its own", "怎样下载发票？", ["en"], zh],
  ["the text is in, by a single word in its letters", "ログイン", ["en"], ja],
  ["the help center has first, of a word in none", "TLS_ERR_42", ["de-AT", "en"], de],
  [
    "everybody may read, where there are no words",
    "Jak mogę pobrać moją fakturę w formacie PDF?",
    ["pl"],
    en,
  ],
])("speaks the language that %s", (_, text, locales, words) => {
  expect(wordsFor(text, locales)).toBe(words);
});

test("readings are joined by the language's own word", () => {
  expect(listReadings(en, ["A", "B", "C"])).toBe('"A", "B" or "C"');
  expect(listReadings(de, ["A", "B"])).toBe('"A" oder "B"');
});

const REPORT = { isWish: false, link: (name: string) => `[${name}](https://github.com/o/r/issues/7)` };

const PLAIN = { isWish: false, link: (name: string) => name };
const WISH = { ...PLAIN, isWish: true };

test.each([
  [fr.howDidWeDo, "Content que ce soit résolu ! Que penses-tu de notre aide ?"],
  [fr.notPlanned(WISH), expect.stringContaining("la demande comme « non prévue »")],
  [fr.notPlanned(PLAIN), expect.stringContaining("le rapport de bug comme « non prévu »")],
  [es.reopened(PLAIN), expect.stringContaining("así que esto aún no está resuelto")],
  [ar.closedAsFixed(PLAIN), expect.stringContaining("البلاغ بعد إصلاح الخطأ")],
  [ar.closedAsFixed(WISH), expect.stringContaining("الطلب بعد تنفيذه")],
  [ru.closedAsFixed(PLAIN), expect.stringContaining("сообщение об ошибке: исправлено")],
  [it.notPlanned(WISH), expect.stringContaining("la richiesta come «non prevista»")],
  [de.whatIsStillSeen, expect.stringContaining("Was klappt noch nicht?")],
])("what is said agrees with what it is about: %j", (said, expected) => {
  expect(said).toEqual(expected);
});

test.each([
  ["en", en, "the developers: what did you expect instead?"],
  ["es", es, "los desarrolladores: ¿qué esperabas en su lugar?"],
  ["fr", fr, "les développeurs : à quoi t'attendais-tu ?"],
  ["pt", pt, "os desenvolvedores: o que você esperava?"],
  ["it", it, "gli sviluppatori: che cosa ti aspettavi invece?"],
  ["nl", nl, "de ontwikkelaars helpen: wat had je in plaats daarvan verwacht?"],
])("a question behind a colon goes on in lower case (%s)", (_, words, end) => {
  expect(words.askOnePiece(words.bugPieces.expected)).toContain(end);
});

/** Every sentence, with its gaps filled. */
function sentencesOf(words: Words): Map<string, string> {
  const { handover, bugPieces, ...rest } = words;
  const filled: [string, string][] = [
    ["whichOfThese", words.whichOfThese("<gap>")],
    ["claimed", words.claimed("<gap>")],
    ["voteFor", words.voteFor("<gap>")],
    ["askOnePiece", words.askOnePiece("<gap>")],
    ["askPieces", words.askPieces("<gap>")],
    ["thanksForRating", words.thanksForRating(5)],
    ["sorryForRating", words.sorryForRating(2)],
    ["filed", words.filed("<gap>")],
    ["filed, private", words.filed(null)],
    ["linked", words.linked("<gap>")],
    ["linked, private", words.linked(null)],
    ...[false, true].flatMap((isWish): [string, string][] => {
      const report = { ...REPORT, isWish };
      return [
        [`fixed ${isWish}`, words.fixed(report)],
        [`closedAsFixed ${isWish}`, words.closedAsFixed(report)],
        [`closed ${isWish}`, words.closed(report)],
        [`notPlanned ${isWish}`, words.notPlanned(report)],
        [`duplicate ${isWish}`, words.duplicate(report, (name) => `[${name}](<gap>)`)],
        [`reopened ${isWish}`, words.reopened(report)],
        [`inPrerelease ${isWish}`, words.inPrerelease("<gap>", isWish)],
        [`shipped ${isWish}`, words.shipped("<gap>", isWish)],
      ];
    }),
  ];
  const plain = Object.entries({ ...rest, ...handover, ...bugPieces }).flatMap(
    ([key, value]): [string, string][] => (typeof value === "string" ? [[key, value]] : []),
  );
  return new Map([...plain, ...filled]);
}

const ENGLISH = sentencesOf(en);
const OTHERS = ALL_WORDS.filter((words) => words !== en).flatMap((words) => [...sentencesOf(words)]);

test("every language says each sentence in its own words, with nothing missing", () => {
  expect(OTHERS.filter(([, said]) => /undefined|\bnull\b|^\s|\s$/u.test(said))).toEqual([]);
  // "Sources" is French, too.
  expect(OTHERS.filter(([key, said]) => key !== "sources" && said === ENGLISH.get(key))).toEqual([]);
});

test.each(["<gap>", "5", "★", "issues/7"])("every language says %s where English does", (gap) => {
  const differ = OTHERS.filter(([key, said]) => said.includes(gap) !== ENGLISH.get(key)?.includes(gap));
  expect(differ).toEqual([]);
});

test("button labels fit on a button of 75 characters", () => {
  const labels = ALL_WORDS.flatMap((words) => [
    words.solved,
    words.notSolved,
    words.notSolvedAfterAll,
    words.askPerson,
    words.makeRequest,
    words.makeMine,
    words.works,
    words.worksNot,
  ]);
  expect(labels.filter((label) => label.length > 40)).toEqual([]);
});
