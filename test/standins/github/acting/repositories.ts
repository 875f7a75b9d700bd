import { mkdir, rename as renameFolder } from "node:fs/promises";
import { dirname } from "node:path";
import { userToken } from "../emulator.ts";
import type { Git } from "../git.ts";
import { asJson, number } from "../json.ts";
import { userCaller } from "../perform.ts";
import { fullName, gitOf, type RepoRecord, type World } from "../world.ts";
import { act, repoNamed } from "./find.ts";

export type Role = "read" | "triage" | "write" | "maintain" | "admin";

export type NewRepository = {
  owner?: string;
  name: string;
  /** Path -> contents of the first commit; executables by a leading "#!". */
  files?: Record<string, string>;
  private?: boolean;
};

export type RepositoryActions = {
  /** Answers "owner/name". */
  addRepo(repo: NewRepository): Promise<{ repo: string; id: number; head: string; git: string }>;
  /** What a person may do in a repository; without one, in all there are. */
  addUser(login: string, role: Role, repo?: string): Promise<void>;
  renameRepo(repo: string, name: string): Promise<string>;
  archiveRepo(repo: string, isArchived?: boolean): Promise<void>;
  deleteRepo(repo: string): Promise<void>;
};

export function actingOnRepositories(world: World): RepositoryActions {
  return {
    addRepo: (repo) => addRepo(world, repo),
    addUser: async (login, role, repo) => {
      const repos = repo === undefined ? [...world.repos.values()] : [repoNamed(world, repo)];
      for (const one of repos) await setRole(world, one, login, role);
    },
    renameRepo: (repo, name) => renameRepo(world, repo, name),
    archiveRepo: async (repo, isArchived = true) => {
      const record = repoNamed(world, repo);
      await act(world, record, { method: "PATCH", part: "", body: { archived: isArchived } });
      const action = isArchived ? "archived" : "unarchived";
      await world.webhooks.repository(record, action, {}, userCaller(world.admin));
    },
    deleteRepo: async (repo) => {
      const record = repoNamed(world, repo);
      await world.webhooks.repository(record, "deleted", {}, userCaller(world.admin));
      world.repos.delete(record.id);
      await world.emulator.call(`Bearer ${userToken(world.admin)}`, "DELETE", `/repos/${repo}`);
    },
  };
}

async function addRepo(world: World, input: NewRepository): ReturnType<RepositoryActions["addRepo"]> {
  const { owner = "acme", name, files = { "README.md": `# ${name}\n` }, private: isPrivate = false } = input;
  const body = { name, private: isPrivate, auto_init: true };
  const path = `/orgs/${owner}/repos`;
  const made = await world.emulator.call(`Bearer ${userToken(world.admin)}`, "POST", path, body);
  if (made.status !== 201)
    throw new Error(`${owner}/${name} could not be made: ${JSON.stringify(made.body)}`);
  const git = gitOf(world, owner, name);
  await git.init();
  const head = await firstCommit(world, git, files);
  const record: RepoRecord = {
    ...emptyRecord(),
    id: number(asJson(made.body), "id"),
    owner,
    name,
    isPrivate,
    git,
  };
  world.repos.set(record.id, record);
  await setRole(world, record, world.bot, "write");
  return { repo: fullName(record), id: record.id, head, git: git.folder };
}

function emptyRecord(): Omit<RepoRecord, "id" | "owner" | "name" | "isPrivate" | "git"> {
  return {
    formerNames: [],
    deleted: new Set(),
    transfers: new Map(),
    duplicates: new Set(),
    closers: new Map(),
    pulls: new Map(),
    checkRuns: [],
    statuses: [],
  };
}

async function firstCommit(world: World, git: Git, files: Record<string, string>): Promise<string> {
  const changes = [];
  for (const [path, content] of Object.entries(files)) {
    const mode = content.startsWith("#!") ? "100755" : "100644";
    changes.push({ path, mode, sha: await git.writeBlob(content) });
  }
  const tree = await git.writeTree(null, changes);
  const author = signature(world, world.admin);
  const head = await git.commit({ tree, parents: [], message: "Begin", author });
  await git.writeRef("refs/heads/main", head);
  return head;
}

export function signature(world: World, login: string): { name: string; email: string; date: string } {
  const date = new Date(world.now()).toISOString().replace(/\.\d+Z$/u, "Z");
  return { name: login, email: `${login}@users.noreply.github.com`, date };
}

async function setRole(world: World, repo: RepoRecord, login: string, role: Role): Promise<void> {
  if (!world.users.includes(login)) throw new Error(`Name "${login}" in the users of startGithub().`);
  const permission = { read: "pull", triage: "triage", write: "push", maintain: "maintain", admin: "admin" }[
    role
  ];
  const path = `/repos/${fullName(repo)}/collaborators/${login}`;
  await world.emulator.call(`Bearer ${userToken(world.admin)}`, "PUT", path, { permission });
}

async function renameRepo(world: World, repo: string, name: string): Promise<string> {
  const record = repoNamed(world, repo);
  const from = record.name;
  await act(world, record, { method: "PATCH", part: "", body: { name } });
  record.formerNames.push(fullName(record).toLowerCase());
  record.name = name;
  const git = gitOf(world, record.owner, name);
  await mkdir(dirname(git.folder), { recursive: true });
  await renameFolder(record.git.folder, git.folder);
  record.git = git;
  const changes = { repository: { name: { from } } };
  await world.webhooks.repository(record, "renamed", { changes }, userCaller(world.admin));
  return fullName(record);
}
