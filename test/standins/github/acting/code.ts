import { asJson, number, text, type Json } from "../json.ts";
import { callAs, userCaller } from "../perform.ts";
import { refChanged } from "../pushes.ts";
import { findPull, listPulls } from "../routes/pulls.ts";
import { fullName, type RepoRecord, type World } from "../world.ts";
import { act, repoNamed } from "./find.ts";
import { signature } from "./repositories.ts";

type By = { by?: string };

export type CodeActions = {
  /** Commits on top of a branch (main unless said) and pushes; null contents delete. Answers the commit. */
  push(
    repo: string,
    files: Record<string, string | null>,
    options?: By & { branch?: string; message?: string; isForced?: boolean },
  ): Promise<string>;
  deleteBranch(repo: string, branch: string): Promise<void>;
  headOf(repo: string, branch: string): Promise<string | null>;
  readFile(repo: string, ref: string, path: string): Promise<string>;
  openPull(
    repo: string,
    pull: { title: string; body?: string; branch: string; draft?: boolean } & By,
  ): Promise<number>;
  readPull(repo: string, pull: number): Promise<Json>;
  readPulls(repo: string): Promise<Json[]>;
  /** A check run of a commit; "pending" is one that still runs. */
  setChecks(repo: string, sha: string, conclusion: string, name?: string): Promise<void>;
  setStatus(repo: string, sha: string, state: string, context?: string): Promise<void>;
  review(
    repo: string,
    pull: number,
    verdict: "APPROVE" | "REQUEST_CHANGES" | "COMMENT",
    options?: By,
  ): Promise<void>;
  /** Makes a draft ready for review. */
  markReady(repo: string, pull: number, options?: By): Promise<void>;
  /**
   * Merges for real, which takes a draft's being one from it first, and answers the merge commit; issues that the pull
   * request closes are closed.
   */
  merge(repo: string, pull: number, options?: By): Promise<string>;
  closePull(repo: string, pull: number, options?: By): Promise<void>;
  /** A tag on a commit (the head of main unless said), with a release. */
  release(
    repo: string,
    tag: string,
    options?: { at?: string; isPrerelease?: boolean; name?: string },
  ): Promise<void>;
  pushTag(repo: string, tag: string, at?: string): Promise<void>;
};

export function actingOnCode(world: World): CodeActions {
  const call = (repo: string) => callAs(world, repoNamed(world, repo));
  return {
    push: (repo, files, options = {}) => push(world, repoNamed(world, repo), files, options),
    deleteBranch: (repo, branch) => deleteBranch(world, repoNamed(world, repo), branch),
    headOf: (repo, branch) => repoNamed(world, repo).git.readRef(`refs/heads/${branch}`),
    readFile: async (repo, ref, path) => repoNamed(world, repo).git.readFile(ref, path),
    openPull: async (repo, { branch, by, ...rest }) => {
      const body = { ...rest, head: branch, base: "main" };
      return number(
        await act(world, repoNamed(world, repo), { method: "POST", part: "/pulls", body, by }),
        "number",
      );
    },
    readPull: (repo, pull) => findPull(world, call(repo), pull),
    readPulls: (repo) => listPulls(world, call(repo)),
    setChecks: (repo, sha, conclusion, name = "test") =>
      setChecks(world, repoNamed(world, repo), { sha, conclusion, name }),
    setStatus: async (repo, sha, state, context = "ci") => {
      const record = repoNamed(world, repo);
      record.statuses.push({ sha, context, state });
      await world.webhooks.status(
        record,
        { id: world.nextId(), sha, context, state },
        userCaller(world.admin),
      );
    },
    review: async (repo, pull, event, { by } = {}) => {
      const body = { event, body: "Reviewed." };
      await act(world, repoNamed(world, repo), { method: "POST", part: `/pulls/${pull}/reviews`, body, by });
    },
    markReady: (repo, pull, { by } = {}) => markReady(world, repoNamed(world, repo), pull, by ?? world.admin),
    merge: (repo, pull, { by } = {}) => merge(world, repoNamed(world, repo), pull, by ?? world.admin),
    closePull: async (repo, pull, { by } = {}) => {
      const body = { state: "closed" };
      await act(world, repoNamed(world, repo), { method: "PATCH", part: `/pulls/${pull}`, body, by });
    },
    release: async (repo, tag, { at, isPrerelease = false, name } = {}) => {
      const record = repoNamed(world, repo);
      await tagCommit(world, record, tag, at);
      const body = { tag_name: tag, name: name ?? tag, prerelease: isPrerelease };
      const release = await act(world, record, { method: "POST", part: "/releases", body });
      await world.webhooks.release(record, "published", release, userCaller(world.admin));
    },
    pushTag: (repo, tag, at) => tagCommit(world, repoNamed(world, repo), tag, at),
  };
}

