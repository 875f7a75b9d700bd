import type {
  ChecksState,
  HostComment,
  HostIssue,
  HostPull,
  HostReview,
  IssueStateReason,
} from "@firstline/core";
import { addComment, addCommit, addIssue, closeFakeIssue } from "./fake-repository.ts";
import type { FakeRepository } from "./fake-repository.ts";

type IssueInput = { title: string; body?: string; labels?: string[]; author?: string };

/** What people and their machines do on the code host in memory. */
export type Maintainer = {
  openIssue(repo: string, input: IssueInput): HostIssue;
  comment(repo: string, issueNumber: number, input: { author: string; body: string }): HostComment;
  /** `by` is the commit that closed it. */
  closeIssue(repo: string, number: number, reason?: IssueStateReason, by?: string): void;
  reopenIssue(repo: string, number: number): void;
  changeIssue(
    repo: string,
    number: number,
    change: Partial<Pick<HostIssue, "title" | "labels" | "milestone" | "body">>,
  ): void;
  deleteIssue(repo: string, number: number): void;
  /** The issue gets a number of the other repository. */
  transferIssue(repo: string, number: number, to: string): HostIssue;
  setChecks(repo: string, sha: string, state: ChecksState): void;
  review(repo: string, pullNumber: number, review: HostReview): void;
  /** Lands a pull request; answers the merge commit. Issues that its body says it fixes are closed. */
  merge(repo: string, pullNumber: number): string;
  closePull(repo: string, pullNumber: number): void;
  deleteBranch(repo: string, branch: string): void;
  /** Somebody else's commit on top of a branch; answers it. */
  push(repo: string, branch: string, files: Record<string, string>): string;
  /** Puts another commit in place of the branch's newest; answers it. */
  forcePush(repo: string, branch: string, files: Record<string, string>): string;
  /** Releases what the default branch holds now, or `sha`. */
  release(repo: string, tag: string, options?: { isPrerelease?: boolean; sha?: string }): void;
  rename(repo: string, to: string): void;
};

export function createMaintainer(at: (repo: string) => FakeRepository, now: () => Date): Maintainer {
  return { ...issueWork(at, now), ...pullWork(at, now), ...branchWork(at, now) };
}

type At = (repo: string) => FakeRepository;

function get<Value>(found: Value | undefined, what: string): Value {
  if (found === undefined) throw new Error(`there is no ${what}`);
  return found;
}

const issueAt = (at: At, repo: string, number: number): HostIssue =>
  get(at(repo).issues.get(number), `issue #${number} in ${repo}`);
const pullAt = (at: At, repo: string, number: number): HostPull =>
  get(at(repo).pulls.get(number), `pull request #${number} in ${repo}`);

type IssueWork =
  | "openIssue"
  | "comment"
  | "closeIssue"
  | "reopenIssue"
  | "changeIssue"
  | "deleteIssue"
  | "transferIssue";

function issueWork(at: At, now: () => Date): Pick<Maintainer, IssueWork> {
  return {
    openIssue: (repo, { title, body = "", labels = [], author = "maintainer" }) =>
      addIssue(at(repo), { title, body, labels, author, at: now() }),
    comment: (repo, issueNumber, { author, body }) =>
      addComment(at(repo), { issueNumber, author, isOurs: false, body, at: now() }),
    closeIssue(repo, number, reason = "completed", by) {
      closeFakeIssue(issueAt(at, repo, number), reason, now());
      if (by !== undefined) at(repo).closedBy.set(number, by);
    },
    reopenIssue(repo, number) {
      Object.assign(issueAt(at, repo, number), {
        state: "open",
        stateReason: "reopened",
        closedAt: null,
        updatedAt: now(),
      });
      at(repo).closedBy.delete(number);
    },
    changeIssue(repo, number, change) {
      Object.assign(issueAt(at, repo, number), change, { updatedAt: now() });
    },
    deleteIssue(repo, number) {
      at(repo).issues.delete(number);
    },
    transferIssue(repo, number, to) {
      const { title, body, labels, author } = issueAt(at, repo, number);
      const moved = addIssue(at(to), { title, body, labels, author: author ?? "ghost", at: now() });
      at(repo).issues.delete(number);
      at(repo).moved.set(number, { repo: to, number: moved.number });
      return moved;
    },
  };
}

