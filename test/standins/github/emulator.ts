import { generateKeyPairSync } from "node:crypto";
import { createEmulator } from "emulate";
import type { Reply } from "./call.ts";

export type EmulatorSeed = {
  users: string[];
  /** Accounts that own repositories; their first user is the administrator of all. */
  owners: { login: string; installationId: number | null }[];
  admin: string;
  app: { id: number; slug: string; permissions: Record<string, string> };
};

/** The stateful GitHub of the package `emulate`: accounts, apps, repositories, issues, comments, pull requests, reviews. */
export type Emulator = {
  privateKey: string;
  call(authorization: string, method: string, path: string, body?: unknown): Promise<Reply>;
  close(): Promise<void>;
};

/** `frontUrl` takes the place of the emulator's own address in all it says. */
export async function startEmulator(seed: EmulatorSeed, frontUrl: () => string): Promise<Emulator> {
  const emulator = await createEmulator({ service: "github", port: 0, seed: toSeed(seed) });
  const own = emulator.url.replace("localhost", "127.0.0.1");

  async function call(authorization: string, method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(`${own}${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body !== undefined && body !== null && { body: JSON.stringify(body) }),
      redirect: "manual",
    });
    const said = (await response.text()).replaceAll(emulator.url, frontUrl());
    return { status: response.status, body: said === "" ? null : JSON.parse(said) };
  }

  return { privateKey: appKey(), call, close: () => emulator.close() };
}

let key: string | null = null;

/** One for a process: to make one takes as long as everything else together. */
function appKey(): string {
  key ??= generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs1", format: "pem" })
    .toString();
  return key;
}

export function userToken(login: string): string {
  return `ghp_${login}`;
}

function toSeed({ users, owners, admin, app }: EmulatorSeed) {
  const members = [{ login: admin, role: "admin" }];
  return {
    tokens: Object.fromEntries(
      users.map((login) => [userToken(login), { login, scopes: ["repo", "user", "admin:org"] }]),
    ),
    github: {
      users: users.map((login) => ({ login })),
      orgs: owners.map(({ login }) => ({ login, members })),
      repos: [],
      apps: [
        {
          app_id: app.id,
          slug: app.slug,
          name: app.slug,
          private_key: appKey(),
          permissions: app.permissions,
          events: [],
          installations: owners.flatMap(({ login, installationId }) =>
            installationId === null
              ? []
              : [{ installation_id: installationId, account: login, repository_selection: "all" }],
          ),
        },
      ],
    },
  };
}
