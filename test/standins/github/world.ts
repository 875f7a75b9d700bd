import { join } from "node:path";
import type { Emulator } from "./emulator.ts";
import type { Faults } from "./faults.ts";
import { Git } from "./git.ts";
import type { Webhooks } from "./webhooks.ts";

/** What is kept of a repository beside what the emulator knows. */
export type RepoRecord = {
  id: number;
  owner: string;
  name: string;
  /** "owner/name" of before, in small letters. */
  formerNames: string[];
  isPrivate: boolean;
  git: Git;
  /** Issue numbers that answer 410. */
  deleted: Set<number>;
  /** Issue number -> where it was transferred to. */
  transfers: Map<number, { to: RepoRecord; number: number }>;
  /** The emulator does not know this reason. */
  duplicates: Set<number>;
  /** What closed an issue, beside what its people did. */
  closers: Map<number, { commit: string | null; commitRepo?: string; pull: number | null }>;
  pulls: Map<number, PullRecord>;
  checkRuns: { id: number; sha: string; name: string; status: string; conclusion: string | null }[];
  statuses: { sha: string; context: string; state: string }[];
};

/** What the emulator cannot follow of a pull request: its commits. */
export type PullRecord = {
  branch: string;
  /** The last known one, when the branch is gone. */
  headSha: string;
  merge: { sha: string; at: string } | null;
  /** No draft any more; the emulator cannot take that from it. */
  isReady: boolean;
};

export type InstallationToken = { installationId: number; expiresAt: number };

export type World = {
  readonly url: string;
  readonly root: string;
  readonly emulator: Emulator;
  readonly faults: Faults;
  readonly webhooks: Webhooks;
  readonly users: string[];
  readonly admin: string;
  /** The account whose token is used where there is no app. */
  readonly bot: string;
  readonly app: { id: number; slug: string };
  /** Owner -> installation; owners without the app are not in it. */
  readonly installations: Map<string, number>;
  readonly suspended: Set<number>;
  /** Of the app, as its owner has granted them at the moment. */
  permissions: Record<string, string>;
  readonly tokens: Map<string, InstallationToken>;
  readonly repos: Map<number, RepoRecord>;
  readonly nextId: () => number;
  readonly now: () => number;
};

export function fullName({ owner, name }: RepoRecord): string {
  return `${owner}/${name}`;
}

export function findRepo(world: World, owner: string, name: string): RepoRecord | null {
  const wanted = `${owner}/${name}`.toLowerCase();
  return [...world.repos.values()].find((repo) => fullName(repo).toLowerCase() === wanted) ?? null;
}

export function findFormerRepo(world: World, owner: string, name: string): RepoRecord | null {
  const wanted = `${owner}/${name}`.toLowerCase();
  return [...world.repos.values()].find(({ formerNames }) => formerNames.includes(wanted)) ?? null;
}

export function gitOf(world: Pick<World, "root">, owner: string, name: string): Git {
  return new Git(join(world.root, owner, `${name}.git`));
}
