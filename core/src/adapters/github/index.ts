import type { GithubConfig } from "../../config.ts";
import type { CodeHost } from "../../ports.ts";
import type { GithubHostOptions } from "./client.ts";

export type { GithubHostOptions } from "./client.ts";

/** GitHub, see `host.ts`; Octokit is loaded with the first call. */
export function createGithubHost(config: GithubConfig, options: GithubHostOptions = {}): CodeHost {
  let made: Promise<CodeHost> | null = null;
  const load = () => (made ??= import("./host.ts").then(({ createHost }) => createHost(config, options)));
  return {
    listRepositories: async () => (await load()).listRepositories(),
    findRepository: async (of) => (await load()).findRepository(of),
    readPermission: async (of, login) => (await load()).readPermission(of, login),
    listIssues: async (of, input) => (await load()).listIssues(of, input),
    findIssue: async (of, number) => (await load()).findIssue(of, number),
    createIssue: async (of, input) => (await load()).createIssue(of, input),
    listComments: async (of, input) => (await load()).listComments(of, input),
    createComment: async (of, number, body) => (await load()).createComment(of, number, body),
    findClosingCommit: async (of, number) => (await load()).findClosingCommit(of, number),
    findBranch: async (of, branch) => (await load()).findBranch(of, branch),
    commitFiles: async (of, input) => (await load()).commitFiles(of, input),
    findPull: async (of, branch) => (await load()).findPull(of, branch),
    getPull: async (of, number) => (await load()).getPull(of, number),
    createPull: async (of, input) => (await load()).createPull(of, input),
    updatePull: async (of, number, input) => (await load()).updatePull(of, number, input),
    listReviews: async (of, number) => (await load()).listReviews(of, number),
    readChecks: async (of, sha) => (await load()).readChecks(of, sha),
    listReleases: async (of, limit) => (await load()).listReleases(of, limit),
    isContained: async (of, input) => (await load()).isContained(of, input),
    cloneAccess: async (of) => (await load()).cloneAccess(of),
  };
}
