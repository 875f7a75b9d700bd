import type { Database, Db } from "@firstline/db";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";

export type Statement = { text: string; parameters: Parameters<Database["sql"]["unsafe"]>[1] };

/** The same database, but every statement that is run with `execute` is told. */
export function watchStatements(db: Db, onStatement: (statement: Statement) => void): Db {
  const dialect = new PgDialect();
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== "execute") return value;
      return (query: SQL) => {
        const { sql, params } = dialect.sqlToQuery(query);
        onStatement({ text: sql, parameters: toParameters(params) });
        return target.execute(query);
      };
    },
  });
}

/** Runs a statement by the driver alone. */
export async function runBare({ sql }: Database, { text, parameters }: Statement): Promise<unknown> {
  return sql.unsafe(text, parameters, { prepare: true });
}

/** Drizzle does not know what it hands to the driver; the driver takes what it was given by Drizzle. */
function toParameters(params: unknown[]): Statement["parameters"] {
  return params as Statement["parameters"];
}
