import type { schema } from "@firstline/db";
import type { RepositorySettings } from "../github/repository-settings.ts";
import type { Checkout, CommandRun, RunLimits } from "../ports.ts";
import { describeRun } from "./end-tools.ts";
import type { FixFile } from "./patch.ts";
import { toShownOutput } from "./shown.ts";

export type ProofStage = schema.FixProofStage;
export type Proof = {
  stages: ProofStage[];
  isProven: boolean;
  /** Why it is not proven: sentences. */
  doubts: string[];
};

/** Seconds for one run of the tests. */
const RUN_SECONDS = 600;
const OUTPUT_BYTES = 200_000;
/** Characters of a run's output that are kept. */
const KEPT_OUTPUT = 6_000;

export function runLimitsOf(settings: Pick<RepositorySettings, "fixMemoryMb">, seconds: number): RunLimits {
  return {
    seconds: Math.max(1, Math.min(RUN_SECONDS, Math.floor(seconds))),
    memoryMb: settings.fixMemoryMb,
    outputBytes: OUTPUT_BYTES,
  };
}

/** What is run over each fresh copy: the set-up, then the tests. Each in a shell of its own, so that neither can skip the other. */
export function testCommandOf({
  setupCommand,
  testCommand,
}: Pick<RepositorySettings, "setupCommand" | "testCommand">): string {
  return setupCommand === "" ? testCommand : `(\n${setupCommand}\n) && (\n${testCommand}\n)`;
}

export type ProveInput = {
  checkout: Checkout;
  files: FixFile[];
  settings: RepositorySettings;
  /** Why commands cannot be run on this machine; null when they can. */
  problem: string | null;
  signal: AbortSignal;
};

/**
 * Runs the tests by ourselves, each time over a fresh copy: without any change they must pass, with the changed tests alone
 * they must fail, with everything they must pass. What the model said about its own runs does not count.
 */
export async function proveFix(input: ProveInput): Promise<Proof> {
  const { files, settings, problem } = input;
  if (settings.testCommand === "")
    return unproven(["The repository has no test command, so nothing proves the change."]);
  if (problem !== null) return unproven([`The tests could not be run: ${problem}`]);
  const tests = files.filter((file) => file.isTest);
  const before = await runStage(input, "before", []);
  if (!before.passed) {
    return unproven(["The tests fail already without the change, so they prove nothing."], [before]);
  }
  const withTest = tests.length === 0 ? null : await runStage(input, "with_test", tests);
  const withFix = await runStage(input, "with_fix", files);
  const doubts = [
    ...(withTest === null ? ["No test was added, so nothing shows that the bug is gone."] : []),
    ...(withTest && !withTest.failed ? [NO_FAILURE[withTest.passed ? "passes" : "ended"]] : []),
    ...(tests.length === files.length ? ["Only tests were changed."] : []),
    ...(withFix.passed ? [] : ["The tests do not pass with the change."]),
  ];
  const stages = [before, ...(withTest ? [withTest] : []), withFix].map(toStage);
  return { stages, isProven: doubts.length === 0, doubts };
}

const NO_FAILURE = {
  passes: "The new test passes without the change as well, so it does not show the bug.",
  ended: "The run with the new test alone was ended before it was done, so it does not show the bug.",
};

type RunStage = ProofStage & { failed: boolean };

async function runStage(input: ProveInput, stage: ProofStage["stage"], files: FixFile[]): Promise<RunStage> {
  const { checkout, settings, signal } = input;
  signal.throwIfAborted();
  const changes = new Map(files.map(({ path, content }) => [path, content]));
  const run = await checkout.run(testCommandOf(settings), changes, runLimitsOf(settings, RUN_SECONDS));
  signal.throwIfAborted();
  return { stage, ...verdictOf(run), seconds: run.seconds, output: tailOf(run) };
}

/** A run that was ended says nothing either way. */
function verdictOf({ exitCode, stopped }: CommandRun): { passed: boolean; failed: boolean } {
  const isDone = stopped === null && exitCode !== null;
  return { passed: isDone && exitCode === 0, failed: isDone && exitCode !== 0 };
}

function tailOf(run: CommandRun): string {
  const output = toShownOutput(run.output, KEPT_OUTPUT);
  return run.stopped === null ? output : `${output}\n[${describeRun(run)}]`;
}

function toStage({ stage, passed, seconds, output }: RunStage): ProofStage {
  return { stage, passed, seconds, output };
}

function unproven(doubts: string[], stages: RunStage[] = []): Proof {
  return { stages: stages.map(toStage), isProven: false, doubts };
}
