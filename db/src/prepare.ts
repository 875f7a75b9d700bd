import type postgres from "postgres";
import type { Sql } from "./postgres.ts";

type Unsafe = { unsafe: Sql["unsafe"] };
type Savepoints = Unsafe & { savepoint: (work: (tx: Savepoints) => unknown) => unknown };

/** Longer statements insert or look for lists of many lengths: each length would keep a plan for good. */
const MOST_PARAMETERS = 64;

/**
 * Makes the driver prepare what Drizzle sends. Drizzle hands its statements over by `unsafe`, which the driver does not
 * prepare on its own: two round trips and a new plan for each, and no pipelining inside a transaction.
 */
export function prepareStatements(sql: Sql): Sql {
  prepareIn(sql);
  const begin = sql.begin.bind(sql) as (work: (tx: postgres.TransactionSql) => unknown) => Promise<unknown>;
  const prepared = (work: (tx: postgres.TransactionSql) => unknown): Promise<unknown> =>
    begin((tx) => {
      prepareScope(tx);
      return work(tx);
    });
  return Object.assign(sql, { begin: prepared });
}

function prepareIn(scope: Unsafe): void {
  const unsafe = scope.unsafe;
  scope.unsafe = ((query, parameters = [], options = {}) =>
    unsafe(query, parameters, { ...options, prepare: isWorthAPlan(parameters.length) })) as Sql["unsafe"];
}

/** Drizzle asks for no preparation in so many words; a statement without parameters goes as it is. */
function isWorthAPlan(parameters: number): boolean {
  return parameters > 0 && parameters <= MOST_PARAMETERS;
}

function prepareScope(tx: Savepoints): void {
  prepareIn(tx);
  const savepoint = tx.savepoint;
  tx.savepoint = (work) =>
    savepoint((inner) => {
      prepareScope(inner);
      return work(inner);
    });
}
