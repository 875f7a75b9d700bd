import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeScratchWorkspace, removeScratchWorkspace } from "@firstline/core/evaluation";
import type { Config } from "@firstline/core";
import { checkServer, connect, migrateDatabase } from "@firstline/db";
import type { Database } from "@firstline/db";
import { locateDatabase, openDatabase } from "./wire.ts";

/** An empty workspace in a place of its own; `remove` leaves nothing of it behind. */
export type Scratch = { database: Database; workspaceId: number; remove(): Promise<void> };

/**
 * A database of its own on the configured server, or a workspace of its own where no database can be made;
 * without a server an embedded one in a temporary folder. The operator's own articles and tickets are never touched.
 */
export async function openScratch(config: Config): Promise<Scratch> {
  if (config.databaseUrl === null) return openEmbeddedScratch(config);
  try {
    return await openServerScratch(config.databaseUrl);
  } catch (error) {
    if (!cannotMakeDatabase(error)) throw error;
    return openWorkspaceScratch(config);
  }
}

async function openEmbeddedScratch(config: Config): Promise<Scratch> {
  const dataDir = mkdtempSync(join(tmpdir(), "firstline-eval-"));
  const removeFolder = (): void => rmSync(dataDir, { recursive: true, force: true });
  try {
    const place = await locateDatabase({ ...config, dataDir });
    return await fill(place.url, async () => {
      await place.stop();
      removeFolder();
    });
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function openServerScratch(server: string): Promise<Scratch> {
  const name = `firstline_eval_${randomBytes(6).toString("hex")}`;
  await checkServer(server);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(server, `create database ${name}`);
  return fill(url.toString(), () => onServer(server, `drop database ${name} with (force)`));
}

/** Brings an empty database to this version's tables; what cannot be filled is removed at once. */
async function fill(url: string, removePlace: () => Promise<void>): Promise<Scratch> {
  try {
    await migrateDatabase(url);
    const database = connect(url);
    const workspaceId = await makeScratchWorkspace(database);
    return {
      database,
      workspaceId,
      async remove() {
        await database.close();
        await removePlace();
      },
    };
  } catch (error) {
    await removePlace();
    throw error;
  }
}

async function openWorkspaceScratch(config: Config): Promise<Scratch> {
  const database = await openDatabase(config);
  const workspaceId = await makeScratchWorkspace(database);
  return {
    database,
    workspaceId,
    async remove() {
      await removeScratchWorkspace(database, workspaceId);
      await database.close();
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const database = connect(server, { maxConnections: 1 });
  try {
    await database.sql.unsafe(statement);
  } finally {
    await database.close();
  }
}

/** What servers answer when nobody may make a database, this user may not, or there can be only one. */
const CANNOT_MAKE = ["0A000", "42501", "3D000"];

/** By the code of Postgres, wherever in the chain of causes it stands. */
function cannotMakeDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isSuch = "code" in error && CANNOT_MAKE.includes(String(error.code));
  return isSuch || cannotMakeDatabase(error.cause);
}
