import type { ChecksState } from "../../ports.ts";

export type CheckRun = { status: string; conclusion?: string | null | undefined };
export type Statuses = { state: string; count: number };

/** What leaves nothing to be desired; the rest of GitHub's conclusions does. */
const PASSED = new Set(["success", "neutral", "skipped"]);

/** Check runs and commit statuses of a commit together: one failure fails all, one that is open keeps all waiting. */
export function checksState(runs: CheckRun[], statuses: Statuses | null): ChecksState {
  const states = runs.map(stateOfRun);
  if (statuses && statuses.count > 0) states.push(stateOfStatuses(statuses.state));
  if (states.includes("failed")) return "failed";
  if (states.includes("pending")) return "pending";
  return states.length === 0 ? "none" : "passed";
}

function stateOfRun({ status, conclusion }: CheckRun): ChecksState {
  if (status !== "completed") return "pending";
  return PASSED.has(conclusion ?? "") ? "passed" : "failed";
}

function stateOfStatuses(state: string): ChecksState {
  if (state === "success") return "passed";
  return state === "pending" ? "pending" : "failed";
}
