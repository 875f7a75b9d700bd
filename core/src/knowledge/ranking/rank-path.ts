import { termsOf, toTextLanguage } from "../../text/index.ts";
import type { Candidate } from "../find-candidates.ts";
import type { PassageTerms } from "./passage-terms.ts";
import type { TermNumbers } from "./term-numbers.ts";

type Path = { sourcePath: string | null; terms: Int32Array };

const paths = new WeakMap<PassageTerms, Path>();

/** The different terms of an article's file name and folders that the title lacks; remembered until the article moves. */
export function pathTermsOf(
  { source_path, language }: Candidate,
  passage: PassageTerms,
  numbers: TermNumbers,
): Int32Array {
  const known = paths.get(passage);
  if (known && known.sourcePath === source_path) return known.terms;
  const words = (source_path ?? "")
    .split("/")
    .slice(1)
    .join(" ")
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  const all = numbers.ofTerms(termsOf(words, toTextLanguage(language)));
  const terms = all.filter((term, at) => all.indexOf(term) === at && !passage.title.includes(term));
  paths.set(passage, { sourcePath: source_path, terms });
  return terms;
}
