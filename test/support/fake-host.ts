import { UpstreamError } from "@firstline/core";
import type { CodeHost, HostIssue } from "@firstline/core";
import { commitMethods, notAllowed, pullMethods } from "./fake-code.ts";
import type { At, Method, Run } from "./fake-code.ts";
import { createMaintainer } from "./fake-maintainer.ts";
import type { Maintainer } from "./fake-maintainer.ts";
import { addComment, addIssue, createFakeRepository } from "./fake-repository.ts";
import type { FakeRepository, FakeRepositoryInput } from "./fake-repository.ts";

export type HostCall = { method: Method; repo: string | null; args: readonly unknown[] };

/** A code host in memory, with everything it was asked and the faults a test wants. */
export type FakeHost = CodeHost & {
  /** Every call so far, failed ones too. */
  calls: HostCall[];
  callsOf(method: Method): HostCall[];
  addRepository(input?: FakeRepositoryInput): FakeRepository;
  /** Throws for a name that nobody has. */
  repository(repo?: string): FakeRepository;
  /** The next calls of the method fail like this, one each, without an effect. */
  failNext(method: Method, ...errors: Error[]): void;
  /** The next call happens, but its answer is lost. */
  loseAnswer(method: Method): void;
  /** Runs before each call: for what happens elsewhere meanwhile. */
  beforeCall(hook: ((call: HostCall) => Promise<void> | void) | null): void;
  /** Does what people do on the host. */
  maintainer: Maintainer;
};

export const BOT_LOGIN = "firstline[bot]";

export { notAllowed } from "./fake-code.ts";
export const lostConnection = (): UpstreamError =>
  new UpstreamError("github", "GitHub cannot be reached.", { retryable: true });
export const rateLimited = (retryAfterSeconds: number): UpstreamError =>
  new UpstreamError("github", "GitHub asks us to wait.", { retryable: true, retryAfterSeconds });

export function fakeHost(now: () => Date = () => new Date("2026-11-22T12:00:00Z")): FakeHost {
  const repositories: FakeRepository[] = [];
  const faults = createFaults();
  const at = (repo: string): FakeRepository => {
    const found = findByName(repositories, repo);
    if (!found) throw notAllowed();
    return found;
  };
  return {
    ...readingMethods(faults.run, repositories, at),
    ...issueMethods(faults.run, at, now),
    ...commitMethods(faults.run, at),
    ...pullMethods(faults.run, at, now),
    ...faults.controls,
    addRepository(input = {}) {
      const made = createFakeRepository(input, 1000 + repositories.length);
      repositories.push(made);
      return made;
    },
    repository: (repo) => (repo === undefined ? firstOf(repositories) : at(repo)),
    maintainer: createMaintainer(at, now),
  };
}

function findByName(repositories: FakeRepository[], repo: string): FakeRepository | undefined {
  return (
    repositories.find((one) => one.repo === repo) ??
    repositories.find((one) => one.formerNames.includes(repo))
  );
}

function firstOf(repositories: FakeRepository[]): FakeRepository {
  const [first] = repositories;
  if (!first) throw new Error("the host has no repository yet");
  return first;
}

function createFaults(): {
  run: Run;
  controls: Pick<FakeHost, "calls" | "callsOf" | "failNext" | "loseAnswer" | "beforeCall">;
} {
  const calls: HostCall[] = [];
  const failures = new Map<Method, Error[]>();
  const lost = new Map<Method, number>();
  let hook: ((call: HostCall) => Promise<void> | void) | null = null;
  return {
    async run(method, of, args, work) {
      const call = { method, repo: of?.repo ?? null, args };
      calls.push(call);
      await hook?.(call);
      const failure = failures.get(method)?.shift();
      if (failure) throw failure;
      // Callers get copies: what they hold does not change by itself.
      const value = structuredClone(work());
      const left = lost.get(method) ?? 0;
      if (left === 0) return value;
      lost.set(method, left - 1);
      throw lostConnection();
    },
    controls: {
      calls,
      callsOf: (method) => calls.filter((call) => call.method === method),
      failNext: (method, ...errors) => {
        failures.set(method, [...(failures.get(method) ?? []), ...errors]);
      },
      loseAnswer: (method) => {
        lost.set(method, (lost.get(method) ?? 0) + 1);
      },
      beforeCall: (next) => {
        hook = next;
      },
    },
  };
}

function readingMethods(
  run: Run,
  repositories: FakeRepository[],
  at: At,
): Pick<CodeHost, "listRepositories" | "findRepository" | "readPermission" | "cloneAccess"> {
  return {
    listRepositories: () => run("listRepositories", null, [], () => repositories.map(plain)),
    findRepository: (of) =>
      run("findRepository", null, [of], () => {
        const named = findByName(repositories, of.repo);
        const isIt = of.externalId === undefined || named?.externalId === of.externalId;
        const found = isIt ? named : repositories.find((one) => one.externalId === of.externalId);
        return found ? plain(found) : null;
      }),
    readPermission: (of, login) =>
      run("readPermission", of, [login], () => at(of.repo).permissions.get(login) ?? "none"),
    cloneAccess: (of) =>
      run("cloneAccess", of, [], () => ({ url: at(of.repo).cloneUrl, authorization: null })),
  };
}

function plain(one: FakeRepository) {
  const { repo, externalId, installationId, url, defaultBranch, isPrivate, isArchived, hasIssues, may } = one;
  return { repo, externalId, installationId, url, defaultBranch, isPrivate, isArchived, hasIssues, may };
}

function issueMethods(
  run: Run,
  at: At,
  now: () => Date,
): Pick<
  CodeHost,
  "listIssues" | "findIssue" | "createIssue" | "listComments" | "createComment" | "findClosingCommit"
> {
  const find = (repo: string, number: number): HostIssue | null => {
    const repository = at(repo);
    const moved = repository.moved.get(number);
    return moved ? find(moved.repo, moved.number) : (repository.issues.get(number) ?? null);
  };
  return {
    listIssues: (of, { state, since, labels = [], limit }) =>
      run("listIssues", of, [{ state, since, labels, limit }], () =>
        [...at(of.repo).issues.values()]
          .filter((issue) => state === "all" || issue.state === state)
          .filter((issue) => since === undefined || issue.updatedAt >= since)
          .filter((issue) => labels.every((label) => issue.labels.includes(label)))
          .sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime() || b.number - a.number)
          .slice(0, limit),
      ),
    findIssue: (of, number) => run("findIssue", of, [number], () => find(of.repo, number)),
    createIssue: (of, input) =>
      run("createIssue", of, [input], () =>
        addIssue(at(of.repo), { ...input, author: BOT_LOGIN, at: now() }),
      ),
    listComments: (of, input) =>
      run("listComments", of, [input], () =>
        at(of.repo)
          .comments.filter(
            ({ issueNumber, updatedAt }) =>
              (input.issueNumber === undefined || issueNumber === input.issueNumber) &&
              (input.since === undefined || updatedAt >= input.since),
          )
          .slice(0, input.limit ?? 1000),
      ),
    createComment: (of, issueNumber, body) =>
      run("createComment", of, [issueNumber, body], () =>
        addComment(at(of.repo), { issueNumber, author: BOT_LOGIN, isOurs: true, body, at: now() }),
      ),
    findClosingCommit: (of, number) =>
      run("findClosingCommit", of, [number], () => at(of.repo).closedBy.get(number) ?? null),
  };
}
