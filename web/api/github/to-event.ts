import { isCommand } from "@firstline/core";
import type { GithubEvent } from "@firstline/core";
import { z } from "zod";

const Id = z.number().int().positive();
const Repository = z.object({ id: Id });

const Issues = z.object({ repository: Repository, issue: z.object({ number: Id }) });
const IssueComment = z.object({
  repository: Repository,
  issue: z.object({ number: Id, pull_request: z.unknown().optional() }),
  comment: z.object({ body: z.string().nullish() }),
});
const Pull = z.object({ repository: Repository, pull_request: z.object({ number: Id }) });
const CheckRun = z.object({
  action: z.string(),
  repository: Repository,
  check_run: z.object({ head_sha: z.string() }),
});
const CheckSuite = z.object({
  action: z.string(),
  repository: Repository,
  check_suite: z.object({ head_sha: z.string() }),
});
const Status = z.object({ repository: Repository, sha: z.string() });
const Push = z.object({ repository: Repository, ref: z.string(), after: z.string() });
const RefChange = z.object({ repository: Repository, ref: z.string(), ref_type: z.string() });
const OfRepository = z.object({ repository: Repository });
const Repositories = z.array(Repository).nullish();
const Installation = z.object({
  installation: z.object({ id: Id }),
  repositories: Repositories,
  repositories_added: Repositories,
  repositories_removed: Repositories,
});

/**
 * What a payload says has changed; null for what we do not follow. Throws `ZodError` when it is not what GitHub documents.
 * Only ids, numbers and names are taken from it.
 */
export function toGithubEvent(name: string, payload: unknown): GithubEvent | null {
  switch (name) {
    case "issues": {
      const { repository, issue } = Issues.parse(payload);
      return { kind: "issue", externalId: repository.id, number: issue.number };
    }
    case "issue_comment":
      return toComment(payload);
    case "pull_request":
    case "pull_request_review": {
      const { repository, pull_request: pull } = Pull.parse(payload);
      return { kind: "pull", externalId: repository.id, number: pull.number };
    }
    case "check_run":
    case "check_suite":
    case "status":
    case "push":
    case "create":
    case "delete":
      return toCommit(name, payload);
    case "release":
      return { kind: "release", externalId: OfRepository.parse(payload).repository.id };
    case "repository":
      return { kind: "repository", externalId: OfRepository.parse(payload).repository.id };
    case "installation":
    case "installation_repositories":
      return toInstallation(payload);
    default:
      return null;
  }
}

/** Most of what is said on an issue is none of our business. */
function toComment(payload: unknown): GithubEvent | null {
  const { repository, issue, comment } = IssueComment.parse(payload);
  if (issue.pull_request || !isCommand(comment.body ?? "")) return null;
  return { kind: "comment", externalId: repository.id, number: issue.number };
}

type CommitEvent = "check_run" | "check_suite" | "status" | "push" | "create" | "delete";

function toCommit(name: CommitEvent, payload: unknown): GithubEvent | null {
  switch (name) {
    case "check_run": {
      const { action, repository, check_run: run } = CheckRun.parse(payload);
      if (action !== "completed") return null;
      return { kind: "commit", externalId: repository.id, sha: run.head_sha, branch: null };
    }
    case "check_suite": {
      const { action, repository, check_suite: suite } = CheckSuite.parse(payload);
      if (action !== "completed") return null;
      return { kind: "commit", externalId: repository.id, sha: suite.head_sha, branch: null };
    }
    case "status": {
      const { repository, sha } = Status.parse(payload);
      return { kind: "commit", externalId: repository.id, sha, branch: null };
    }
    case "push": {
      const { repository, ref, after } = Push.parse(payload);
      if (ref.startsWith("refs/tags/")) return { kind: "release", externalId: repository.id };
      const branch = ref.replace(/^refs\/heads\//u, "");
      return { kind: "commit", externalId: repository.id, sha: after, branch };
    }
    case "create":
    case "delete": {
      const { repository, ref, ref_type: type } = RefChange.parse(payload);
      if (type === "tag") return name === "create" ? { kind: "release", externalId: repository.id } : null;
      return { kind: "commit", externalId: repository.id, sha: "", branch: ref };
    }
  }
}

function toInstallation(payload: unknown): GithubEvent {
  const given = Installation.parse(payload);
  const named = [given.repositories, given.repositories_added, given.repositories_removed];
  const externalIds = named.flatMap((list) => (list ?? []).map((repository) => repository.id));
  return {
    kind: "installation",
    installationId: given.installation.id,
    externalIds: [...new Set(externalIds)].slice(0, 10_000),
  };
}
