#!/usr/bin/env node
import { existsSync } from "node:fs";
import { ConfigError, AppError, loadConfig } from "@firstline/core";
import type { Config } from "@firstline/core";
import { DatabaseError } from "@firstline/db";
import { Command, Option } from "commander";
import { runAsk } from "./commands/ask.ts";
import { runDoctor } from "./commands/doctor.ts";
import { runImport } from "./commands/import.ts";
import { runMigrate } from "./commands/migrate.ts";
import { runStart, ROLES } from "./commands/start.ts";

const EXIT_CODES = `
Exit codes: 0 all went well, 1 something failed or a check found a problem, 2 the command or the settings are wrong.
Settings are read from the environment and from .env in this folder; .env.example lists them all.`;

function readConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return loadConfig(process.env);
}

/** Runs a command with the settings; a known error becomes its sentence, an unknown one its stack. */
function withConfig<Args extends unknown[]>(run: (config: Config, ...args: Args) => Promise<number>) {
  return async (...args: Args): Promise<void> => {
    try {
      process.exitCode = await run(readConfig(), ...args);
    } catch (error) {
      process.exitCode = explain(error);
    }
  };
}

function explain(error: unknown): number {
  if (error instanceof ConfigError) {
    console.error("The settings cannot be used:");
    for (const problem of error.problems) console.error(`  - ${problem}`);
    return 2;
  }
  const isKnown = error instanceof AppError || error instanceof DatabaseError || hasOwnSentence(error);
  console.error(isKnown && error instanceof Error ? error.message : error);
  return 1;
}

/** The error of a taken port is written for people. */
function hasOwnSentence(error: unknown): boolean {
  return error instanceof Error && (error.name === "PortError");
}

const program = new Command("firstline")
  .description("AI-first support for communities that live in Slack and Discord")
  .addHelpText("after", EXIT_CODES)
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("start")
  .description("run Firstline: bot, worker and web in this process, or one role of them")
  .addOption(new Option("--role <role>", "what this process does").choices([...ROLES]).default("all"))
  .action(withConfig((config, options: { role: (typeof ROLES)[number] }) => runStart(config, options)));

program
  .command("migrate")
  .description("bring the database to the tables of this version")
  .action(withConfig((config) => runMigrate(config)));

program
  .command("import")
  .description("import a folder of Markdown or MDX articles, or a .jsonl file; again imports what changed")
  .argument("<path>", "folder, or file of {id, title, text, category} lines")
  .option("--json", "print the report as JSON")
  .action(withConfig((config, path: string, options: { json?: boolean }) => runImport(config, path, options)));

program
  .command("ask")
  .description("answer a question as a ticket would be answered, without making one")
  .argument("<question>")
  .option("--json", "print answer, route, confidence, sources and usage as JSON")
  .action(withConfig((config, question: string, options: { json?: boolean }) => runAsk(config, question, options)));

program
  .command("doctor")
  .description("check database, tokens, scopes, channels and models, and say what to do")
  .option("--json", "print the checks as JSON")
  .action(withConfig((config, options: { json?: boolean }) => runDoctor(config, options)));

await program.parseAsync();
