import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startBot } from "@firstline/bot";
import {
  ConfigError,
  connectPlatform,
  ensureWorkspace,
  messageOf,
  readAhead,
  requestEmbedding,
} from "@firstline/core";
import type { Config, Ctx, Log, Workspace } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import type { Database } from "@firstline/db";
import { startWeb } from "@firstline/web/api";
import { startWorker } from "@firstline/worker";
import { explainAssumed, findUnpriced } from "../assumed-prices.ts";
import type { Role } from "../roles.ts";
import { bringKnowledge } from "../knowledge.ts";
import { createCtx, makeDataDir, openDatabase, siteDirOf } from "../wire.ts";

type Running = { stop(): Promise<void> };

/** Runs until SIGTERM or SIGINT, then lets running work end. Answers the exit code. */
export async function runStart(config: Config, options: { role: Role }): Promise<number> {
  const parts = rolesOf(options.role, config);
  const log = createLog(config.logLevel);
  const stop = untilStopped(log);
  const unpriced = findUnpriced(config);
  if (unpriced.length > 0) log.warn({ models: unpriced }, explainAssumed(unpriced));
  const database = await openDatabase(config);
  const running: Running[] = [];
  try {
    const ctx = createCtx(config, database, log);
    const workspace = await ensureWorkspace(ctx, config.workspace);
    await connectPlatform(ctx, {
      platform: "panel",
      externalId: "panel",
      name: config.workspace.name,
      homeSlug: config.workspace.slug,
    });
    for (const start of parts) running.push(await start({ ctx, config, database, workspace }));
    // A bot of its own answers no questions.
    if (options.role !== "bot") running.push(readAhead(ctx, { workspaceId: workspace.id }));
    if (options.role === "all" || options.role === "worker") {
      void bringKnowledge(ctx, config, workspace, () => stop.isAsked());
      await requestEmbedding(ctx);
    }
    await stop.asked;
    return 0;
  } finally {
    for (const part of running.toReversed()) await part.stop();
    await database.close();
    // After an outage the job queue's clock sleeps on, and would keep the process for up to a minute.
    if (stop.isAsked()) setTimeout(() => process.exit(), LEFT_MS).unref();
  }
}

/** For what still runs when everything has stopped. */
const LEFT_MS = 2_000;

type Parts = { ctx: Ctx; config: Config; database: Database; workspace: Workspace };
type Start = (parts: Parts) => Promise<Running>;

function rolesOf(role: Role, config: Config): Start[] {
  const hasPlatform = config.slack !== null || config.discord !== null;
  switch (role) {
    case "all":
      return hasPlatform ? [web, worker, bot] : [web, worker];
    case "bot":
      if (!hasPlatform)
        throw new ConfigError(["The bot has no platform: set SLACK_BOT_TOKEN or DISCORD_BOT_TOKEN."]);
      return [bot];
    case "worker":
      return [worker];
    case "web":
      return [web];
  }
}

const bot: Start = async ({ ctx, config, database }) => {
  const started = await startBot(ctx, config, { databaseUrl: database.url });
  const names = [config.slack && "Slack", config.discord && "Discord"].filter(Boolean).join(" and ");
  console.log(`  ${names}  connected`);
  return started;
};

const worker: Start = ({ ctx, config, database }) =>
  startWorker(ctx, { databaseUrl: database.url, fixConcurrency: config.fixConcurrency });

const web: Start = async ({ ctx, config, database, workspace }) => {
  const consoleToken = config.web.consoleToken ?? (await readConsoleToken(config.dataDir));
  await makeDataDir(config.dataDir);
  const site = { dir: siteDirOf(config), databaseUrl: database.url };
  const started = await startWeb(ctx, config, { database, workspace, consoleToken, site });
  console.log(`Firstline is running.

  Help center           ${started.url}
  Ask a question        ${started.url}/ask
  See the help panel    ${started.url}/demo
  Answer as an agent    ${started.url}/console?token=${consoleToken}
`);
  return started;
};

/** Made once and kept, so that the agents' link goes on working. A file that was cut short would let everybody in. */
async function readConsoleToken(dataDir: string): Promise<string> {
  await makeDataDir(dataDir);
  const path = join(dataDir, "console-token");
  try {
    const kept = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
    if (kept !== "") return kept;
    const token = randomBytes(24).toString("base64url");
    writeFileSync(path, `${token}\n`, { mode: 0o600 });
    return token;
  } catch (cause) {
    const reason = messageOf(cause);
    throw new ConfigError([`The console's token cannot be kept (${reason}). Set CONSOLE_TOKEN.`]);
  }
}

/** Listens from the start on: a signal that comes while parts are starting stops them in order as well. */
function untilStopped(log: Log): { asked: Promise<void>; isAsked(): boolean } {
  let asked = false;
  const signal = new Promise<void>((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      if (asked) process.exit(1);
      asked = true;
      log.info({ signal }, "stopping; running work ends first");
      resolve();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
  return { asked: signal, isAsked: () => asked };
}
