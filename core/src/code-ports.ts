/** What Firstline needs to get from a bug report to a fix: where code lives, a model with tools, a place to run tests. */

import type { TicketPriority, Usage } from "./ports.ts";

/** A bug report taken apart. Everything in it comes from strangers: it is data wherever it goes. */
export type BugSpec = {
  /** One line, at most 120 characters. */
  title: string;
  /** What to do to see it, in order; empty when nobody said. */
  steps: string[];
  expected: string | null;
  actual: string | null;
  /** Versions, systems, browsers: as the member named them. */
  environment: { name: string; value: string }[];
  /** Error messages and stack traces, copied from the member's messages letter for letter. */
  errorTexts: string[];
  /** The part of the product that seems to be at fault. */
  suspectedArea: string | null;
  severity: TicketPriority;
  /** What a maintainer would have to ask for. */
  missing: BugPiece[];
};

export type BugPiece = "steps" | "expected" | "actual" | "environment" | "error_text";

export type BugRequest = {
  subject: string;
  /** The member's messages, oldest first. */
  messages: string[];
};

/** A repository as the code host is asked for it. */
export type RepoRef = {
  /** "owner/name" */
  repo: string;
  /** Of the GitHub App; null where a token is used. */
  installationId: number | null;
};

export type HostRepository = RepoRef & {
  externalId: number;
  url: string;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived: boolean;
  hasIssues: boolean;
  /** What our own account or app may do there. */
  may: { writeIssues: boolean; writePulls: boolean; writeContents: boolean; readChecks: boolean };
};

export type IssueStateReason = "completed" | "not_planned" | "duplicate" | "reopened";

export type HostIssue = {
  /** Where it is now; another repository than asked for when it was transferred. */
  repo: string;
  number: number;
  url: string;
  title: string;
  body: string;
  state: "open" | "closed";
  stateReason: IssueStateReason | null;
  labels: string[];
  milestone: string | null;
  author: string | null;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
};

export type HostComment = {
  id: number;
  issueNumber: number;
  url: string;
  author: string | null;
  /** Wrote it for us: the app's or token's own account. */
  isOurs: boolean;
  body: string;
  createdAt: Date;
  updatedAt: Date;
};

export type HostPull = {
  number: number;
  url: string;
  title: string;
  body: string;
  state: "open" | "closed";
  isDraft: boolean;
  isMerged: boolean;
  mergeCommit: string | null;
  mergedAt: Date | null;
  headBranch: string;
  headSha: string;
  /** The head's repository; null when it was deleted. */
  headRepo: string | null;
  updatedAt: Date;
};

export type HostReview = {
  author: string | null;
  verdict: "approved" | "changes_requested" | "commented";
  /** The commit that was looked at: a review of an older one says nothing about what stands there now. */
  sha: string | null;
};

/** Of all checks and commit statuses of a commit together; "none" when there are none. */
export type ChecksState = "none" | "pending" | "passed" | "failed";

export type HostRelease = {
  tag: string;
  name: string;
  url: string;
  publishedAt: Date;
  isPrerelease: boolean;
};

/** A file of a commit; null contents delete it. `mode` is git's. */
export type CommitFile = { path: string; content: string | null; mode: "100644" | "100755" };

export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

/**
 * Where code and issues live. Every method throws `UpstreamError` (service "github"): retryable with `retryAfterSeconds`
 * for rate limits, 5xx and lost connections, after quick retries of its own; final for missing permissions.
 */
export interface CodeHost {
  /** All repositories that the app or token can reach. */
  listRepositories(): Promise<HostRepository[]>;
  /** By name or, when that gives nothing and an id is known, by id; null when it is gone or out of reach. */
  findRepository(of: {
    repo: string;
    externalId?: number;
    installationId?: number | null;
  }): Promise<HostRepository | null>;
  /** What an account may do in a repository. */
  readPermission(of: RepoRef, login: string): Promise<Permission>;

  /** Issues without pull requests, the last changed first. */
  listIssues(
    of: RepoRef,
    input: { state: "open" | "closed" | "all"; since?: Date; labels?: string[]; limit: number },
  ): Promise<HostIssue[]>;
  /** Follows a transfer; null when it was deleted or is out of reach. */
  findIssue(of: RepoRef, number: number): Promise<HostIssue | null>;
  createIssue(of: RepoRef, input: { title: string; body: string; labels: string[] }): Promise<HostIssue>;
  /** Comments of all issues of a repository, or of one, changed since then, oldest first: the first 1,000, or so many. */
  listComments(
    of: RepoRef,
    input: { issueNumber?: number; since?: Date; limit?: number },
  ): Promise<HostComment[]>;
  createComment(of: RepoRef, issueNumber: number, body: string): Promise<HostComment>;
  /** The commit whose message or pull request closed the issue; null when a person closed it by hand. */
  findClosingCommit(of: RepoRef, issueNumber: number): Promise<string | null>;

