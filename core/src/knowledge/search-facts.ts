import type { Ctx } from "../context.ts";
import { detectLanguage, likeliestLanguage, toTextLanguage } from "../text/index.ts";
import type { TextLanguage } from "../text/index.ts";

/** What a search must know of the workspace before it asks the database, which tells it with the answer. */
export type SearchFacts = {
  /** The languages its articles are in, the most common first; empty: English alone. */
  languages: readonly string[];
  /** The model whose vectors are compared; null while there are none. */
  liveModel: string | null;
};

const UNKNOWN: SearchFacts = { languages: [], liveModel: null };
const ofDatabase = new WeakMap<Ctx["db"], Map<number, SearchFacts>>();

/** What the last search was told; a search that guessed wrong is repeated. */
export function knownFacts(db: Ctx["db"], workspaceId: number): SearchFacts {
  return ofDatabase.get(db)?.get(workspaceId) ?? UNKNOWN;
}

export function rememberFacts(db: Ctx["db"], workspaceId: number, facts: SearchFacts): void {
  const known = ofDatabase.get(db) ?? new Map<number, SearchFacts>();
  ofDatabase.set(db, known.set(workspaceId, facts));
}

export const readLanguages = (stored: string | null): readonly string[] =>
  stored === null ? [] : stored.split(",");

/**
 * The language whose rules find articles for a question: its own, as long as there are articles in it. A question too short
 * to tell its language takes the likeliest of the articles' languages, and that of most articles where none is likelier.
 */
export function languageOfQuestion(question: string, { languages }: SearchFacts): TextLanguage | null {
  if (languages.length === 0) return null;
  const own = detectLanguage(question) ?? likeliestLanguage(question, languages);
  return toTextLanguage(own !== null && languages.includes(own) ? own : languages[0]);
}
