import { UpstreamError } from "@firstline/core";
import type { CodeHost, RepoRef } from "@firstline/core";
import { addCommit, historyOf } from "./fake-repository.ts";
import type { FakeRepository } from "./fake-repository.ts";

export type Method = keyof CodeHost;
export type At = (repo: string) => FakeRepository;
/** Writes a call down, lets a wanted fault happen, or does the work. */
export type Run = <Value>(
  method: Method,
  of: RepoRef | null,
  args: readonly unknown[],
  work: () => Value,
) => Promise<Value>;

export const notAllowed = (): UpstreamError =>
  new UpstreamError("github", "GitHub refuses: the app may not do this here.", { retryable: false });

type CommitMethod = "findBranch" | "commitFiles" | "readChecks" | "listReleases" | "isContained";

export function commitMethods(run: Run, at: At): Pick<CodeHost, CommitMethod> {
  return {
    findBranch: (of, branch) =>
      run("findBranch", of, [branch], () => {
        const sha = at(of.repo).branches.get(branch);
        return sha === undefined ? null : { sha };
      }),
    commitFiles: (of, input) =>
      run("commitFiles", of, [input], () => {
        const repository = at(of.repo);
        const files = new Map(repository.commits.get(input.baseSha)?.files);
        for (const { path, content } of input.files) {
          if (content === null) files.delete(path);
          else files.set(path, content);
        }
        const sha = addCommit(repository, { parents: [input.baseSha], message: input.message, files });
        repository.branches.set(input.branch, sha);
        for (const pull of repository.pulls.values()) {
          if (pull.headBranch === input.branch && pull.state === "open") pull.headSha = sha;
        }
        return { sha };
      }),
    readChecks: (of, sha) => run("readChecks", of, [sha], () => at(of.repo).checks.get(sha) ?? "none"),
    listReleases: (of, limit) =>
      run("listReleases", of, [limit], () =>
        at(of.repo)
          .releases.toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
          .slice(0, limit)
          .map(({ tag, name, url, publishedAt, isPrerelease }) => ({
            tag,
            name,
            url,
            publishedAt,
            isPrerelease,
          })),
      ),
    isContained: (of, input) =>
      run("isContained", of, [input], () => {
        const repository = at(of.repo);
        const [sha, commit] = [resolve(repository, input.in), resolve(repository, input.commit)];
        return sha === null || commit === null ? null : historyOf(repository, sha).has(commit);
      }),
  };
}

function resolve(repository: FakeRepository, name: string): string | null {
  return (
    repository.branches.get(name) ??
    repository.releases.find((release) => release.tag === name)?.sha ??
    (repository.commits.has(name) ? name : null)
  );
}

type PullMethod = "findPull" | "getPull" | "createPull" | "updatePull" | "listReviews";

export function pullMethods(run: Run, at: At, now: () => Date): Pick<CodeHost, PullMethod> {
  return {
    findPull: (of, branch) =>
      run("findPull", of, [branch], () => {
        const all = [...at(of.repo).pulls.values()].filter((pull) => pull.headBranch === branch);
        return all.at(-1) ?? null;
      }),
    getPull: (of, number) => run("getPull", of, [number], () => at(of.repo).pulls.get(number) ?? null),
    createPull: (of, input) => run("createPull", of, [input], () => openPull(at(of.repo), input, now())),
    updatePull: (of, number, input) =>
      run("updatePull", of, [number, input], () => {
        const pull = at(of.repo).pulls.get(number);
        if (!pull) throw notAllowed();
        return Object.assign(pull, input, { updatedAt: now() });
      }),
    listReviews: (of, number) =>
      run("listReviews", of, [number], () => at(of.repo).reviews.get(number) ?? []),
  };
}

function openPull(
  repository: FakeRepository,
  input: { title: string; body: string; branch: string; base: string },
  at: Date,
) {
  const headSha = repository.branches.get(input.branch);
  if (headSha === undefined) throw notAllowed();
  repository.lastNumber += 1;
  const number = repository.lastNumber;
  const pull = {
    number,
    url: `${repository.url}/pull/${number}`,
    title: input.title,
    body: input.body,
    state: "open" as const,
    isDraft: true,
    isMerged: false,
    mergeCommit: null,
    mergedAt: null,
    headBranch: input.branch,
    headSha,
    headRepo: repository.repo,
    updatedAt: at,
  };
  repository.pulls.set(number, pull);
  return pull;
}
