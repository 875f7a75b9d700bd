import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";

/** Makes all who lock the same name wait for one another, each until their transaction ends. */
export async function lockName(tx: Db, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** Keeps those waiting who lock the name; any number may hold it at once. */
export async function holdName(tx: Db, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`);
}
