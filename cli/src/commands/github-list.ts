import { AppError, listAccounts, listRepositories } from "@firstline/core";
import type { AccountInList, Config, Ctx, HostRepository, RepositoryInList } from "@firstline/core";
import { inWorkspace } from "./github.ts";

type Reachable = { repositories: HostRepository[]; problem: string | null };

export async function runGithubList(config: Config, options: { json?: boolean }): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const repositories = await listRepositories(ctx, { workspaceId });
    const accounts = await listAccounts(ctx, { workspaceId });
    const reachable = await listReachable(ctx);
    const connected = new Set(repositories.map(({ externalId }) => externalId));
    const others = reachable.repositories.filter(({ externalId }) => !connected.has(externalId));
    if (options.json) {
      const could = others.map(({ repo, isPrivate }) => ({ repo, isPrivate }));
      console.log(JSON.stringify({ repositories, couldBeConnected: could, accounts }, null, 2));
    } else {
      printRepositories(repositories);
      printOthers(others);
      printAccounts(accounts);
    }
    if (reachable.problem !== null) console.error(reachable.problem);
    return reachable.problem === null ? 0 : 1;
  });
}

async function listReachable(ctx: Ctx): Promise<Reachable> {
  if (ctx.code === null) {
    const problem = "GitHub is not connected: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, or GITHUB_TOKEN.";
    return { repositories: [], problem };
  }
  try {
    return { repositories: await ctx.code.host.listRepositories(), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { repositories: [], problem: error.message };
  }
}

function printRepositories(rows: RepositoryInList[]): void {
  if (rows.length === 0) console.log("No repository is connected. Connect one: github connect owner/name");
  for (const { repo, enabled, isPrivate, problem, settings } of rows) {
    const kind = isPrivate ? "private" : "public";
    const state = enabled ? `issues ${settings.issues}, fixes ${settings.fixes}` : "disconnected";
    console.log(`${repo}  (${kind}; ${state})`);
    if (enabled && problem !== null) console.log(`    ${problem}`);
  }
}

function printOthers(others: HostRepository[]): void {
  if (others.length === 0) return;
  console.log("\nCould be connected:");
  for (const { repo } of others) console.log(`  ${repo}`);
}

function printAccounts(accounts: AccountInList[]): void {
  if (accounts.length === 0) return;
  console.log("\nGitHub accounts of agents:");
  for (const { name, personId, login } of accounts) {
    console.log(`  ${name} (#${personId})  ${login ?? "none: github account NAME LOGIN"}`);
  }
}
