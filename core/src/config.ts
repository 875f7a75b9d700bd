import { resolve } from "node:path";
import { z } from "zod";

/** Settings that cannot be used: one sentence for each, all at once. */
export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

export type SlackConfig = {
  botToken: string;
  /** Socket Mode when there is an app token, else HTTP with the signing secret. */
  connection: { mode: "socket"; appToken: string } | { mode: "http"; signingSecret: string; port: number };
  apiUrl: string;
  supportChannels: string[];
  agentChannel: string | null;
};

export type DiscordConfig = {
  token: string;
  apiUrl: string;
  supportChannels: string[];
  agentChannel: string | null;
};

export type AnthropicConfig = {
  apiKey: string;
  baseUrl: string;
  model: string;
  fastModel: string;
  /** How much a model thinks before it answers. */
  effort: (typeof EFFORTS)[number];
};

const EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;

export type OpenAiConfig = {
  apiKey: string;
  baseUrl: string;
  /** Null leaves the answers to Claude or to the offline model and uses OpenAI for embeddings only. */
  model: string | null;
  /** Does the small steps, and answers first; null when there is no model for answers at all. */
  fastModel: string | null;
  embeddingModel: string | null;
  api: "responses" | "chat";
};

/** An App by its id and private key, or a token. */
export type GithubConfig = {
  auth: { kind: "app"; appId: string; privateKey: string } | { kind: "token"; token: string };
  /** Null: no webhooks are taken in, changes are found by polling alone. */
  webhookSecret: string | null;
  apiUrl: string;
  /** Base of clone addresses; another one for tests and mirrors. */
  gitUrl: string;
};

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

type Env = Record<string, string | undefined>;

const DEFAULTS = {
  SLACK_API_URL: "https://slack.com/api/",
  DISCORD_API_URL: "https://discord.com/api",
  ANTHROPIC_BASE_URL: "https://api.anthropic.com",
  OPENAI_BASE_URL: "https://api.openai.com/v1",
  GITHUB_API_URL: "https://api.github.com",
  GITHUB_GIT_URL: "https://github.com",
} as const;

/** Reads settings and collects what is wrong with them instead of stopping at the first. */
class Reader {
  readonly problems: string[] = [];
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  text(name: string): string | null {
    const value = this.#env[name]?.trim();
    return value ? value : null;
  }

