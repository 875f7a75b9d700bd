import { expect, test } from "vitest";
import { checksState } from "./checks-state.ts";

const run = (conclusion: string | null, status = "completed") => ({ status, conclusion });

test.each([
  ["nothing is checked", [], null, "none"],
  ["no status was ever set", [], { state: "pending", count: 0 }, "none"],
  ["all passed", [run("success"), run("success")], null, "passed"],
  [
    "skipped and neutral ones count as passed",
    [run("success"), run("skipped"), run("neutral")],
    null,
    "passed",
  ],
  ["one runs", [run("success"), run(null, "in_progress")], null, "pending"],
  ["one waits", [run(null, "queued")], null, "pending"],
  ["one failed while another runs", [run("failure"), run(null, "in_progress")], null, "failed"],
  ["one was cancelled", [run("cancelled")], null, "failed"],
  ["one timed out", [run("timed_out")], null, "failed"],
  ["one wants somebody to act", [run("action_required")], null, "failed"],
  ["only statuses, and they are good", [], { state: "success", count: 2 }, "passed"],
  ["runs are good, a status failed", [run("success")], { state: "failure", count: 1 }, "failed"],
  ["runs are good, a status is awaited", [run("success")], { state: "pending", count: 1 }, "pending"],
] as const)("%s: %o %o is %s", (_, runs, statuses, state) => {
  expect(checksState([...runs], statuses)).toBe(state);
});
