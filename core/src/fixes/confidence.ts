/** What the confidence in a fix is made of. */
export type FixConfidenceInput = {
  /** The model's own number, 0 to 1. */
  own: number;
  /** The tests failed with the new test alone and pass with everything. */
  isProven: boolean;
  /** Added and removed lines outside tests. */
  changedLines: number;
  /** Changed files outside tests. */
  changedFiles: number;
  /** The report says how to see the bug, or quotes an error. */
  hasEvidence: boolean;
  /** A test that was there before was deleted, or lost or changed a line. */
  changesExistingTests: boolean;
};

/** Without proof nobody should be surer than this. */
const UNPROVEN_CAP = 0.6;
/** Whoever changes what the tests say can make anything pass. */
const CHANGED_TESTS_CAP = 0.75;
const UNPROVEN = 0.75;
const NO_EVIDENCE = 0.85;
/** Up to here a change counts as small. */
const SMALL = { lines: 30, files: 2 };
/** A change of this many lines or files loses all that size can cost. */
const LARGE = { lines: 400, files: 10 };
const SIZE_COST = 0.2;

/**
 * How sure a fix is, 0 to 1: the model's own number times what its proof (1, or 0.75), its size (1 down to 0.8) and the
 * report's evidence (1, or 0.85) are worth. At most 0.6 without proof, at most 0.75 when existing tests were changed.
 */
export function rateFix(input: FixConfidenceInput): number {
  const own = Number.isFinite(input.own) ? Math.min(1, Math.max(0, input.own)) : 0;
  const proof = input.isProven ? 1 : UNPROVEN;
  const evidence = input.hasEvidence ? 1 : NO_EVIDENCE;
  const rated = own * proof * evidence * sizeFactor(input);
  const cap = Math.min(input.isProven ? 1 : UNPROVEN_CAP, input.changesExistingTests ? CHANGED_TESTS_CAP : 1);
  return Math.round(Math.min(cap, rated) * 1000) / 1000;
}

function sizeFactor({ changedLines, changedFiles }: FixConfidenceInput): number {
  const share = Math.max(
    shareBetween(changedLines, SMALL.lines, LARGE.lines),
    shareBetween(changedFiles, SMALL.files, LARGE.files),
  );
  return 1 - SIZE_COST * share;
}

function shareBetween(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Why it is as sure as it is: phrases for people. */
export function explainFix(input: FixConfidenceInput): string[] {
  return [
    input.isProven
      ? "a new test fails before the change and passes after it"
      : "nothing proves that it works, so it counts for 0.6 at most",
    ...(input.changesExistingTests
      ? ["it changes tests that were there before, so it counts for 0.75 at most"]
      : []),
    ...(input.hasEvidence ? [] : ["the report has neither steps nor an error text"]),
    ...(sizeFactor(input) < 1
      ? [`it changes ${input.changedLines} lines in ${input.changedFiles} files`]
      : []),
  ];
}
