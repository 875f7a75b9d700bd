/**
 * Light stemmers: what is left of a word without the endings of nouns, adjectives and verbs, the longest first. There are no
 * Snowball rules for these languages.
 */
const POLISH = toEnding(
  "owaniami owaniach owaniem owania owaniu owanie owań owałam owałem owała owało owali ował owany owana owane ować ujecie ujemy ujesz ujcie uję uje ują uj " +
    "aniem ania aniu anie eniem enia eniu enie iejsze iejszy iami ami iach ach iom om ów iego ego iemu emu ymi imi ych ich iem em ym im iesz esz iecie ecie iemy emy isz icie imy " +
    "ając ają acie amy asz ałam ałem ała ało ali ał iłam iłem iła iło ili ił nąć ąć ić yć ać eć ie ia ię ią io iu ą ę a e i o u y",
);
const CZECH = toEnding(
  "ováními ováních ováním ování ovala oval ovat ujeme ujete uješ uji uju ují uje uj eními eních ením ení áních áním ání ého ému ými ích ím ého ými ách ám ami emi ech em ům ů ou " +
    "ejte ete íte áte íme áme íš áš at it et al ala il ila el ela ý á é í a e i o u y ě",
);
/** A shorter word would lose what it says. */
const SHORTEST = 3;

export const polish = (word: string): string => withoutEnding(word, POLISH);
export const czech = (word: string): string => withoutEnding(word, CZECH);

function toEnding(list: string): RegExp {
  const longestFirst = list.split(" ").toSorted((a, b) => b.length - a.length);
  return new RegExp(`(?:${longestFirst.join("|")})$`, "u");
}

function withoutEnding(word: string, ending: RegExp): string {
  const at = ending.exec(word)?.index ?? word.length;
  return at < SHORTEST ? word : word.slice(0, at);
}
