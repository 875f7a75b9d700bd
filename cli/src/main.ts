#!/usr/bin/env node
import type { ChannelRef } from "@firstline/core";
import { SET_KINDS } from "@firstline/core/classify";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ClassifyEvalOptions } from "./commands/classify-eval.ts";
import type { EvalOptions } from "./commands/eval.ts";
import type { ImportOptions } from "./commands/import.ts";
import type { SettingsOptions } from "./commands/settings.ts";
import type { SiteBuildOptions } from "./commands/site-build.ts";
import { addFeedbackCommands } from "./feedback-commands.ts";
import { addGithubCommands } from "./github-commands.ts";
import { addKeysCommands } from "./keys-commands.ts";
import { addMemberCommands } from "./member-commands.ts";
import { MODEL_CHOICES } from "./model-choices.ts";
import { ROLES } from "./roles.ts";
import type { Role } from "./roles.ts";
import { withConfig, withoutConfig } from "./with-config.ts";

const EXIT_CODES = `
Exit codes: 0 all went well, 1 something failed or a check found a problem, 2 the command or the settings are wrong.
Settings are read from the environment and from .env in this folder; .env.example lists them all.`;

function toCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError("It must be a whole number from 1 up.");
}

function toChannel(text: string): ChannelRef {
  const [, platform, channelId] = /^(slack|discord|panel):(\S+)$/u.exec(text) ?? [];
  if ((platform === "slack" || platform === "discord" || platform === "panel") && channelId !== undefined) {
    return { platform, channelId };
  }
  throw new InvalidArgumentError("Write the platform and the channel's id, such as slack:C0123456789.");
}

/** A command's code is loaded when it runs: help and a mistyped word answer at once. */
const program = new Command("firstline")
  .description("AI-first support for communities that live in Slack and Discord")
  .addHelpText("after", EXIT_CODES)
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("start")
  .description("run Firstline: bot, worker and web in this process, or one role of them")
  .addOption(new Option("--role <role>", "what this process does").choices([...ROLES]).default("all"))
  .action(
    withConfig(async (config, options: { role: Role }) => {
      const { runStart } = await import("./commands/start.ts");
      return runStart(config, options);
    }),
  );

program
  .command("migrate")
  .description("bring the database to the tables of this version")
  .action(
    withConfig(async (config) => {
      const { runMigrate } = await import("./commands/migrate.ts");
      return runMigrate(config);
    }),
  );

program
  .command("import")
  .description(
    "import a folder of Markdown, HTML and text files, a .zip of one, a .jsonl file, or a help center's export; again imports what changed",
  )
  .argument("[path]", "folder, .zip, .jsonl file of {id, title, text, category} lines, or .json of an export")
  .addOption(
    new Option("--from <product>", "whose export it is; found from the files unless given").choices([
      "zendesk",
      "intercom",
    ]),
  )
  .option("--sitemap <url>", "import the pages of a site instead, by the address of its sitemap")
  .option("--allow-host <host...>", "hosts that may be read; the sitemap's own unless given")
  .option("--origin <name>", "name of the collection; the last part of the path unless given")
  .option("--link-back", "let answers lead to an export's articles where they are now")
  .option("--force", "overwrite articles that were changed in Firstline since they were imported")
  .option("--json", "print the report as JSON")
  .hook("preAction", (command) => {
    const hasSitemap = command.opts<ImportOptions>().sitemap !== undefined;
    if (command.args.length > 0 === hasSitemap) command.error("error: give either a path or --sitemap");
  })
  .action(
    withConfig(async (config, path: string | undefined, options: ImportOptions) => {
      const { runImport } = await import("./commands/import.ts");
      return runImport(config, path, options);
    }),
  );

program
  .command("ask")
  .description("answer a question as a ticket would be answered, without making one")
  .argument("<question>")
  .option("--agents", "answer as for an agent: also from internal articles")
  .option("--json", "print answer, route, confidence, sources and usage as JSON")
  .action(
    withConfig(async (config, question: string, options: { json?: boolean; agents?: boolean }) => {
      const { runAsk } = await import("./commands/ask.ts");
      return runAsk(config, question, options);
    }),
  );

program
  .command("eval")
  .description("measure search, answers and confidence on questions whose right articles are known")
  .requiredOption("--corpus <path>", "articles: a .jsonl file of {id, title, text}, or a folder")
  .requiredOption("--questions <file>", ".jsonl file of {id, question, gold, answerable}")
  .option("--gap <file>", "JSON array of article ids to leave out, so that their questions have no answer")
  .addOption(
    new Option("--model <name>", "who answers; as configured unless given").choices([...MODEL_CHOICES]),
  )
  .option("--limit <n>", "ask only the first n questions", toCount)
  .option("--report <folder>", "write a page with a reliability diagram and a risk-coverage curve")
  .option("--json", "print figures and questions as one JSON object")
  .action(
    withConfig(async (config, options: EvalOptions) => {
      const { runEval } = await import("./commands/eval.ts");
      return runEval(config, options);
    }),
  );

program
  .command("classify-eval")
  .description("measure how texts are classified, on texts whose class is known; needs no database")
  .requiredOption("--tickets <file>", ".jsonl file of {text, label}, or of pairs {a, b, label}")
  .addOption(
    new Option("--kind <kind>", "what the labels are; found from the labels unless given").choices([
      ...SET_KINDS,
    ]),
  )
  .option("--examples <file>", ".jsonl file of {text, label} to learn labels of one's own from")
  .option("--json", "print figures and predictions as one JSON object")
  .action(
    withoutConfig(async (options: ClassifyEvalOptions) => {
      const { runClassifyEval } = await import("./commands/classify-eval.ts");
      return runClassifyEval(options);
    }),
  );

program
  .command("doctor")
  .description("check database, tokens, scopes, channels and models, and say what to do")
  .option("--json", "print the checks as JSON")
  .action(
    withConfig(async (config, options: { json?: boolean }) => {
      const { runDoctor } = await import("./commands/doctor.ts");
      return runDoctor(config, options);
    }),
  );

program
  .command("settings")
  .description(
    'show the settings of the workspace, or change some: settings site.title="Acme Help" quietDays=5',
  )
  .argument("[pairs...]", "key=value; several values with commas between, everything else as JSON")
  .option("--channel <platform:id>", "of one channel, for example slack:C0123456789", toChannel)
  .option("--json", "print all of them as JSON")
  .action(
    withConfig(async (config, pairs: string[], options: SettingsOptions) => {
      const { runSettings } = await import("./commands/settings.ts");
      return runSettings(config, pairs, options);
    }),
  );

program
  .command("site")
  .description("the help center, the roadmap and the changelog as files")
  .command("build")
  .description("make all public pages; `start` does so by itself")
  .option("--out <folder>", "write them there, for another web server, instead of where `start` serves them")
  .option("--json", "print the figures as JSON")
  .action(
    withConfig(async (config, options: SiteBuildOptions) => {
      const { runSiteBuild } = await import("./commands/site-build.ts");
      return runSiteBuild(config, options);
    }),
  );

addGithubCommands(program);
addFeedbackCommands(program);
addKeysCommands(program);
addMemberCommands(program);

await program.parseAsync();
