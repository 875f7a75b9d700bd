import type { Command } from "commander";
import { withConfig } from "./with-config.ts";

const REPOSITORY = "the repository's name, as owner/name";

/** `github ...`: which repositories bugs go to, and who may start fixes. */
export function addGithubCommands(program: Command): void {
  const github = program
    .command("github")
    .description("choose where bugs become issues, and who may start fixes");
  addSetUp(github);
  addRepositories(github);
}

function addSetUp(github: Command): void {
  github
    .command("app")
    .description("print the address of GitHub's page for a new App, filled in with what Firstline needs")
    .option("--org <name>", "the organization that the App is to belong to; yourself unless given")
    .action(
      withConfig(async (config, options: { org?: string }) => {
        const { runGithubApp } = await import("./commands/github-app.ts");
        return runGithubApp(config, options);
      }),
    );
  github
    .command("list")
    .description("show connected repositories, those that could be, and the GitHub accounts of people")
    .option("--json", "print them as JSON")
    .action(
      withConfig(async (config, options: { json?: boolean }) => {
        const { runGithubList } = await import("./commands/github-list.ts");
        return runGithubList(config, options);
      }),
    );
  github
    .command("account")
    .description("say which GitHub account a person has: whoever may write with it may start fixes")
    .argument("<person>", "name of an agent, or #id of a person")
    .argument("[login]", "the GitHub account; left out, it is taken away")
    .action(
      withConfig(async (config, person: string, login?: string) => {
        const { runGithubAccount } = await import("./commands/github.ts");
        return runGithubAccount(config, person, login ?? null);
      }),
    );
}

function addRepositories(github: Command): void {
  github
    .command("connect")
    .description("let bugs become issues of a repository")
    .argument("<owner/name>", REPOSITORY)
    .action(
      withConfig(async (config, repo: string) => {
        const { runGithubConnect } = await import("./commands/github.ts");
        return runGithubConnect(config, repo);
      }),
    );
  github
    .command("disconnect")
    .description("stop using a repository; what is linked stays linked")
    .argument("<owner/name>", REPOSITORY)
    .action(
      withConfig(async (config, repo: string) => {
        const { runGithubDisconnect } = await import("./commands/github.ts");
        return runGithubDisconnect(config, repo);
      }),
    );
  github
    .command("set")
    .description("show the settings of a repository, or change some: fixes=off testCommand='npm test'")
    .argument("<owner/name>", REPOSITORY)
    .argument("[key=value...]", "settings; lists with commas between their parts")
    .action(
      withConfig(async (config, repo: string, pairs: string[]) => {
        const { runGithubSet } = await import("./commands/github.ts");
        return runGithubSet(config, repo, pairs);
      }),
    );
}