async function push(
  world: World,
  repo: RepoRecord,
  files: Record<string, string | null>,
  options: NonNullable<Parameters<CodeActions["push"]>[2]>,
): Promise<string> {
  const { branch = "main", message = "Change", isForced = false, by = world.admin } = options;
  const ref = `refs/heads/${branch}`;
  const before = await repo.git.readRef(ref);
  const main = await repo.git.readRef("refs/heads/main");
  const parent = (isForced ? main : before) ?? main;
  const base = parent === null ? null : await repo.git.readCommit(parent);
  const changes = [];
  for (const [path, content] of Object.entries(files)) {
    changes.push({ path, mode: "100644", sha: content === null ? null : await repo.git.writeBlob(content) });
  }
  const tree = await repo.git.writeTree(base?.tree ?? null, changes);
  const parents = parent === null ? [] : [parent];
  const after = await repo.git.commit({ tree, parents, message, author: signature(world, by) });
  await repo.git.writeRef(ref, after);
  await refChanged(world, repo, { ref, before, after, by: userCaller(by) });
  return after;
}

async function deleteBranch(world: World, repo: RepoRecord, branch: string): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const before = await repo.git.readRef(ref);
  // GitHub closes the pull requests of a branch that goes.
  for (const pull of await listPulls(world, callAs(world, repo))) {
    if (pull["state"] !== "open" || asJson(pull["head"])["ref"] !== branch) continue;
    const part = `/pulls/${number(pull, "number")}`;
    await act(world, repo, { method: "PATCH", part, body: { state: "closed" } });
  }
  await repo.git.deleteRef(ref);
  await refChanged(world, repo, { ref, before, after: null, by: userCaller(world.admin) });
}

async function setChecks(
  world: World,
  repo: RepoRecord,
  { sha, conclusion, name }: { sha: string; conclusion: string; name: string },
): Promise<void> {
  const isPending = conclusion === "pending";
  const state = isPending ? { status: "in_progress", conclusion: null } : { status: "completed", conclusion };
  const run = { id: world.nextId(), sha, name, ...state };
  repo.checkRuns.push(run);
  const shown = { id: run.id, head_sha: sha, name, ...state };
  const action = isPending ? "created" : "completed";
  await world.webhooks.checkRun(repo, action, shown, userCaller(world.admin));
}

async function markReady(world: World, repo: RepoRecord, pullNumber: number, by: string): Promise<void> {
  const record = repo.pulls.get(pullNumber);
  const pull = await findPull(world, callAs(world, repo), pullNumber);
  if (!record || pull["draft"] !== true) return;
  record.isReady = true;
  const shown = await findPull(world, callAs(world, repo), pullNumber);
  await world.webhooks.pull(repo, "ready_for_review", shown, userCaller(by));
}

async function merge(world: World, repo: RepoRecord, pullNumber: number, by: string): Promise<string> {
  await markReady(world, repo, pullNumber, by);
  const before = await findPull(world, callAs(world, repo), pullNumber);
  const record = repo.pulls.get(pullNumber);
  const main = await repo.git.readRef("refs/heads/main");
  if (!record || main === null || before["state"] !== "open")
    throw new Error(`#${pullNumber} cannot be merged.`);
  const tree = await repo.git.mergeTrees(main, record.headSha);
  if (tree === null) throw new Error(`#${pullNumber} has conflicts.`);
  const message = `Merge pull request #${pullNumber} from ${repo.owner}/${record.branch}`;
  const parents = [main, record.headSha];
  const sha = await repo.git.commit({ tree, parents, message, author: signature(world, by) });
  await repo.git.writeRef("refs/heads/main", sha);
  record.merge = { sha, at: new Date(world.now()).toISOString() };
  const part = `/pulls/${pullNumber}`;
  await act(world, repo, { method: "PATCH", part, body: { state: "closed" }, by });
  await refChanged(world, repo, { ref: "refs/heads/main", before: main, after: sha, by: userCaller(by) });
  await closeIssuesOf(world, repo, before, { pullNumber, by });
  return sha;
}

/** By the words that GitHub understands, in the text of the pull request. */
async function closeIssuesOf(
  world: World,
  repo: RepoRecord,
  pull: Json,
  { pullNumber, by }: { pullNumber: number; by: string },
): Promise<void> {
  const body = typeof pull["body"] === "string" ? pull["body"] : "";
  for (const [, found] of body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)\b/giu)) {
    const issue = Number(found);
    repo.closers.set(issue, { commit: null, pull: pullNumber });
    const change = { state: "closed", state_reason: "completed" };
    await act(world, repo, { method: "PATCH", part: `/issues/${issue}`, body: change, by });
  }
}

async function tagCommit(world: World, repo: RepoRecord, tag: string, at: string | undefined): Promise<void> {
  const sha = at ?? (await repo.git.readRef("refs/heads/main"));
  if (sha === null) throw new Error(`${fullName(repo)} has no commits.`);
  const ref = `refs/tags/${tag}`;
  await repo.git.writeRef(ref, text({ sha }, "sha"));
  await refChanged(world, repo, { ref, before: null, after: sha, by: userCaller(world.admin) });
}
