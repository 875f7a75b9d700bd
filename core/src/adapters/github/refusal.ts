import { UpstreamError } from "../../errors.ts";
import type { Failure } from "./failure.ts";

/** A failed call. `status` is GitHub's answer; null when there was none. */
export class GithubError extends UpstreamError {
  readonly status: number | null;
  readonly detail: string;

  constructor(
    message: string,
    of: { status: number | null; detail: string; retryable: boolean; retryAfterSeconds?: number },
  ) {
    const { status, detail, retryable, retryAfterSeconds } = of;
    // What Octokit throws carries the whole request; of it only GitHub's own words are kept.
    const cause = new Error(`status ${status ?? "none"}: ${detail || "no message"}`);
    super("github", message, {
      retryable,
      cause,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
    this.status = status;
    this.detail = detail;
  }
}

export type Attempted = {
  /** What was tried, after "may not": "write issues". */
  doing: string;
  /** "owner/name"; null for what concerns no repository. */
  repo: string | null;
  by: "app" | "token";
};

/** The sentence that people read about a failed call. */
export function toGithubError(failure: Failure, attempted: Attempted): GithubError {
  switch (failure.kind) {
    case "lost":
      return new GithubError("GitHub could not be reached, or its answer broke off.", {
        status: null,
        detail: "",
        retryable: true,
      });
    case "broken":
      return new GithubError(`GitHub is having trouble at the moment (${failure.status}).`, {
        status: failure.status,
        detail: "",
        retryable: true,
      });
    case "limited":
      return new GithubError(
        `GitHub asks us to slow down: it takes the next request in ${inWords(failure.seconds)}.`,
        { status: 429, detail: "", retryable: true, retryAfterSeconds: failure.seconds },
      );
    case "strange":
      return new GithubError("GitHub gave an answer of an unknown form.", {
        status: null,
        detail: failure.where,
        retryable: false,
      });
    case "refused":
      return new GithubError(explain(failure.status, failure.message, attempted), {
        status: failure.status,
        detail: failure.message,
        retryable: false,
      });
    default:
      return failure satisfies never;
  }
}

function explain(status: number, message: string, { doing, repo, by }: Attempted): string {
  const where = repo === null ? "" : ` in ${repo}`;
  const who = by === "app" ? "the app" : "the token";
  if (status === 401) {
    return by === "app"
      ? "GitHub does not accept the app's id and private key (any more)."
      : "GitHub does not accept the token (any more).";
  }
  if (/archived/iu.test(message))
    return `${repo ?? "The repository"} is archived on GitHub and cannot be changed.`;
  if (/suspended/iu.test(message)) return "The installation of the GitHub App is suspended.";
  if (status === 403 && /\blocked\b/iu.test(message))
    return `GitHub refuses: the conversation is locked, so ${who} may not ${doing}${where}.`;
  if (status === 403) return `GitHub refuses: ${who} may not ${doing}${where}.`;
  if (status === 404) return `GitHub found nothing there, or ${who} may not ${doing}${where}.`;
  if (status === 410) return `GitHub says that this is gone or switched off${where}.`;
  if (status === 409)
    return `GitHub could not ${doing}${where}: something else changed at the same time, or the repository is empty.`;
  if (/draft pull requests are not supported/iu.test(message)) {
    return `${repo ?? "The repository"} does not allow draft pull requests.`;
  }
  return `GitHub did not accept the request to ${doing}${where} (${status}).`;
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
