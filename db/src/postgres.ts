import postgres from "postgres";

export type Sql = postgres.Sql;

export type TransactionSql = postgres.TransactionSql;

export type SqlOptions = { max?: number | undefined; applicationName?: string | undefined };

/** A pool on `url`. */
export function createSql(url: string, options: SqlOptions = {}): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    connection: { application_name: options.applicationName ?? "firstline" },
  });
}
