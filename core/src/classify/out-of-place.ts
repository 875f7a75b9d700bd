import { detectLanguage, isStopTerm, nearness, termsOf, wordVectors } from "../text/index.ts";

/**
 * A task as one gives it to an assistant: a question, or an order to write, explain, change or send something. What readers
 * of a manual are told to do with a screen (click, open, check, enter) is not among them.
 */
const TASK =
  /^\W*(?:please |kindly |now |also |then |instead,? )*(?:(?:can|could|would|will) you (?:please )?)?(?:what(?:['’]s)?|who|whose|how|why|where|when|which|is|are|was|were|do|does|did|has|have|should|add|analy[sz]e|answer|append|arrange|assess|book|break|brainstorm|calculate|classify|combine|compare|compile|compose|convert|create|define|describe|design|determine|develop|discuss|draft|elaborate|email|encode|estimate|evaluate|examine|explain|express|find|forecast|forward|generate|give|group|identify|illustrate|imagine|include|interpret|introduce|jumble|list|mail|make up|misspell|modify|name|offer|order|organi[sz]e|outline|paraphrase|plan|play|predict|prepare|present|promote|propose|provide|rank|rearrange|recite|recommend|remind|remove|render|rephrase|replace|research|reverse|review|rewrite|say|schedule|scramble|send|share|show|shuffle|simulate|sing|sketch|solve|spell|substitute|suggest|summari[sz]e|swap|tell|transfer|transform|translate|turn|write)\b/iu;
/** Headings, items of a list and cells of a table are short and have no words of their own to be compared by. */
const WHOLE = /[.?!]["'”’)]*$/u;
const ASKS = /^\W*(?:what|who|how|why|where|when|which|is|are|was|were|do|does|did|has|have|should)/iu;

/** So many words must stand around a sentence before one can say what the text is about. */
const LEAST_AROUND = 20;
const LEAST_OWN = 2;
/** Measured on tasks put into mails, and on 3,000 passages of manuals: see `test/evals/classify/measure-hidden.ts`. */
const WORDS_NEAR = 0.5;
const WHOLE_NEAR = 0.35;

/**
 * The first sentence that sets a task which has nothing to do with the text around it, no word and no meaning: "Explain how
 * photosynthesis works." amid a bill. Null when there is none. English only: elsewhere nothing is known of meanings.
 */
export function findTaskOutOfPlace(sentences: readonly string[]): string | null {
  const terms = sentences.map((sentence) => termsOf(sentence).filter((term) => !isStopTerm(term)));
  const sentencesWith = countSentences(terms);
  const words = terms.reduce((sum, own) => sum + own.length, 0);
  const found = sentences.findIndex((sentence, i) => {
    if (!isTask(sentence)) return false;
    const own = [...new Set(terms[i])];
    const isApart = own.every((term) => sentencesWith.get(term) === 1);
    if (!isApart || own.length < LEAST_OWN || words - own.length < LEAST_AROUND) return false;
    return isFarFrom(own, terms.toSpliced(i, 1).flat());
  });
  const isEnglish = found >= 0 && (detectLanguage(sentences.join("\n")) ?? "en") === "en";
  return isEnglish ? (sentences[found] ?? null) : null;
}

const isTask = (sentence: string): boolean =>
  !sentence.startsWith("#") &&
  TASK.test(sentence) &&
  WHOLE.test(sentence) &&
  (!ASKS.test(sentence) || /\?["'”’)]*$/u.test(sentence));

function countSentences(terms: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const own of terms) for (const term of new Set(own)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function isFarFrom(own: readonly string[], around: readonly string[]): boolean {
  const vectors = wordVectors();
  const known = own.flatMap((term) => vectors.of(term) ?? []);
  if (known.length * 2 < own.length) return false;
  if (nearness(vectors.ofAll(own), vectors.ofAll(around)) >= WHOLE_NEAR) return false;
  const others = [...new Set(around)].flatMap((term) => vectors.of(term) ?? []);
  const nearest = known.map((vector) => Math.max(0, ...others.map((other) => nearness(vector, other))));
  return nearest.reduce((sum, value) => sum + value, 0) / own.length < WORDS_NEAR;
}
