import type {
  ChecksState,
  HostComment,
  HostIssue,
  HostPull,
  HostRelease,
  HostRepository,
  HostReview,
  IssueStateReason,
  Permission,
} from "@firstline/core";
import { createHash } from "node:crypto";

export type FakeCommit = { parents: string[]; message: string; files: Map<string, string> };

/** Everything a repository of the code host in memory holds. */
export type FakeRepository = HostRepository & {
  /** The host still finds it under these. */
  formerNames: string[];
  issues: Map<number, HostIssue>;
  /** Numbers of transferred issues, with where they are now. */
  moved: Map<number, { repo: string; number: number }>;
  comments: HostComment[];
  branches: Map<string, string>;
  commits: Map<string, FakeCommit>;
  pulls: Map<number, HostPull>;
  reviews: Map<number, HostReview[]>;
  checks: Map<string, ChecksState>;
  releases: (HostRelease & { sha: string })[];
  permissions: Map<string, Permission>;
  /** Commits that closed issues, by number. */
  closedBy: Map<number, string>;
  /** Issues and pull requests share their numbers. */
  lastNumber: number;
  cloneUrl: string;
};

export type FakeRepositoryInput = Partial<
  Pick<HostRepository, "repo" | "isPrivate" | "isArchived" | "hasIssues" | "installationId" | "defaultBranch">
> & {
  externalId?: number;
  may?: Partial<HostRepository["may"]>;
  files?: Record<string, string>;
  permissions?: Record<string, Permission>;
  cloneUrl?: string;
};

const MAY_ALL = { writeIssues: true, writePulls: true, writeContents: true, readChecks: true };

export function createFakeRepository(input: FakeRepositoryInput, externalId: number): FakeRepository {
  const repo = input.repo ?? "acme/app";
  const defaultBranch = input.defaultBranch ?? "main";
  const made: FakeRepository = {
    repo,
    externalId: input.externalId ?? externalId,
    installationId: input.installationId ?? null,
    url: `https://github.test/${repo}`,
    defaultBranch,
    isPrivate: input.isPrivate ?? false,
    isArchived: input.isArchived ?? false,
    hasIssues: input.hasIssues ?? true,
    may: { ...MAY_ALL, ...input.may },
    formerNames: [],
    issues: new Map(),
    moved: new Map(),
    comments: [],
    branches: new Map(),
    commits: new Map(),
    pulls: new Map(),
    reviews: new Map(),
    checks: new Map(),
    releases: [],
    permissions: new Map(Object.entries(input.permissions ?? {})),
    closedBy: new Map(),
    lastNumber: 0,
    cloneUrl: input.cloneUrl ?? `https://github.test/${repo}.git`,
  };
  const files = new Map(Object.entries(input.files ?? { "README.md": "# App\n" }));
  made.branches.set(defaultBranch, addCommit(made, { parents: [], message: "first", files }));
  return made;
}

export function addCommit(repository: FakeRepository, commit: FakeCommit): string {
  const body = JSON.stringify([commit.parents, commit.message, [...commit.files], repository.commits.size]);
  const sha = createHash("sha1").update(body).digest("hex");
  repository.commits.set(sha, commit);
  return sha;
}

/** All commits that a commit rests on, itself included. */
export function historyOf(repository: FakeRepository, sha: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [sha];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(repository.commits.get(next)?.parents ?? []));
  }
  return seen;
}

export function addIssue(
  repository: FakeRepository,
  issue: { title: string; body: string; labels: string[]; author: string; at: Date },
): HostIssue {
  repository.lastNumber += 1;
  const number = repository.lastNumber;
  const made: HostIssue = {
    repo: repository.repo,
    number,
    url: `${repository.url}/issues/${number}`,
    title: issue.title,
    body: issue.body,
    state: "open",
    stateReason: null,
    labels: [...issue.labels],
    milestone: null,
    author: issue.author,
    createdAt: issue.at,
    updatedAt: issue.at,
    closedAt: null,
  };
  repository.issues.set(number, made);
  return made;
}

export function closeFakeIssue(issue: HostIssue, reason: IssueStateReason, at: Date): void {
  issue.state = "closed";
  issue.stateReason = reason;
  issue.closedAt = at;
  issue.updatedAt = at;
}

export function addComment(
  repository: FakeRepository,
  comment: { issueNumber: number; author: string; isOurs: boolean; body: string; at: Date },
): HostComment {
  const { at, ...rest } = comment;
  const id = repository.externalId * 1000 + repository.comments.length + 1;
  const url = `${repository.url}/issues/${comment.issueNumber}#issuecomment-${id}`;
  const made = { ...rest, id, url, createdAt: at, updatedAt: at };
  repository.comments.push(made);
  const issue = repository.issues.get(comment.issueNumber);
  if (issue) issue.updatedAt = at;
  return made;
}
