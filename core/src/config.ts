import { resolve } from "node:path";
import { readAnthropic } from "./config/anthropic.ts";
import type { AnthropicConfig } from "./config/anthropic.ts";
import { readDiscord } from "./config/discord.ts";
import type { DiscordConfig } from "./config/discord.ts";
import { EnvReader } from "./config/env-reader.ts";
import type { Env } from "./config/env-reader.ts";
import { readGithub } from "./config/github.ts";
import type { GithubConfig } from "./config/github.ts";
import { readOpenAi } from "./config/openai.ts";
import type { OpenAiConfig } from "./config/openai.ts";
import { readSlack } from "./config/slack.ts";
import type { SlackConfig } from "./config/slack.ts";

export type { AnthropicConfig, DiscordConfig, GithubConfig, OpenAiConfig, SlackConfig };

/** Settings that cannot be used: one sentence for each, all at once. */
export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

export type Config = {
  /** Null starts the embedded Postgres in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  web: {
    host: string;
    port: number;
    publicUrl: string;
    consoleToken: string | null;
    /** Where the public pages are written; null: `site` in the data folder. */
    siteDir: string | null;
    /** Signs who a visitor of an embedding site is; null: nobody is taken at their word. */
    panelSecret: string | null;
    /** Signs the billing service's events; null: none are taken in. */
    stripeWebhookSecret: string | null;
  };
  workspace: { slug: string; name: string; knowledgeDir: string | null; helpCenterUrl: string | null };
  slack: SlackConfig | null;
  discord: DiscordConfig | null;
  anthropic: AnthropicConfig | null;
  openai: OpenAiConfig | null;
  github: GithubConfig | null;
  /** Fix attempts that run at the same time. */
  fixConcurrency: number;
  /** Folders beside the system's own that commands of a fix attempt may read: toolchains, package caches. */
  fixReadPaths: string[];
  /** Webhooks may also be sent by plain http and to addresses of the own network. */
  privateWebhooks: boolean;
  /** Milliseconds a model may take for one answer. */
  modelTimeoutMs: number;
  logLevel: "debug" | "info" | "warn" | "error";
};

function readDatabaseUrl(read: EnvReader): string | null {
  const url = read.text("DATABASE_URL");
  if (url === null) return null;
  if (!/^postgres(?:ql)?:\/\//u.test(url)) {
    read.problems.push(
      "DATABASE_URL must start with postgres://; leave it out to use the embedded database.",
    );
  } else if (!isAddress(url)) {
    read.problems.push(
      "DATABASE_URL is no address of the form postgres://user:password@host:5432/name. Write signs such as # / ? @ % of the password as percent codes: # is %23.",
    );
  }
  return url;
}

/** An address with a password in it is never repeated in a problem, so it only says whether it can be read. */
function isAddress(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false; // What the drivers would throw at the first connection.
  }
}

/** Reads the environment; only this and its groups know the names of variables. Throws `ConfigError` with everything that is wrong. */
export function loadConfig(env: Env): Config {
  const read = new EnvReader(env);
  const port = read.integer("PORT", 3000, { min: 0, max: 65_535 });
  const host = read.text("HOST") ?? "127.0.0.1";
  const config: Config = {
    databaseUrl: readDatabaseUrl(read),
    dataDir: resolve(read.text("FIRSTLINE_DATA_DIR") ?? "data"),
    web: {
      host,
      port,
      publicUrl: read.url("PUBLIC_URL", `http://${host === "0.0.0.0" ? "localhost" : host}:${port}`),
      consoleToken: read.text("CONSOLE_TOKEN"),
      siteDir: read.text("SITE_DIR"),
      panelSecret: read.secret("PANEL_SECRET", 32),
      stripeWebhookSecret: read.text("STRIPE_WEBHOOK_SECRET"),
    },
    workspace: {
      slug: read.text("WORKSPACE_SLUG") ?? "home",
      name: read.text("WORKSPACE_NAME") ?? "Firstline",
      knowledgeDir: read.text("KNOWLEDGE_DIR"),
      helpCenterUrl: read.text("HELP_CENTER_URL") === null ? null : read.url("HELP_CENTER_URL", ""),
    },
    slack: readSlack(read),
    discord: readDiscord(read),
    anthropic: readAnthropic(read),
    openai: readOpenAi(read),
    github: readGithub(read),
    fixConcurrency: read.integer("FIX_CONCURRENCY", 1, { min: 0, max: 16 }),
    fixReadPaths: read.list("FIX_READ_PATHS"),
    privateWebhooks: read.oneOf("WEBHOOKS_PRIVATE", ["yes", "no"], "no") === "yes",
    modelTimeoutMs: read.integer("MODEL_TIMEOUT_SECONDS", 60, { min: 1, max: 600 }) * 1000,
    logLevel: read.oneOf("LOG_LEVEL", ["debug", "info", "warn", "error"], "info"),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}
