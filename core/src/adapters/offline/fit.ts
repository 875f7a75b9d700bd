import type { QuestionForm } from "./form.ts";
import type { Unit } from "./units.ts";

export type RunShape = {
  units: Unit[];
  words: number;
  /** Share of the question that the heading right above covers. */
  heading: number;
  /** Begins right under that heading, or behind the callouts there. */
  isOpening: boolean;
  /** That heading is the article's title. */
  isLead: boolean;
};

export const POLAR_OPENING = /^\W*(?:yes|no|not yet|sure|correct)\s*[,.:;!–—-]/i;
const DEFINES = /^[^.]{2,80}?\b(?:is|are|means|stands for|refers to|lets you|allows you)\b/i;
const ABOUT_ITSELF =
  /\b(?:this|the following) (?:page|topic|guide|section|document|tutorial|article|chapter|information)\b|^in this (?:section|guide|tutorial|topic)|\bread on\b|^see (?:the|also)\b/i;
/** Says what to do: "To export a report, open it", "Click the name", "You can change it". */
const INSTRUCTS =
  /^\W*(?:to \p{L}{2,}|(?:first|then|just|please)?,?\s*(?:you can|go to|open|click|press|tap|select|choose|pick|run|use|add|enter|type|set|install|navigate|head|visit|log in|sign in|create|enable|disable|turn)\b)/iu;
const LONG = 130;

/** How well a run's form suits the question, beside the words it covers; about -1 to 0.4. */
export function fitOf(form: QuestionForm, run: RunShape): number {
  const [first] = run.units;
  if (!first) return 0;
  return openingFit(form, run, first) + kindFit(form, run.units) + lengthFit(run);
}

/**
 * "Yes, ..." answers the heading above it; under another question it would answer what was never asked. What stands
 * behind it often can be said alone.
 */
export function withoutPolarOpening(form: QuestionForm, heading: number, unit: Unit): Unit {
  const opening = POLAR_OPENING.exec(unit.text)?.[0];
  if (opening === undefined || answersHeading(form, heading)) return unit;
  const rest = unit.text.slice(opening.length).trim();
  return /^\p{Lu}/u.test(rest) ? { ...unit, text: rest } : unit;
}

const answersHeading = (form: QuestionForm, heading: number): boolean => form.isPolar && heading >= 0.4;

/** Under a heading that asks the same, the first sentences are the answer. */
function openingFit(form: QuestionForm, run: RunShape, first: Unit): number {
  let fit = run.isOpening ? (run.isLead ? 0.07 : 0.03) + 0.17 * run.heading : 0;
  if (POLAR_OPENING.test(first.text)) fit += answersHeading(form, run.heading) ? 0.06 : -0.3;
  if (first.needsPrevious) fit -= 0.12;
  if (!first.isBlockStart) fit -= 0.04;
  if (ABOUT_ITSELF.test(first.text)) fit -= 0.12;
  if (form.wantsSteps && INSTRUCTS.test(first.text) && first.terms.length > 0) fit += 0.06;
  if (form.wantsDefinition && DEFINES.test(first.text) && first.terms.length > 0) fit += 0.06;
  return fit;
}

function kindFit(form: QuestionForm, units: Unit[]): number {
  const has = (kind: Unit["kind"]): boolean => units.some((unit) => unit.kind === kind);
  let fit = 0;
  if (form.wantsSteps && (units.some((unit) => unit.isNumbered) || has("code"))) fit += 0.06;
  if (form.wantsCode && has("code")) fit += 0.06;
  if (form.wantsNumber && units.some((unit) => unit.kind === "text" && /\d/.test(unit.text))) fit += 0.04;
  if (units.every((unit) => unit.kind === "code")) fit -= form.wantsCode ? 0.05 : 0.15;
  if (units.some((unit) => unit.isContents)) fit -= 1;
  // Paragraph after paragraph is rarely one answer.
  const paragraphs = new Set(units.filter((unit) => unit.kind === "text").map((unit) => unit.block));
  fit -= 0.03 * Math.max(0, paragraphs.size - 1);
  return fit;
}

/** Words of the question spread thin over a long text say less than the same words close together. */
function lengthFit({ words, units }: RunShape): number {
  if (words < 7 && !units.some((unit) => unit.kind === "code")) return -0.12;
  const density = 0.08 * Math.min(1, 65 / words);
  return words > LONG ? density - Math.min(0.45, 0.0012 * (words - LONG)) : density;
}
