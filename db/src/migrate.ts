import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { runMigrations as runJobMigrations } from "graphile-worker";
import { DatabaseError } from "./errors.ts";
import { createSql } from "./postgres.ts";
import type { Sql, TransactionSql } from "./postgres.ts";

const FOLDER = fileURLToPath(new URL("../migrations", import.meta.url));
const OLDEST_SERVER = 150_000;
/** Any constant: two processes that migrate at once take turns. */
const MIGRATION_LOCK = 4_027_101;

export type SchemaState = "empty" | "older" | "current" | "newer";

const migrations = () => readMigrationFiles({ migrationsFolder: FOLDER });

/** Compares the database's migrations with the ones of this version of Firstline. */
export async function readSchemaState(sql: Sql): Promise<SchemaState> {
  const [found] = await sql<{ table: string | null }[]>`
    select to_regclass('drizzle.__drizzle_migrations')::text as table`;
  if (!found?.table) return "empty";

  const [applied] = await sql<{ newest: string | null }[]>`
    select max(created_at)::text as newest from drizzle.__drizzle_migrations`;
  const newest = Number(applied?.newest ?? 0);
  if (newest === 0) return "empty";

  const ours = Math.max(...migrations().map((migration) => migration.folderMillis));
  if (newest > ours) return "newer";
  return newest < ours ? "older" : "current";
}

/** Throws a `DatabaseError` that says what to do unless the server can be reached and can hold Firstline. */
export async function checkServer(url: string): Promise<void> {
  const sql = createSql(url, { max: 1 });
  try {
    await examineServer(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function examineServer(sql: Sql): Promise<void> {
  let version: number;
  try {
    const [row] = await sql<
      { version: number }[]
    >`select current_setting('server_version_num')::int as version`;
    version = row?.version ?? 0;
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : String(cause);
    throw new DatabaseError(
      "unreachable",
      `The database cannot be reached (${reason}). Check DATABASE_URL and that the server is running.`,
      { cause },
    );
  }
  if (version < OLDEST_SERVER) {
    throw new DatabaseError(
      "too_old_server",
      `Firstline needs Postgres 15 or newer; this server is version ${Math.floor(version / 10_000)}.`,
    );
  }

  const [extension] = await sql`select 1 from pg_available_extensions where name = 'vector'`;
  if (!extension) {
    throw new DatabaseError(
      "no_vector",
      "This Postgres has no `vector` extension. Install pgvector on the server (Debian: postgresql-NN-pgvector; Docker: the pgvector/pgvector image) and start again.",
    );
  }
}

/** Throws a `DatabaseError` that says what to do unless the database can be used by this version as it is. */
export async function checkDatabase(url: string): Promise<void> {
  const sql = createSql(url, { max: 1 });
  try {
    await examineServer(sql);
    const state = await readSchemaState(sql);
    if (state === "current") return;
    throw new DatabaseError(state, describeState(state));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function describeState(state: Exclude<SchemaState, "current">): string {
  switch (state) {
    case "empty":
      return "The database holds no Firstline tables yet. Run `npm run firstline -- migrate`.";
    case "older":
      return "The database was made by an older version of Firstline. Back it up, then run `npm run firstline -- migrate`.";
    case "newer":
      return "The database was made by a newer version of Firstline. Update Firstline, or restore a backup that fits this version.";
  }
}

/** Drizzle's own migrator takes no lock; this one lets two processes that start at once take turns. */
async function applyMigrations(tx: TransactionSql): Promise<void> {
  await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
  await tx`create schema if not exists drizzle`;
  await tx`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  const [applied] = await tx<{ newest: string | null }[]>`
    select max(created_at)::text as newest from drizzle.__drizzle_migrations`;

  for (const migration of migrations()) {
    if (migration.folderMillis <= Number(applied?.newest ?? 0)) continue;
    for (const statement of migration.sql) await tx.unsafe(statement);
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`;
  }
}

/** Somebody who may make tables may not yet add extensions: Postgres names the one in quotes. */
function explainRefusal(cause: unknown): never {
  const said = cause instanceof Error ? cause.message : "";
  const [, extension] = /permission denied to create extension "(\w+)"/u.exec(said) ?? [];
  if (extension === undefined) throw cause;
  throw new DatabaseError(
    "no_vector",
    `The user in DATABASE_URL may not add extensions. Let an administrator run \`create extension ${extension}\` in this database once, and start again.`,
    { cause },
  );
}

/**
 * Brings the database to this version's schema, the job queue's tables included. Safe to run twice and from two
 * processes at once. Throws `DatabaseError` on a server that cannot hold Firstline or a schema from the future.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = createSql(url, { max: 1 });
  try {
    await examineServer(sql);
    if ((await readSchemaState(sql)) === "newer") throw new DatabaseError("newer", describeState("newer"));
    await sql.begin((tx) => applyMigrations(tx)).catch(explainRefusal);
    await runJobMigrations({ connectionString: url });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
