import { sql } from "drizzle-orm";
import { bigint, check, customType, timestamp } from "drizzle-orm/pg-core";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

/** Length of every stored vector. Shorter models are refused, longer ones are asked for this length. */
export const VECTOR_DIMENSIONS = 1536;

export const primaryId = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

export const idColumn = (name: string) => bigint(name, { mode: "number" });

export const createdAt = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();

export const updatedAt = () => timestamp("updated_at", { withTimezone: true }).notNull().defaultNow();

export const at = (name: string) => timestamp(name, { withTimezone: true });

/** Compared byte by byte, so that ranges and prefixes mean the same whatever the database's language is. */
export const termText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** A check that a text column holds one of `values`. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  const list = sql.raw(values.map((value) => `'${value}'`).join(", "));
  return check(name, sql`${column} in (${list})`);
}
