import type { KnowledgeChunk } from "../../ports.ts";
import { contentTermsOf } from "../../text/index.ts";
import { unitsOf } from "./units.ts";
import type { Unit } from "./units.ts";
import { coverageOf } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

/** Consecutive units of one passage. */
export type Passage = {
  chunk: KnowledgeChunk;
  units: Unit[];
  /** Share of the question that these very words cover, without title and headings. */
  ownCoverage: number;
  /** The same with title and headings. */
  coverage: number;
  score: number;
};

const MAX_UNITS = 6;
const MAX_CHARACTERS = 1_200;
/** Later passages must be clearly better: the search has already weighed more than words. */
const RANK_DISCOUNT = 0.88;
const MAX_CHUNKS = 5;

/** The best run of units in each of the first passages, best first. */
export function findPassages(question: QuestionTerms, chunks: KnowledgeChunk[]): Passage[] {
  const passages = chunks.slice(0, MAX_CHUNKS).flatMap((chunk, rank) => bestRun(question, chunk, rank) ?? []);
  return passages.sort((a, b) => b.score - a.score);
}

function bestRun(question: QuestionTerms, chunk: KnowledgeChunk, rank: number): Passage | null {
  const units = unitsOf(chunk);
  const frame = contentTermsOf(`${chunk.title} ${chunk.headingPath.join(" ")}`);
  let best: Passage | null = null;
  for (let start = 0; start < units.length; start += 1) {
    const run = runFrom(units, start);
    for (let length = Math.min(2, run.length); length <= run.length; length += 1) {
      const passage = weigh(question, chunk, frame, run.slice(0, length), start, rank);
      if (!isWhole(passage.units, units[start - 1], length < run.length ? run[length] : undefined)) continue;
      if (!best || passage.score > best.score) best = passage;
    }
  }
  return best;
}

/** Up to six units from here, as long as they fit; code that a lead-in announces always comes along. */
function runFrom(units: Unit[], start: number): Unit[] {
  const run: Unit[] = [];
  let size = 0;
  for (const unit of units.slice(start, start + MAX_UNITS)) {
    size += unit.text.length;
    if (run.length > 0 && size > MAX_CHARACTERS && run.at(-1)?.isLeadIn !== true) break;
    run.push(unit);
  }
  return run;
}

/** Does not stop at "Run:", nor begin or stop in the middle of steps that fit. */
function isWhole(units: Unit[], before: Unit | undefined, after: Unit | undefined): boolean {
  const first = units[0];
  const last = units.at(-1);
  if (!first || !last) return false;
  if (last.isLeadIn && units.length > 1) return false;
  return !isSameList(before, first) && !isSameList(last, after);
}

function isSameList(one: Unit | undefined, next: Unit | undefined): boolean {
  return (
    one !== undefined &&
    next !== undefined &&
    one.kind === "list" &&
    one.block === next.block &&
    !one.isOfLongList
  );
}

function weigh(
  question: QuestionTerms,
  chunk: KnowledgeChunk,
  frame: string[],
  units: Unit[],
  start: number,
  rank: number,
): Passage {
  const own = units.flatMap((unit) => [...unit.terms]);
  const ownCoverage = coverageOf(question, own);
  const coverage = coverageOf(question, [...own, ...frame]);
  const length = units.reduce((sum, unit) => sum + unit.text.length, 0);
  // Words of the question spread thin over a long text say less than the same words close together.
  const density = Math.min(1, 400 / Math.max(length, 200));
  const opening = start === 0 ? 0.12 : units[0]?.kind === "list" && units[0].block === 0 ? 0.02 : 0;
  const steps = units.filter((unit) => unit.kind === "list" || unit.kind === "code").length > 0 ? 0.04 : 0;
  const score =
    (0.55 * ownCoverage + 0.45 * coverage + 0.08 * density + opening + steps) * RANK_DISCOUNT ** rank;
  return { chunk, units, ownCoverage, coverage, score };
}
