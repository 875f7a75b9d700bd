import { isStopTerm, termsOf, toTextLanguage } from "../text/index.ts";
import type { AnalyzedChunk } from "./analyze.ts";
import type { Candidate } from "./find-candidates.ts";
import { pairsOf } from "./rank-context.ts";

/** What a passage and its article are called. */
export type Label = {
  /** Terms of the title and of the headings without stop words. */
  title: string[];
  heading: string[];
  titleTerms: ReadonlySet<string>;
  titlePairs: ReadonlySet<string>;
  /** Terms of the file name and folders that the title lacks. */
  path: string[];
  sourcePath: string | null;
};

const labels = new WeakMap<AnalyzedChunk, Label>();

/** Remembered: an article may move to another path, the rest never changes. */
export function labelOf(chunk: Candidate, parts: AnalyzedChunk): Label {
  const known = labels.get(parts);
  if (known && known.sourcePath === chunk.source_path) return known;
  const titleTerms = new Set(parts.title);
  const label = {
    title: parts.title.filter((term) => !isStopTerm(term)),
    heading: parts.heading.filter((term) => !isStopTerm(term)),
    titleTerms,
    titlePairs: new Set(pairsOf(parts.title)),
    path: pathTerms(chunk).filter((term) => !titleTerms.has(term)),
    sourcePath: chunk.source_path,
  };
  labels.set(parts, label);
  return label;
}

function pathTerms({ source_path, language }: Candidate): string[] {
  const words = (source_path ?? "")
    .split("/")
    .slice(1)
    .join(" ")
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  return termsOf(words, toTextLanguage(language));
}
