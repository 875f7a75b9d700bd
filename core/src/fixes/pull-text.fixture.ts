import type { Issue, Repository } from "../github/load.ts";
import type { Attempt } from "./load.ts";
import type { PullTextInput } from "./pull-text.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const TIMES = { createdAt: NOW, updatedAt: NOW };

const ATTEMPT: Attempt = {
  ...TIMES,
  id: 7,
  workspaceId: 3,
  ticketId: 12,
  issueId: 5,
  number: 1,
  status: "suggested",
  approvedById: null,
  approvedLogin: "bea-dev",
  model: "model-1",
  confidence: 0.861,
  summary: "The loop ended early.\n\nIt runs to the end now.",
  limits: ["Long lists were not tried."],
  baseSha: "a".repeat(40),
  branch: null,
  headSha: null,
  ownSha: null,
  prNumber: null,
  prUrl: null,
  patch: [
    { path: "src/total.js", content: "1", isTest: false, isExecutable: false },
    { path: "test/total.test.js", content: "1", isTest: true, isExecutable: false },
  ],
  proof: [
    { stage: "before", passed: true, seconds: 1, output: "pass" },
    { stage: "with_test", passed: false, seconds: 1.26, output: "not ok: 2 !== 5" },
    { stage: "with_fix", passed: true, seconds: 1, output: "pass 2" },
  ],
  failure: null,
  costUsd: 0.042,
  runs: 1,
  startedAt: NOW,
  finishedAt: NOW,
};

const ISSUE: Issue = {
  ...TIMES,
  id: 5,
  workspaceId: 3,
  repositoryId: 1,
  number: 44,
  url: "https://github.test/acme/app/issues/44",
  title: "",
  state: "open",
  stateReason: null,
  labels: [],
  milestone: null,
  isOurs: true,
  closedAt: null,
  fixCommit: null,
  fixedAt: null,
  shippedIn: null,
  shippedUrl: null,
  shippedAt: null,
  goneAt: null,
  commentsReadAt: null,
};

const REPOSITORY: Repository = {
  ...TIMES,
  id: 1,
  workspaceId: 3,
  repo: "acme/app",
  externalId: 1,
  installationId: null,
  defaultBranch: "main",
  isPrivate: false,
  enabled: true,
  problem: null,
  settings: {},
  polledAt: null,
};

/** A proven fix whose pull request is to be written. */
export function aPullText(change: {
  attempt?: Partial<Attempt>;
  issueTitle?: string;
  errorTexts?: string[];
}): PullTextInput {
  return {
    attempt: { ...ATTEMPT, ...change.attempt },
    issue: ISSUE,
    repository: REPOSITORY,
    issueTitle: change.issueTitle ?? "The last item is not counted",
    errorTexts: change.errorTexts ?? ["AssertionError: 2 !== 5"],
    ticketUrl: "https://console.test/tickets/12",
    steps: 14,
  };
}