  list(name: string): string[] {
    return (this.text(name) ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  }

  url(name: string, fallback: string): string {
    const value = this.text(name) ?? fallback;
    if (!URL.canParse(value) || !/^https?:$/u.test(new URL(value).protocol)) {
      this.problems.push(`${name} must be an http or https address; it is "${value}".`);
    }
    return value;
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    const raw = this.text(name);
    const parsed = z.coerce
      .number()
      .int()
      .min(range.min)
      .max(range.max)
      .safeParse(raw ?? fallback);
    if (parsed.success) return parsed.data;
    this.problems.push(`${name} must be a whole number from ${range.min} to ${range.max}; it is "${raw}".`);
    return fallback;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[], fallback: Value): Value {
    const raw = this.text(name);
    if (raw === null) return fallback;
    const found = values.find((value) => value === raw);
    if (found !== undefined) return found;
    this.problems.push(`${name} must be one of ${values.join(", ")}; it is "${raw}".`);
    return fallback;
  }

  secret(name: string, shortest: number): string | null {
    const value = this.text(name);
    if (value !== null && value.length < shortest) {
      this.problems.push(
        `${name} must have at least ${shortest} characters: make one with "openssl rand -hex 32".`,
      );
    }
    return value;
  }

  /** A group of settings is there whole or not at all; answers whether its first one is there. */
  group(lead: string, others: string[]): boolean {
    if (this.text(lead) !== null) return true;
    const set = others.filter((name) => this.text(name) !== null);
    if (set.length > 0) this.problems.push(`${set.join(", ")} is set, but ${lead} is missing.`);
    return false;
  }
}

function readSlack(read: Reader): SlackConfig | null {
  const others = ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_SUPPORT_CHANNELS", "SLACK_AGENT_CHANNEL"];
  if (!read.group("SLACK_BOT_TOKEN", others)) return null;
  const appToken = read.text("SLACK_APP_TOKEN");
  const signingSecret = read.text("SLACK_SIGNING_SECRET");
  if (appToken === null && signingSecret === null) {
    read.problems.push(
      "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is.",
    );
  }
  const port = read.integer("SLACK_PORT", 3001, { min: 0, max: 65_535 });
  return {
    botToken: read.text("SLACK_BOT_TOKEN") ?? "",
    connection: appToken
      ? { mode: "socket", appToken }
      : { mode: "http", signingSecret: signingSecret ?? "", port },
    apiUrl: read.url("SLACK_API_URL", DEFAULTS.SLACK_API_URL),
    supportChannels: read.list("SLACK_SUPPORT_CHANNELS"),
    agentChannel: read.text("SLACK_AGENT_CHANNEL"),
  };
}

function readDiscord(read: Reader): DiscordConfig | null {
  if (!read.group("DISCORD_BOT_TOKEN", ["DISCORD_SUPPORT_CHANNELS", "DISCORD_AGENT_CHANNEL"])) return null;
  return {
    token: read.text("DISCORD_BOT_TOKEN") ?? "",
    apiUrl: read.url("DISCORD_API_URL", DEFAULTS.DISCORD_API_URL),
    supportChannels: read.list("DISCORD_SUPPORT_CHANNELS"),
    agentChannel: read.text("DISCORD_AGENT_CHANNEL"),
  };
}

function readAnthropic(read: Reader): AnthropicConfig | null {
  const others = ["ANTHROPIC_MODEL", "ANTHROPIC_FAST_MODEL", "ANTHROPIC_EFFORT"];
  if (!read.group("ANTHROPIC_API_KEY", others)) return null;
  return {
    apiKey: read.text("ANTHROPIC_API_KEY") ?? "",
    baseUrl: read.url("ANTHROPIC_BASE_URL", DEFAULTS.ANTHROPIC_BASE_URL),
    model: read.text("ANTHROPIC_MODEL") ?? "claude-sonnet-5-5",
    fastModel: read.text("ANTHROPIC_FAST_MODEL") ?? "claude-haiku-5-5",
    effort: read.oneOf("ANTHROPIC_EFFORT", EFFORTS, "low"),
  };
}

function readOpenAi(read: Reader): OpenAiConfig | null {
  const others = ["OPENAI_MODEL", "OPENAI_FAST_MODEL", "OPENAI_EMBEDDING_MODEL", "OPENAI_API"];
  if (!read.group("OPENAI_API_KEY", others)) return null;
  const baseUrl = read.url("OPENAI_BASE_URL", DEFAULTS.OPENAI_BASE_URL);
  const isOpenAi = baseUrl === DEFAULTS.OPENAI_BASE_URL;
  const fastModel = read.text("OPENAI_FAST_MODEL");
  const answers = read.group("OPENAI_MODEL", ["OPENAI_FAST_MODEL"]);
  const model = read.text("OPENAI_MODEL");
  return {
    apiKey: read.text("OPENAI_API_KEY") ?? "",
    baseUrl,
    model,
    fastModel: answers ? (fastModel ?? (isOpenAi ? "gpt-6-luna" : model)) : null,
    embeddingModel: read.text("OPENAI_EMBEDDING_MODEL") ?? (isOpenAi ? "text-embedding-3-small" : null),
    api: read.oneOf("OPENAI_API", ["responses", "chat"], isOpenAi ? "responses" : "chat"),
  };
}

function readGithub(read: Reader): GithubConfig | null {
  const token = read.text("GITHUB_TOKEN");
  const appId = read.text("GITHUB_APP_ID");
  const privateKey = read.text("GITHUB_APP_PRIVATE_KEY");
  if (token === null && appId === null && privateKey === null) {
    if (read.text("GITHUB_WEBHOOK_SECRET") !== null) {
      read.problems.push("GITHUB_WEBHOOK_SECRET is set, but neither GITHUB_APP_ID nor GITHUB_TOKEN is.");
    }
    return null;
  }
  if (token !== null && appId !== null) {
    read.problems.push("Both GITHUB_TOKEN and GITHUB_APP_ID are set: keep one of them.");
  }
  if (token === null && (appId === null || privateKey === null)) {
    const missing = appId === null ? "GITHUB_APP_ID" : "GITHUB_APP_PRIVATE_KEY";
    read.problems.push(`A GitHub App needs its id and its private key; ${missing} is missing.`);
  }
  return {
    auth: token === null ? appAuth(appId ?? "", privateKey ?? "") : { kind: "token", token },
    webhookSecret: read.text("GITHUB_WEBHOOK_SECRET"),
    apiUrl: read.url("GITHUB_API_URL", DEFAULTS.GITHUB_API_URL),
    gitUrl: read.text("GITHUB_GIT_URL") ?? DEFAULTS.GITHUB_GIT_URL,
  };
}

/** A key may be given on one line, with \n for its line ends. */
function appAuth(appId: string, privateKey: string): GithubConfig["auth"] {
  return { kind: "app", appId, privateKey: privateKey.replaceAll(String.raw`\n`, "\n") };
}

function readDatabaseUrl(read: Reader): string | null {
  const url = read.text("DATABASE_URL");
  if (url !== null && !/^postgres(?:ql)?:\/\//u.test(url)) {
    read.problems.push(
      "DATABASE_URL must start with postgres://; leave it out to use the embedded database.",
    );
  }
  return url;
}

/** The only place that knows the names of environment variables. Throws `ConfigError` with everything that is wrong. */
export function loadConfig(env: Env): Config {
  const read = new Reader(env);
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
