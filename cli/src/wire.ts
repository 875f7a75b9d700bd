import { join, resolve } from "node:path";
import { ConfigError, makeFolder, messageOf } from "@firstline/core";
import type { AgentModel, CodeCtx, Config, Ctx, Embedder, Log } from "@firstline/core";
import {
  createAnthropicAgent,
  createAnthropicModel,
  createGithubHost,
  createOfflineEmbedder,
  createOfflineModel,
  createOpenAiAgent,
  createOpenAiEmbedder,
  createOpenAiModel,
  createWebhookSender,
  createWorkbench,
} from "@firstline/core/adapters";
import { checkDatabase, connect, DatabaseError, migrateDatabase } from "@firstline/db";
import type { Database } from "@firstline/db";
import { openEmbedded } from "@firstline/db/embedded";

type Models = Pick<Ctx, "model" | "fastModel" | "offlineModel">;

/** Claude when its key is there, else an OpenAI-compatible model when one is named, else the offline model. */
function createModels(config: Config): Models {
  const timeoutMs = config.modelTimeoutMs;
  const offlineModel = createOfflineModel();
  if (config.anthropic) {
    const { fastModel, ...strong } = config.anthropic;
    return {
      model: createAnthropicModel({ ...strong, timeoutMs }),
      fastModel: createAnthropicModel({ ...strong, model: fastModel, timeoutMs }),
      offlineModel,
    };
  }
  if (config.openai?.model) {
    const { model: strong, fastModel: fast, ...openai } = config.openai;
    const model = createOpenAiModel({ ...openai, model: strong, timeoutMs });
    const isOne = fast === null || fast === strong;
    const fastModel = isOne ? model : createOpenAiModel({ ...openai, model: fast, timeoutMs });
    return { model, fastModel, offlineModel };
  }
  return { model: offlineModel, fastModel: offlineModel, offlineModel };
}

function createEmbedder(config: Config): Embedder {
  if (!config.openai?.embeddingModel) return createOfflineEmbedder();
  const { apiKey, baseUrl, embeddingModel } = config.openai;
  return createOpenAiEmbedder({ apiKey, baseUrl, model: embeddingModel });
}

/** Makes the embedder of any model that this configuration can still reach. */
function findEmbedder(config: Config): (model: string) => Embedder | null {
  const made = new Map<string, Embedder>();
  return (model) => {
    const offline = createOfflineEmbedder();
    if (model === offline.model) return offline;
    if (!config.openai || model.startsWith("offline-")) return null;
    const { apiKey, baseUrl } = config.openai;
    const embedder = made.get(model) ?? createOpenAiEmbedder({ apiKey, baseUrl, model });
    made.set(model, embedder);
    return embedder;
  };
}

/** Writes fixes: the strong model of those that answer. The offline model cannot. */
function createAgent(config: Config): AgentModel | null {
  if (config.anthropic) return createAnthropicAgent(config.anthropic);
  if (!config.openai?.model) return null;
  return createOpenAiAgent({ ...config.openai, model: config.openai.model });
}

function createCode(config: Config, log: Log): CodeCtx | null {
  if (!config.github) return null;
  return {
    host: createGithubHost(config.github, { log }),
    agent: createAgent(config),
    workbench: createWorkbench({ readPaths: config.fixReadPaths, hiddenPaths: [config.dataDir], log }),
    consoleUrl: `${config.web.publicUrl.replace(/\/+$/u, "")}/console`,
  };
}

export function createCtx(config: Config, database: Database, log: Log): Ctx {
  return {
    db: database.db,
    ...createModels(config),
    embedder: createEmbedder(config),
    findEmbedder: findEmbedder(config),
    log,
    now: () => new Date(),
    helpCenterUrl: config.workspace.helpCenterUrl ?? config.web.publicUrl,
    modelTimeoutMs: config.modelTimeoutMs,
    code: createCode(config, log),
    webhooks: createWebhookSender({ allowsPrivate: config.privateWebhooks }),
  };
}

/** Only this user may look into it: it holds the database and the console's token. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir, { mode: 0o700 });
  } catch (cause) {
    const reason = messageOf(cause);
    throw new ConfigError([
      `The data folder cannot be made (${reason}). Set FIRSTLINE_DATA_DIR to another one.`,
    ]);
  }
}

/** Where the public pages are kept. Web processes of one workspace share it. */
export const siteDirOf = (config: Config): string =>
  resolve(config.web.siteDir ?? join(config.dataDir, "site"));

/** Where the database is: the configured one, else the embedded one, started or joined if it runs already. */
export async function locateDatabase(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, stop: async () => {} };
  await makeDataDir(config.dataDir);
  try {
    return await openEmbedded({ dataDir: config.dataDir });
  } catch (cause) {
    const message = messageOf(cause);
    throw new DatabaseError("unreachable", message, { cause });
  }
}

/**
 * Opens the database ready for use. The embedded one and an empty one are brought to this version's tables; an older
 * one of the operator's own is left to `migrate`, since that calls for a backup.
 */
export async function openDatabase(config: Config): Promise<Database> {
  const place = await locateDatabase(config);
  try {
    await makeReady(place.url, config.databaseUrl === null);
  } catch (error) {
    await place.stop();
    throw error;
  }
  const database = connect(place.url);
  return {
    ...database,
    async close() {
      await database.close();
      await place.stop();
    },
  };
}

async function makeReady(url: string, isEmbedded: boolean): Promise<void> {
  try {
    await checkDatabase(url);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const mayMigrate = error.problem === "empty" || (isEmbedded && error.problem === "older");
    if (!mayMigrate) throw error;
    await migrateDatabase(url);
  }
}
