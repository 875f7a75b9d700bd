import { ConflictError } from "../errors.ts";
import { repoRefOf } from "../github/load.ts";
import type { CodeHost, HostPull } from "../ports.ts";
import type { Attempt, AttemptPlace } from "./load.ts";

export type ChosenBranch = {
  branch: string;
  /** Its open pull request; null when there is none yet. */
  pull: HostPull | null;
  /** The branch holds this attempt's commit already. */
  isCommitted: boolean;
};

const MAX_BRANCHES = 20;

/** Stands in the pull request's text, so that ours are known whatever happened to our records. */
export function markerOf({ attempt, issue }: Pick<AttemptPlace, "attempt" | "issue">): string {
  return `<!-- firstline:fix:${attempt.workspaceId}:${issue.id} -->`;
}

/**
 * The branch of an issue's fixes: that of its open pull request, so that a second attempt takes the place of the first. What was
 * merged, closed or is somebody else's is left alone, and the next number is taken. `attempts` are all of the issue.
 * Throws `ConflictError` when people have pushed to the branch: their work is not overwritten.
 */
export async function chooseBranch(
  host: CodeHost,
  place: AttemptPlace,
  attempts: readonly Attempt[],
): Promise<ChosenBranch> {
  const ref = repoRefOf(place.repository);
  const first = attempts.reduce((a, b) => (b.number < a.number ? b : a), place.attempt);
  for (let number = 1; number <= MAX_BRANCHES; number += 1) {
    const branch = `automated-fix/ticket-${first.ticketId}${number === 1 ? "" : `-${number}`}`;
    const head = await host.findBranch(ref, branch);
    const pull = await host.findPull(ref, branch);
    if (pull && pull.state === "closed") continue;
    if (head === null) return { branch, pull: null, isCommitted: false };
    const ours = attempts.filter((attempt) => attempt.branch === branch);
    const isOurs = ours.length > 0 || pull?.body.includes(markerOf(place)) === true;
    if (!isOurs) continue;
    requireOwnHead(place, ours, head.sha, branch);
    return { branch, pull, isCommitted: head.sha === place.attempt.ownSha };
  }
  throw new ConflictError("All branches that a fix of this issue could have are taken.");
}

/** An attempt that wrote down its branch but no commit broke off between the two: the head may be its own. */
function requireOwnHead(
  { attempt }: AttemptPlace,
  ours: readonly Attempt[],
  sha: string,
  branch: string,
): void {
  const isBrokenOff = attempt.branch === branch && attempt.ownSha === null;
  if (isBrokenOff || ours.some(({ ownSha }) => ownSha === sha)) return;
  throw new ConflictError(`People have pushed to ${branch}, and their work is not overwritten.`);
}
