import { drizzle } from "drizzle-orm/postgres-js";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { createSql } from "./postgres.ts";
import type { Sql } from "./postgres.ts";
import { prepareStatements } from "./prepare.ts";
import * as schema from "./schema/index.ts";

/** A connection pool or a transaction of it: queries do not care which. */
export type Db = PostgresJsDatabase<typeof schema>;

export type Database = {
  db: Db;
  /** The driver below `db`, for LISTEN. */
  sql: Sql;
  url: string;
  close(): Promise<void>;
};

export type ConnectOptions = { maxConnections?: number; applicationName?: string };

/** Opens a pool on `url` (postgres://...). Connections are made when the first query needs one. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const sql = createSql(url, { max: options.maxConnections ?? 10, applicationName: options.applicationName });
  return { db: drizzle(prepareStatements(sql), { schema }), sql, url, close: () => sql.end({ timeout: 5 }) };
}
