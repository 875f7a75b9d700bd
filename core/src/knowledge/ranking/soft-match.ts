import { Coverage } from "./coverage.ts";
import { START } from "./term-numbers.ts";
import type { TermNumbers } from "./term-numbers.ts";

const LEAST_SHARE = 0.55;
/** A relative never counts as much as the word itself. */
const MOST_FOR_RELATIVE = 0.9;

/** How much of a question is covered by its words and, in part, by relatives with a common start ("log", "logger"). */
export function softCoverage(weights: ReadonlyMap<string, number>, numbers: TermNumbers): Coverage {
  const wanted = [...weights.keys()];
  const starts = new Set(Array.from(numbers.ofTerms(wanted), (number) => numbers.starts[number]));
  return new Coverage(weights.values(), numbers.terms.length, (number) => {
    if (!starts.has(numbers.starts[number])) return null;
    const term = numbers.terms[number] ?? "";
    return wanted.map((each) => (each === term ? 1 : kinshipOf(each, term)));
  });
}

function kinshipOf(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let common = 0;
  while (common < most && a.charCodeAt(common) === b.charCodeAt(common)) common += 1;
  const kinship = common / Math.max(a.length, b.length);
  return common >= START && kinship >= LEAST_SHARE ? Math.min(MOST_FOR_RELATIVE, kinship) : 0;
}
