import { contentTermsOf, detectLanguage, splitSentences, termsOf, toTextLanguage } from "../../text/index.ts";

/** The words of one passage or of several. */
export type Vocabulary = {
  /** ISO 639-1; null when it cannot be told. */
  language: string | null;
  terms: ReadonlySet<string>;
  /** Beginnings of longer terms: "configure" and "configuration" have different stems in some languages. */
  beginnings: ReadonlySet<string>;
};

/**
 * Of the words of content in a statement, so many must stand in its passage. Of 43 honest paraphrases of the handbook
 * (`test/security/paraphrases.ts`) one has less; of the same sentences over passages about something else 96 of 100 do,
 * and of sentences from attacks over any passage 98 of 100.
 */
const LEAST_SHARE = 1 / 3;
/** A sentence inside of a longer statement that shares next to nothing was slipped in. */
const LEAST_SENTENCE_SHARE = 0.2;
const LEAST_SENTENCE_TERMS = 3;
const ECHO = 0.8;
const BEGINNING = 5;

/** Words of every instruction and of all talk about answers: they carry nothing. */
const PLAIN: ReadonlySet<string> = new Set(
  contentTermsOf(
    "allow appear available begin call change check choose click close come contain create default different done easy enter " +
      "exact example exist find first follow following give go good happen instance keep last latest leave look mean name necessary need new " +
      "next note number option page part place press provide put read really right run save say see select set show simple start " +
      "stay step stop sure take thing time turn type usual value work write add yes luck hope welcome sorry glad happy question answer article " +
      "documentation docs passage source knowledge base information cover describe mention explain state version system error message product " +
      "browser device operating os platform text log app software server",
  ),
);

export function readVocabulary(text: string): Vocabulary {
  const language = detectLanguage(text);
  const terms = new Set(termsOf(text, toTextLanguage(language)));
  return { language, terms, beginnings: beginningsOf(terms) };
}

/** The words of all; their language is the first one's. */
export function joinVocabularies(all: readonly Vocabulary[]): Vocabulary {
  const terms = new Set(all.flatMap((vocabulary) => [...vocabulary.terms]));
  const language = all.find((vocabulary) => vocabulary.language !== null)?.language ?? null;
  return { language, terms, beginnings: beginningsOf(terms) };
}

/** Whether a statement speaks of what its passage speaks of; both must be in one language. */
export function speaksOf(statement: string, passage: Vocabulary): boolean {
  const prose = withoutCodeBlocks(statement);
  const whole = shareOf(prose, passage);
  if (whole.terms > 0 && whole.share < LEAST_SHARE) return false;
  return splitSentences(prose).every((sentence) => {
    const { share, terms } = shareOf(sentence, passage);
    return terms < LEAST_SENTENCE_TERMS || share >= LEAST_SENTENCE_SHARE;
  });
}

/** Whether a lead-in, a question or a kind word brings up something that the passages do not speak of. */
export function bringsUpMore(aside: string, passages: Vocabulary): boolean {
  const { share, terms } = shareOf(aside, passages);
  return terms > 0 && share < LEAST_SHARE;
}

/** Whether the passages have every word of content in a text. */
export function isAllIn(text: string, passages: Vocabulary): boolean {
  const { share, terms } = shareOf(text, passages);
  return terms === 0 || share === 1;
}

/** Whether a text only repeats another: what a translation of a passage never does with the question. */
export function echoes(text: string, other: Vocabulary): boolean {
  const { share, terms } = shareOf(text, other);
  return terms >= LEAST_SENTENCE_TERMS && share >= ECHO;
}

function shareOf(
  text: string,
  { language, terms, beginnings }: Vocabulary,
): { share: number; terms: number } {
  const said = contentTermsOf(text, toTextLanguage(language)).filter((term) => !PLAIN.has(term));
  const found = said.filter(
    (term) => terms.has(term) || (term.length >= BEGINNING && beginnings.has(term.slice(0, BEGINNING))),
  );
  return { share: found.length / Math.max(1, said.length), terms: said.length };
}

function beginningsOf(terms: ReadonlySet<string>): Set<string> {
  return new Set(
    [...terms].filter((term) => term.length >= BEGINNING).map((term) => term.slice(0, BEGINNING)),
  );
}

const CODE_BLOCK = /^[\t ]*(`{3,9}|~{3,9})([\s\S]*?)(?:^[\t ]*\1[\t ]*$|(?![\s\S]))/gmu;

export function withoutCodeBlocks(text: string): string {
  return text.replace(CODE_BLOCK, " ");
}

/** The lines of a text's code blocks, without those that only say which language follows. */
export function codeLinesOf(text: string): string[] {
  return [...text.matchAll(CODE_BLOCK)].flatMap(([, , block = ""]) => block.split("\n").slice(1));
}
