import { existsSync } from "node:fs";
import { AppError, ConfigError, loadConfig, messageOf } from "@firstline/core";
import type { Config } from "@firstline/core";
import { DatabaseError } from "@firstline/db";

function readConfig(): Config {
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
  } catch (cause) {
    const reason = messageOf(cause);
    throw new ConfigError([`.env in this folder cannot be read (${reason}).`]);
  }
  return loadConfig(process.env);
}

/** Runs a command with the settings; a known error becomes its sentence, an unknown one its stack. */
export function withConfig<Args extends unknown[]>(
  run: (config: Config, ...args: Args) => Promise<number>,
): (...args: Args) => Promise<void> {
  return withoutConfig(async (...args: Args) => run(readConfig(), ...args));
}

/** Runs a command that needs no settings. */
export function withoutConfig<Args extends unknown[]>(
  run: (...args: Args) => Promise<number>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = await run(...args);
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
  console.error(sentenceOf(error) ?? stackOf(error));
  return 1;
}

/** What is written for people; null for an error that nobody foresaw. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof AppError || error instanceof DatabaseError) return error.message;
  // By name: the web server is loaded only by the command that starts it.
  if (error instanceof Error && error.name === "PortError") return error.message;
  if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE") return null;
  const port = "port" in error ? ` ${String(error.port)}` : "";
  return `Port${port} is taken by another program. Set PORT (web) or SLACK_PORT (Slack over HTTP) to a free one.`;
}

/** A failed query says in its text what members wrote: its cause says what went wrong. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isQuery = "query" in error && "params" in error;
  return isQuery ? `A query failed. ${stackOf(error.cause)}` : (error.stack ?? error.message);
}
