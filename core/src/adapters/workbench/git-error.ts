import { UpstreamError } from "../../errors.ts";
import type { GitRun } from "./git-process.ts";

const REASONS: readonly { pattern: RegExp; message: string; retryable: boolean }[] = [
  { pattern: /git: (?:command )?not found/u, message: "git is not installed.", retryable: false },
  {
    pattern: /Remote branch .* not found|Could not find remote branch/u,
    message: "The repository has no such branch; it may be empty, or its default branch was renamed.",
    retryable: false,
  },
  {
    pattern:
      /Authentication failed|could not read Username|returned error: 40[13]|terminal prompts disabled/u,
    message: "The code host does not let us read the repository's code.",
    retryable: false,
  },
  {
    pattern:
      /returned error: 404|repository .* not found|does not appear to be a git repository|does not exist/u,
    message: "The repository's code was not found.",
    retryable: false,
  },
  {
    pattern: /unable to update url base from redirection|returned error: 30\d/u,
    message: "The repository has moved; it is found again within minutes.",
    retryable: true,
  },
  {
    pattern: /fsck error|invalid path|bad tree|dotdot|hasDotgit/iu,
    message: "The repository holds names or objects that git refuses as unsafe.",
    retryable: false,
  },
  {
    pattern: /File size limit exceeded|file write error|fetch-pack: invalid index-pack output/u,
    message: "The repository is too big for a fix attempt.",
    retryable: false,
  },
  {
    pattern: /No space left on device/u,
    message: "There is no room on the disk for a copy.",
    retryable: true,
  },
];

/** A sentence about what git could not do. What it wrote goes into the cause, without the authorization. */
export function toGitError(run: GitRun, authorization: string | null): UpstreamError {
  const errors = authorization === null ? run.errors : run.errors.replaceAll(authorization, "[hidden]");
  const cause = new Error(errors.trim().slice(0, 2000) || `git ended with ${run.exitCode}`);
  if (run.isLate) return new UpstreamError("git", "Cloning took too long.", { retryable: true, cause });
  const known = REASONS.find(({ pattern }) => pattern.test(errors));
  const message = known?.message ?? "The repository's code could not be cloned.";
  return new UpstreamError("git", message, { retryable: known?.retryable ?? true, cause });
}
