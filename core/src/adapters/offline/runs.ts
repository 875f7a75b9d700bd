import type { QuestionForm } from "./form.ts";
import type { Unit } from "./units.ts";

const MAX_WORDS = 120;
/** Steps that follow a question for them may be this long. */
const MAX_STEP_WORDS = 240;
const MAX_UNITS = 7;
/** Below this an answer sounds curt; what follows it in the article rounds it off. */
const FEW_WORDS = 35;

/** Whether a run of the units may begin here: nothing before it is needed to understand it. */
export function canStart(units: Unit[], start: number): boolean {
  const before = units[start - 1];
  return before === undefined || (!before.needsNext && units[start]?.needsPrevious === false);
}

/** Whether a run may stop before `end`: its last unit announces nothing. */
export const canEnd = (units: Unit[], end: number): boolean => units[end - 1]?.needsNext === false;

/** The end of the longest run from here. What a sentence announces always comes along, however long. */
export function furthestEnd(units: Unit[], start: number): number {
  let words = units[start]?.words ?? 0;
  let end = start + 1;
  for (; end < units.length && end - start < MAX_UNITS; end += 1) {
    words += units[end]?.words ?? 0;
    if (words > MAX_WORDS && canEnd(units, end)) break;
  }
  return end;
}

/** A curt run takes in what follows it, and instructions take in the steps right behind them. */
export function roundOff(form: QuestionForm, run: Unit[], following: Unit[]): Unit[] {
  const units = [...run];
  let words = units.reduce((sum, unit) => sum + unit.words, 0);
  let rest = following;
  while (rest.length > 0) {
    const group = firstGroup(rest);
    const last = group.at(-1);
    const isSteps = form.wantsSteps && rest === following && last?.isNumbered === true;
    const isSameBreath = last?.kind !== "text" || last.block === units.at(-1)?.block;
    const size = group.reduce((sum, unit) => sum + unit.words, 0);
    const isWelcome = isSteps || (words < FEW_WORDS && isSameBreath);
    if (!last || !isWelcome || words + size > (isSteps ? MAX_STEP_WORDS : MAX_WORDS)) break;
    units.push(...group);
    words += size;
    rest = rest.slice(group.length);
  }
  return units;
}

/** The first unit with all that it announces; empty where the text breaks off before that. */
function firstGroup(units: Unit[]): Unit[] {
  for (let end = 1; end <= units.length; end += 1) {
    if (canEnd(units, end)) return units.slice(0, end);
  }
  return [];
}