type PullWork = "setChecks" | "review" | "merge" | "closePull";

const FIXES = /\b(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?)\s+#(\d+)/giu;

function pullWork(at: At, now: () => Date): Pick<Maintainer, PullWork> {
  return {
    setChecks(repo, sha, state) {
      at(repo).checks.set(sha, state);
    },
    review(repo, pullNumber, review) {
      const { reviews } = at(repo);
      reviews.set(pullNumber, [...(reviews.get(pullNumber) ?? []), review]);
      pullAt(at, repo, pullNumber).updatedAt = now();
    },
    merge(repo, pullNumber) {
      const repository = at(repo);
      const pull = pullAt(at, repo, pullNumber);
      const base = get(repository.branches.get(repository.defaultBranch), "default branch");
      const files = new Map(repository.commits.get(pull.headSha)?.files);
      const message = `Merge #${pullNumber}`;
      const mergeCommit = addCommit(repository, { parents: [base, pull.headSha], message, files });
      repository.branches.set(repository.defaultBranch, mergeCommit);
      Object.assign(pull, {
        state: "closed",
        isDraft: false,
        isMerged: true,
        mergeCommit,
        mergedAt: now(),
        updatedAt: now(),
      });
      for (const [, number] of pull.body.matchAll(FIXES)) {
        const issue = repository.issues.get(Number(number));
        if (!issue) continue;
        closeFakeIssue(issue, "completed", now());
        repository.closedBy.set(issue.number, mergeCommit);
      }
      return mergeCommit;
    },
    closePull(repo, pullNumber) {
      Object.assign(pullAt(at, repo, pullNumber), { state: "closed", updatedAt: now() });
    },
  };
}

type BranchWork = "deleteBranch" | "push" | "forcePush" | "release" | "rename";

function branchWork(at: At, now: () => Date): Pick<Maintainer, BranchWork> {
  const put = (repo: string, branch: string, changed: Record<string, string>, parents: string[]): string => {
    const repository = at(repo);
    const before = repository.branches.get(branch) ?? "";
    const files = new Map([...(repository.commits.get(before)?.files ?? []), ...Object.entries(changed)]);
    const sha = addCommit(repository, { parents, message: `change ${branch}`, files });
    repository.branches.set(branch, sha);
    for (const pull of repository.pulls.values()) {
      if (pull.headBranch !== branch || pull.state !== "open") continue;
      Object.assign(pull, { headSha: sha, updatedAt: now() });
    }
    return sha;
  };
  return {
    deleteBranch(repo, branch) {
      at(repo).branches.delete(branch);
      for (const pull of at(repo).pulls.values()) {
        if (pull.headBranch !== branch || pull.state !== "open") continue;
        Object.assign(pull, { state: "closed", updatedAt: now() });
      }
    },
    push(repo, branch, files) {
      const { branches, defaultBranch } = at(repo);
      return put(repo, branch, files, [get(branches.get(branch) ?? branches.get(defaultBranch), "branch")]);
    },
    forcePush(repo, branch, files) {
      const repository = at(repo);
      const before = repository.commits.get(repository.branches.get(branch) ?? "");
      return put(repo, branch, files, before?.parents ?? []);
    },
    release(repo, tag, options = {}) {
      const repository = at(repo);
      const sha = options.sha ?? get(repository.branches.get(repository.defaultBranch), "default branch");
      const url = `${repository.url}/releases/tag/${tag}`;
      const isPrerelease = options.isPrerelease ?? false;
      repository.releases.push({ tag, name: tag, url, publishedAt: now(), isPrerelease, sha });
    },
    rename(repo, to) {
      const repository = at(repo);
      repository.formerNames.push(repository.repo);
      repository.repo = to;
      repository.url = `https://github.test/${to}`;
      for (const issue of repository.issues.values()) {
        Object.assign(issue, { repo: to, url: `${repository.url}/issues/${issue.number}` });
      }
      for (const pull of repository.pulls.values()) pull.url = `${repository.url}/pull/${pull.number}`;
    },
  };
}
