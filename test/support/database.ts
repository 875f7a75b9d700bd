import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { connect, migrateDatabase } from "@firstline/db";
import type { Database } from "@firstline/db";
import { openMemory } from "@firstline/db/embedded";
import postgres from "postgres";

export type TestDatabase = Database & { stop(): Promise<void> };

const CACHE = fileURLToPath(new URL("../.cache/", import.meta.url));
const MIGRATIONS = fileURLToPath(new URL("../../db/migrations/", import.meta.url));

/**
 * A migrated, empty database of its own: on the server that NATIVE_DATABASE_URL names, else embedded in memory.
 * Make one for a test file, and a new workspace for each test.
 */
export async function testDatabase(options: { maxConnections?: number } = {}): Promise<TestDatabase> {
  const server = process.env["NATIVE_DATABASE_URL"];
  const { url, stop } = server ? await cloneNative(server) : await openEmbeddedCopy();
  const database = connect(url, options);
  return {
    ...database,
    async stop() {
      await database.close();
      await stop();
    },
  };
}

/** Changes with every migration, so that a stale template is never used. */
function schemaVersion(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .sort()) {
    hash.update(readFileSync(MIGRATIONS + file));
  }
  return hash.digest("hex").slice(0, 12);
}

async function openEmbeddedCopy(): Promise<{ url: string; stop: () => Promise<void> }> {
  const path = `${CACHE}template-${schemaVersion()}.tar`;
  if (!existsSync(path)) {
    const fresh = await openMemory();
    await migrateDatabase(fresh.url);
    const dump = new Uint8Array(await (await fresh.dump()).arrayBuffer());
    await fresh.stop();
    mkdirSync(CACHE, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, dump);
    renameSync(unfinished, path);
  }
  return openMemory(new Uint8Array(readFileSync(path)));
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function cloneNative(server: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const template = `firstline_template_${schemaVersion()}`;
  const name = `firstline_test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await admin`select pg_advisory_lock(hashtext(${template}))`;
    const [known] = await admin`select 1 from pg_database where datname = ${template}`;
    if (!known) {
      await admin.unsafe(`create database ${template}_new`);
      await migrateDatabase(withDatabase(server, `${template}_new`));
      await admin.unsafe(`alter database ${template}_new rename to ${template}`);
    }
    await admin.unsafe(`create database ${name} template ${template}`);
  } finally {
    await admin.end();
  }
  return {
    url: withDatabase(server, name),
    async stop() {
      const again = postgres(server, { max: 1, onnotice: () => {} });
      await again.unsafe(`drop database ${name} with (force)`);
      await again.end();
    },
  };
}
