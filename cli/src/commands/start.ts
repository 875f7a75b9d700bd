import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBot } from "@firstline/bot";
import { connectPlatform, ensureWorkspace } from "@firstline/core";
import type { Config, Ctx, Log, Workspace } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import type { Database } from "@firstline/db";
import { startWeb } from "@firstline/web/api";
import { startWorker } from "@firstline/worker";
import { createCtx, openDatabase } from "../wire.ts";
import { importPath } from "./import.ts";

export const ROLES = ["all", "bot", "worker", "web"] as const;
export type Role = (typeof ROLES)[number];

type Running = { stop(): Promise<void> };

const HANDBOOK = fileURLToPath(new URL("../../../handbook", import.meta.url));

/** Runs until SIGTERM or SIGINT, then lets running work end. Answers the exit code. */
export async function runStart(config: Config, options: { role: Role }): Promise<number> {
  const log = createLog(config.logLevel);
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
    for (const start of rolesOf(options.role, config)) running.push(await start({ ctx, config, database, workspace }));
    if (options.role === "all" || options.role === "worker") void importKnowledge(ctx, config, workspace);
    await untilStopped(log);
    return 0;
  } finally {
    for (const part of running.toReversed()) await part.stop();
    await database.close();
  }
}

type Parts = { ctx: Ctx; config: Config; database: Database; workspace: Workspace };
type Start = (parts: Parts) => Promise<Running>;

function rolesOf(role: Role, config: Config): Start[] {
  const hasPlatform = config.slack !== null || config.discord !== null;
  switch (role) {
    case "all":
      return hasPlatform ? [web, worker, bot] : [web, worker];
    case "bot":
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

const worker: Start = ({ ctx, database }) => startWorker(ctx, { databaseUrl: database.url });

const web: Start = async ({ ctx, config, database, workspace }) => {
  const consoleToken = config.web.consoleToken ?? readConsoleToken(config.dataDir);
  const started = await startWeb(ctx, config, { database, workspace, consoleToken });
  console.log(`Firstline is running.

  Ask a question        ${started.url}
  Answer as an agent    ${started.url}/console?token=${consoleToken}
`);
  return started;
};

/** Made once and kept, so that the agents' link goes on working. */
function readConsoleToken(dataDir: string): string {
  const path = join(dataDir, "console-token");
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  const token = randomBytes(24).toString("base64url");
  writeFileSync(path, `${token}\n`, { mode: 0o600 });
  return token;
}

/** The operator's articles, else Firstline's own handbook. Runs beside the start: an unchanged folder costs little. */
async function importKnowledge(ctx: Ctx, config: Config, workspace: Workspace): Promise<void> {
  const folder = config.workspace.knowledgeDir ?? HANDBOOK;
  try {
    const report = await importPath(ctx, workspace.id, folder);
    const { added, changed, unchanged, archived } = report;
    ctx.log.info({ folder, added, changed, unchanged, archived }, "articles imported");
    for (const problem of report.problems) ctx.log.warn({ ...problem }, "an article was left out");
  } catch (error) {
    ctx.log.error({ folder, error }, "articles could not be imported");
  }
}

function untilStopped(log: Log): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (asked) process.exit(1);
      asked = true;
      log.info({ signal }, "stopping; running work ends first");
      resolve();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
}
