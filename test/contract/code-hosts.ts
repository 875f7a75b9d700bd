import type { CodeHost, CommitFile } from "@firstline/core";
import { createGithubHost } from "@firstline/core/adapters";
import { afterEach, beforeEach, expect } from "vitest";
import { startGithub, type Github } from "../standins/github/index.ts";

export const WAYS = ["app", "token"] as const;
export type Way = (typeof WAYS)[number];

/** A GitHub for each test of a file; nothing that is sent to it may be outside its OpenAPI. */
export function githubOfTest(): { github: Github } {
  const held: { github?: Github } = {};
  beforeEach(async () => {
    held.github = await startGithub({ strangers: ["elsewhere"] });
  });
  afterEach(async () => {
    const errors = held.github?.errors;
    await held.github?.stop();
    expect(errors).toEqual([]);
  });
  return {
    get github() {
      if (!held.github) throw new Error("No test is running.");
      return held.github;
    },
  };
}

export function hostOf(
  github: Github,
  way: Way,
  options: {
    gitUrl?: string;
    timeoutMs?: number;
    token?: string;
    privateKey?: string;
    now?: () => Date;
  } = {},
): CodeHost {
  const {
    gitUrl = github.gitUrl,
    token = github.token,
    privateKey = github.app.privateKey,
    ...rest
  } = options;
  const auth = way === "app" ? { kind: way, appId: github.app.id, privateKey } : { kind: way, token };
  return createGithubHost({ auth, webhookSecret: null, apiUrl: github.url, gitUrl }, rest);
}

/** As the port is asked: with a token there is no installation. */
export function refOf(
  github: Github,
  way: Way,
  repo = "acme/shop",
): { repo: string; installationId: number | null } {
  return { repo, installationId: way === "app" ? github.installationOf("acme") : null };
}

export const BRANCH = "automated-fix/ticket-12";
/** A change of what `addShop` holds. */
export const FIX: CommitFile[] = [
  { path: "src/cart.ts", content: "export const total = 1;\n", mode: "100644" },
  { path: "old.txt", content: null, mode: "100644" },
];

export async function addShop(github: Github): Promise<{ head: string; git: string }> {
  return github.addRepo({
    name: "shop",
    files: { "src/cart.ts": "export const total = 0;\n", "old.txt": "old\n", "run.sh": "#!/bin/sh\n" },
  });
}