  /** Newest commit of a branch; null when there is no such branch. */
  findBranch(of: RepoRef, branch: string): Promise<{ sha: string } | null>;
  /**
   * Makes one commit on top of `baseSha` and points `branch` at it, whatever it pointed at before. The git data API is used,
   * so that nothing is pushed.
   */
  commitFiles(
    of: RepoRef,
    input: { branch: string; baseSha: string; message: string; files: CommitFile[] },
  ): Promise<{ sha: string }>;
  /** The newest pull request from a branch of the repository itself. */
  findPull(of: RepoRef, branch: string): Promise<HostPull | null>;
  getPull(of: RepoRef, number: number): Promise<HostPull | null>;
  createPull(
    of: RepoRef,
    input: { title: string; body: string; branch: string; base: string },
  ): Promise<HostPull>;
  updatePull(of: RepoRef, number: number, input: { title: string; body: string }): Promise<HostPull>;
  listReviews(of: RepoRef, number: number): Promise<HostReview[]>;
  readChecks(of: RepoRef, sha: string): Promise<ChecksState>;

  /** Published releases and bare tags, the newest first. A tag has no time of its own: it carries its commit's. */
  listReleases(of: RepoRef, limit: number): Promise<HostRelease[]>;
  /** Whether a commit is part of the history of a tag, branch or commit; null when either is unknown. */
  isContained(of: RepoRef, input: { commit: string; in: string }): Promise<boolean | null>;

  /** How to clone: the address, and the header that opens a private repository. */
  cloneAccess(of: RepoRef): Promise<{ url: string; authorization: string | null }>;
}

export type ToolSpec = {
  name: string;
  description: string;
  /** JSON Schema of an object. */
  inputSchema: Record<string, unknown>;
};

export type ToolCall = { id: string; name: string; input: unknown };

export type AgentTurn =
  | { role: "user"; text: string }
  /** `raw` is the service's own form of the turn, given back unchanged. */
  | { role: "agent"; text: string; calls: ToolCall[]; raw: unknown }
  | { role: "tools"; results: { callId: string; output: string; isError: boolean }[] };

export type AgentRequest = { rules: string; tools: ToolSpec[]; turns: AgentTurn[] };

export type AgentReply = { usage: Usage } & (
  | { outcome: "said"; turn: Extract<AgentTurn, { role: "agent" }> }
  | { outcome: "refused" }
  | { outcome: "cut"; detail: string }
);

/** A model that works with tools, one turn a call. The caller runs the tools. */
export interface AgentModel {
  readonly name: string;
  /** Throws `UpstreamError`. */
  takeTurn(request: AgentRequest, signal: AbortSignal): Promise<AgentReply>;
}

export type TreeFile = { path: string; kind: "file" | "executable" | "symlink" | "submodule"; bytes: number };

export type CommandRun = {
  exitCode: number | null;
  /** Why it was ended before it was done. */
  stopped: "time" | "memory" | "output" | null;
  /** Standard output and error as they came, the middle cut out when long. */
  output: string;
  seconds: number;
};

export type RunLimits = { seconds: number; memoryMb: number; outputBytes: number };

/** A throw-away copy of a repository at one commit. What is changed lives with the caller and is laid over each run. */
export interface Checkout {
  readonly sha: string;
  listFiles(): Promise<TreeFile[]>;
  /** Null when there is no such regular file, or when it is not text. */
  readFile(path: string): Promise<string | null>;
  /**
   * Runs a shell command in a fresh copy with `changes` laid over it: no network, no secrets, nothing of the machine but
   * its installed programs to read. Throws `UpstreamError` (service "workbench") when it cannot be shut in.
   */
  run(command: string, changes: ReadonlyMap<string, string | null>, limits: RunLimits): Promise<CommandRun>;
  /** Deletes it. */
  close(): Promise<void>;
}

export interface Workbench {
  /** Null when commands can be shut in on this machine; else a sentence that says what is missing. */
  findProblem(): Promise<string | null>;
  /** Clones one commit of a branch; throws `UpstreamError` (service "git"). */
  checkOut(input: {
    url: string;
    authorization: string | null;
    branch: string;
    signal: AbortSignal;
  }): Promise<Checkout>;
}
