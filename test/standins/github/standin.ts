import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actingOnCode, type CodeActions } from "./acting/code.ts";
import { actingOnIssues, type IssueActions } from "./acting/issues.ts";
import { actingOnRepositories, type RepositoryActions } from "./acting/repositories.ts";
import { startEmulator, userToken } from "./emulator.ts";
import { Faults, type Fault } from "./faults.ts";
import { createFront, type Journal } from "./server.ts";
import { surroundings } from "./surroundings.ts";
import { Webhooks, type Delivery } from "./webhooks.ts";
import type { World } from "./world.ts";

export type GithubOptions = {
  /** More people than the usual ones; all of them must be known at the start. */
  users?: string[];
  /** Owners of repositories in whose accounts the app is installed. */
  owners?: string[];
  /** Owners in whose accounts it is not. */
  strangers?: string[];
  /** What the app was granted. */
  permissions?: Record<string, string>;
  now?: () => number;
};

export type Github = RepositoryActions &
  IssueActions &
  CodeActions &
  Journal & {
    /** For GITHUB_API_URL and, over http, for GITHUB_GIT_URL. */
    url: string;
    /** The folder of the bare repositories, for GITHUB_GIT_URL. */
    gitUrl: string;
    app: { id: string; slug: string; privateKey: string };
    /** Of the account "firstline-bot", which may write in every repository. */
    token: string;
    tokenOf(login: string): string;
    installationOf(owner: string): number;
    /** The next requests that match go wrong. */
    fail(fault: Fault): void;
    noFaults(): void;
    /** How many requests so far match, "POST /repos/acme/shop/issues" being one. */
    count(match: RegExp): number;
    /** Tokens of installations handed out so far are no longer accepted. */
    expireTokens(): void;
    grant(permissions: Record<string, string>): void;
    suspend(owner: string, isSuspended?: boolean): void;
    /** Sends signed webhooks there from now on. */
    onWebhook(url: string, secret: string): void;
    holdWebhooks(isHeld: boolean): void;
    deliveries: Delivery[];
    redeliver(id: string): Promise<number>;
    settled(): Promise<void>;
    stop(): Promise<void>;
  };

const ADMIN = "maintainer";
const BOT = "firstline-bot";
const USERS = [ADMIN, BOT, "committer", "reader", "stranger"];
const APP = { id: 4711, slug: "firstline" };
const FIRST_INSTALLATION = 1001;
const PERMISSIONS = {
  issues: "write",
  contents: "write",
  pull_requests: "write",
  checks: "read",
  statuses: "read",
  metadata: "read",
};

/**
 * A GitHub of one's own: accounts, issues, pull requests and reviews are those of the package `emulate`; git is a real bare
 * repository; in front stands what the emulator does not check: every request is held against GitHub's OpenAPI (`errors`),
 * and unknown tokens and missing permissions are refused.
 */
export async function startGithub(options: GithubOptions = {}): Promise<Github> {
  const {
    owners = ["acme"],
    strangers = [],
    users = [],
    permissions = PERMISSIONS,
    now = Date.now,
  } = options;
  const people = [...new Set([...USERS, ...users])];
  const installations = new Map(owners.map((login, at) => [login, FIRST_INSTALLATION + at]));
  const accounts = [
    ...[...installations].map(([login, installationId]) => ({ login, installationId })),
    ...strangers.map((login) => ({ login, installationId: null })),
  ];
  let url = "";
  const seed = { users: people, owners: accounts, admin: ADMIN, app: { ...APP, permissions } };
  const emulator = await startEmulator(seed, () => url);
  const root = await mkdtemp(join(tmpdir(), "github-standin-"));
  const journal: Journal = { requests: [], errors: [] };
  const world = createWorld({ root, emulator, people, installations, permissions, now, url: () => url });
  const server = createFront(world, journal);
  url = `http://127.0.0.1:${await listen(server)}`;
  return {
    ...actingOnRepositories(world),
    ...actingOnIssues(world),
    ...actingOnCode(world),
    ...steering(world),
    ...journal,
    url,
    gitUrl: root,
    app: { id: String(APP.id), slug: APP.slug, privateKey: emulator.privateKey },
    token: userToken(BOT),
    tokenOf: userToken,
    count: (match) => journal.requests.filter((line) => match.test(line)).length,
    stop: async () => {
      await world.webhooks.settled();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulator.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Beginnings = Pick<World, "root" | "emulator" | "installations" | "permissions" | "now"> & {
  people: string[];
  url: () => string;
};

function createWorld({ people, url, ...rest }: Beginnings): World {
  let lastId = 9000;
  const world: World = {
    ...rest,
    get url() {
      return url();
    },
    faults: new Faults(),
    webhooks: new Webhooks((repo, by) => surroundings(world, repo, by)),
    users: people,
    admin: ADMIN,
    bot: BOT,
    app: APP,
    suspended: new Set(),
    tokens: new Map(),
    repos: new Map(),
    nextId: () => (lastId += 1),
  };
  return world;
}

function steering(world: World) {
  return {
    installationOf: (owner: string) => {
      const found = world.installations.get(owner);
      if (found === undefined) throw new Error(`The app is not installed in ${owner}.`);
      return found;
    },
    fail: (fault: Fault) => world.faults.add(fault),
    noFaults: () => world.faults.clear(),
    expireTokens: () => world.tokens.clear(),
    grant: (permissions: Record<string, string>) => {
      world.permissions = permissions;
    },
    suspend: (owner: string, isSuspended = true) => {
      const id = world.installations.get(owner) ?? 0;
      if (isSuspended) world.suspended.add(id);
      else world.suspended.delete(id);
    },
    onWebhook: (url: string, secret: string) => world.webhooks.hook(url, secret),
    holdWebhooks: (isHeld: boolean) => world.webhooks.hold(isHeld),
    deliveries: world.webhooks.deliveries,
    redeliver: (id: string) => world.webhooks.redeliver(id),
    settled: () => world.webhooks.settled(),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("The stand-in has no port.");
}
