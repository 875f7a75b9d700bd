import { z } from "zod";
import { checkSize } from "./change-size.ts";
import { readPatch } from "./patch.ts";
import { toShownOutput } from "./shown.ts";
import { defineTool, done, failed } from "./tool.ts";
import type { ToolDesk, ToolOutcome } from "./tool.ts";

const MAX_TEST_OUTPUT = 12_000;

export const runTests = defineTool({
  name: "run_tests",
  description:
    "Runs the repository's tests over the files as they are now. The first look at whether a new test fails, and then passes.",
  input: z.strictObject({}),
  async run(desk) {
    const run = await desk.runTests();
    if (typeof run === "string") return failed(run);
    const output = toShownOutput(run.output, MAX_TEST_OUTPUT);
    return done(`[${describeRun(run)}]\n${output}`);
  },
});

/** How a run of a command ended, in words. */
export function describeRun(run: {
  exitCode: number | null;
  stopped: "time" | "memory" | "output" | null;
  seconds: number;
}): string {
  const seconds = `${Math.round(run.seconds)} s`;
  if (run.stopped !== null) return `ended after ${seconds}: ${STOPPED[run.stopped]}`;
  if (run.exitCode === 0) return `passed in ${seconds}`;
  return run.exitCode === null
    ? `broke off after ${seconds}`
    : `failed in ${seconds}, exit code ${run.exitCode}`;
}

const STOPPED = {
  time: "it took too long",
  memory: "it used too much memory",
  output: "it printed too much",
} as const;

const Sentence = z.string().trim().min(1).max(500);

export const finish = defineTool({
  name: "finish",
  description:
    "Ends the work with what is stored. Without any change it says that there is no fix, and the limits say why.",
  input: z.strictObject({
    summary: z.string().trim().min(1).max(2000).describe("What the change does, for maintainers"),
    cause: z.string().trim().min(1).max(2000).describe("What was wrong, and where"),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .describe("How surely the change fixes the bug and breaks nothing else"),
    limits: z.array(Sentence).max(10).describe("What was not tried or is not sure, one sentence each"),
  }),
  async run(desk, fix): Promise<ToolOutcome> {
    const patch = await readPatch(desk.overlay, desk.settings);
    const size = checkSize(patch.changes, desk.settings);
    if (!size.ok) return { outcome: "refused", rule: size.rule, output: `Refused: ${size.reason}` };
    return { outcome: "finished", output: "Finished.", fix };
  },
});

/** The one reminder that a fix without a test gets; null when there is nothing to remind of. */
export async function missingTest(desk: ToolDesk): Promise<string | null> {
  if (desk.settings.testCommand === "" || desk.overlay.changes.size === 0) return null;
  const { files } = await readPatch(desk.overlay, desk.settings);
  if (files.some((file) => file.isTest && file.content !== null)) return null;
  return "There is no test yet that fails without the change. Write one; if none can be written, call finish again and say in limits why.";
}
